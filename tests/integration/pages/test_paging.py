"""Pages of a list lead to each other, whatever signs are in its filters and in the name of the version."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from django.test import Client

from specs_app.web.pages import histories, objects
from tests.corpus_files import example_repository
from tests.integration.pages.conftest import PERSON, Site
from tests.published import edited, publish

SIGNS = "R&D + C#/é 50% a=b; ?x"
#: A name that Git takes and that means something else where it is not quoted.
TAG = "1.0+a&b#c=é"


@pytest.fixture
def signs(db: None, tmp_path: Path) -> None:
    """Two items with all the signs in their guidance, and a version whose name has some."""
    first = edited(
        dict(example_repository()),
        PERSON,
        ("It stays the same", f"Not {SIGNS}: it stays the same"),
        ("The first name only.", f"The first name only, {SIGNS}."),
    )
    publish(tmp_path / "source", "ysd", [first, edited(first, PERSON, ("Not R", "No R"))], tags=["v0", TAG])


def pager(text: str, where: str) -> str:
    """Where the pager leads."""
    (address,) = re.findall(rf'href="([^"]*)" rel="{where}"', text)
    return unescape(address)


def test_pages_of_items_lead_to_each_other_with_any_words(signs: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(objects, "ITEMS_A_PAGE", 1)

    def numbers(text: str) -> list[str]:
        return re.findall(r'href="/ysd/items/(YOUN[^/]*)/', text)

    for version in ("", TAG):
        first = Client().get("/ysd/items/", {"q": SIGNS, "at": version}).content.decode()
        second = Client().get("/ysd/items/" + pager(first, "next")).content.decode()
        assert [set(numbers(first)), set(numbers(second))] == [{"YOUN001A"}, {"YOUN003A"}], version
        assert set(numbers(Client().get("/ysd/items/" + pager(second, "prev")).content.decode())) == {"YOUN001A"}


def test_pages_of_a_history_keep_to_the_version(signs: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(histories, "ENTRIES_A_PAGE", 1)
    address = "/ysd/items/YOUN001A/history/"
    first = Client().get(address, {"at": TAG}).content.decode()
    second = Client().get(address + pager(first, "next"))
    assert second.status_code == 200
    assert "page 2 of 2" in second.content.decode()


def test_search_with_a_slash_keeps_letters_that_were_sent_as_they_are(site: Site) -> None:
    for sent in ("q=%C3%A9t%C3%A9+%26", "q=été+%26"):
        answer = site.client.get(f"/ysd/search/?{sent}")
        assert answer.headers["Location"] == "/ysd/search?q=%C3%A9t%C3%A9+%26"
