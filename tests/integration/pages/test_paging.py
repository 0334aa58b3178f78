"""Pages of a list lead to each other, whatever signs are in its filters and in the name of the version."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from types import ModuleType

import pytest
from django.test import Client

from specs_app.publishing.pages import filter_form, overview, quality, registries
from specs_app.web.pages import categories, downloads, histories, objects, systems
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


#: The list, how many rows of it a page has, and what tells a row.
LONG_LISTS = (
    ("objects/", objects, "OBJECTS_A_PAGE", r'<th scope="row"[^>]*><a class="govuk-link" href="/ysd/objects/([^/]*)/'),
    ("categories/", categories, "LISTS_A_PAGE", r'<th scope="row"[^>]*><a[^>]* href="/ysd/categories/([^/]*)/'),
    ("cms/harbour/", systems, "ROWS_A_PAGE", r'<th scope="row"[^>]*><a[^>]* href="[^"]*object=([^#]*)#'),
    ("cms/harbour/?show=all", systems, "ROWS_A_PAGE", r'<th scope="row"[^>]*><a[^>]* href="/ysd/items/([^/]*)/'),
    ("returns/YAC/", systems, "ROWS_A_PAGE", r'<th scope="row"[^>]*><a[^>]* href="/ysd/items/([^/]*)/'),
    ("downloads/", downloads, "PARTS_A_PAGE", r'href="/ysd/downloads/(?:objects|categories)/([^"]*)\.csv'),
)


@pytest.mark.parametrize(("path", "module", "size", "row"), LONG_LISTS, ids=[path for path, *_ in LONG_LISTS])
def test_long_list_comes_in_pages_that_hold_each_row_once(
    site: Site, monkeypatch: pytest.MonkeyPatch, path: str, module: ModuleType, size: str, row: str
) -> None:
    whole = re.findall(row, site.text(path))
    assert "govuk-pagination" not in site.text(path)
    monkeypatch.setattr(module, size, 3)
    text, found = site.text(path), re.findall(row, site.text(path))
    while 'rel="next"' in text:
        assert len(re.findall(row, text)) <= 3
        text = Client().get(f"/ysd/{path.partition('?')[0]}{pager(text, 'next')}").content.decode()
        found += re.findall(row, text)
    assert len(whole) > 3
    assert found == whole


def test_pages_of_objects_keep_their_filters(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(objects, "OBJECTS_A_PAGE", 1)
    first = site.text("objects/", cms="harbour", at="1.0.0")
    assert {"cms=harbour", "at=1.0.0", "page=2"} == set(pager(first, "next").removeprefix("?").split("&"))


def test_group_says_how_many_there_are_however_few_are_shown(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = re.search(r"(\d+ of \d+) items filled", site.text("cms/harbour/?show=all"))
    monkeypatch.setattr(systems, "ROWS_A_PAGE", 1)
    first = re.search(r"(\d+ of \d+) items filled", site.text("cms/harbour/?show=all"))
    assert whole is not None
    assert first is not None
    assert first[1] == whole[1]


def test_overview_names_some_objects_of_a_domain_and_leads_to_the_others(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "more<span" not in site.text("")
    monkeypatch.setattr(overview, "MOST_NAMED", 1)
    text = site.text("")
    assert re.search(r'href="/ysd/objects/\?domain=\w+">\d+ more<span', text)
    assert len(re.findall(r'<li><a class="govuk-link" href="/ysd/objects/[^/]*/">', text)) == text.count('portal-card"')


def test_quality_and_registries_name_the_first_places_and_have_the_others_as_files(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quality, "MOST_FINDINGS", 0)
    monkeypatch.setattr(registries, "MOST_ITEMS", 0)
    assert re.search(
        r'\d+ more: <a class="govuk-link" href="/api/v1/specifications/ysd/problems/', site.text("quality/")
    )
    text = site.text("validators/")
    assert re.search(r'\d+ more: <a class="govuk-link" href="/api/v1/specifications/ysd/items/', text)


def test_filter_with_too_much_to_choose_from_is_typed(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    assert '<select class="govuk-select" id="filter-object"' in site.text("items/")
    monkeypatch.setattr(filter_form, "MOST_CHOICES", 5)
    text = site.text("items/", object="ysd_team")
    assert re.search(r'<input class="govuk-input" id="filter-object" name="object" value="ysd_team"', text)
    assert set(re.findall(r'href="/ysd/items/([A-Z]{4})\d', text)) == {"TEAM"}
