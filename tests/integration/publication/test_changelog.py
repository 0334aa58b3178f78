"""The change log as a page and by REST: what was changed before the portal, and since."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.drivers import BREAKING, EDITORIAL, World
from tests.factories import SLUG, imported, small_files, write_files

REST = "/api/v1/specifications/ysd/changelog/"
HEAD = "item_ref,old_item_ref,release_datetime,change_id,change_object_name,change_status,change_type,change_impact_notes\n"


def page(slug: str = "ysd", **query: str) -> str:
    answer = Client().get(f"/{slug}/changelog/", query)
    assert answer.status_code == 200
    return answer.content.decode().replace("<wbr>", "")


def numbers(status: int = 200, **query: str) -> list[str]:
    answer = Client().get(REST, query)
    assert answer.status_code == status, answer.content
    return [row["id"] for row in answer.json().get("results", [])]


def test_log_has_what_was_before_and_what_is_published_here_in_one_list(world: World) -> None:
    change = world.published(EDITORIAL)
    assert numbers() == [change.number, *(f"YSD-{number:04d}" for number in range(6, 0, -1))]
    newest: dict[str, Any] = Client().get(f"{REST}{change.number}/").json()
    assert (newest["title"], newest["notes"], newest["type"]) == (change.title, change.reason, "editorial")
    assert (newest["source"], newest["status"], newest["items"]) == ("portal", "published", ["YOUN002A"])
    text = page()
    for words in (change.reason, "YSD-0001", "First edition", f"/ysd/changes/{change.number}/", "/ysd/items/YOUN002A/"):
        assert words in text, words
    for start in ("/ysd/", "/ysd/changes/"):
        assert "/ysd/changelog/" in Client().get(start).content.decode(), start


def test_log_of_an_earlier_version_stops_there(world: World) -> None:
    before = world.specification.published_revision
    change = world.published(EDITORIAL)
    assert change.number not in numbers(at=before)
    assert change.number not in page(at=before)


def test_log_is_filtered_alike_on_the_page_and_by_rest(world: World) -> None:
    world.published(BREAKING)
    assert numbers(type="breaking", q="destinations") == ["YSD-0002"]
    assert numbers(item="YOUN004A") == ["YSD-0004"]
    text = page(type="breaking", q="destinations")
    assert "YSD-0002" in text
    assert "YSD-0004" not in text
    assert "YSD-0004" in page(item="YOUN004A")
    assert "No change fits these filters" in page(type="nothing")
    assert '<option value="nothing" selected>' in page(type="nothing")


def test_filter_by_what_the_log_does_not_know_is_refused_with_what_it_knows(world: World) -> None:
    answer = Client().get(REST, {"type": "New Feature"})
    assert answer.status_code == 400
    assert "Known are: breaking, compatible, editorial." in answer.json()["detail"]
    assert numbers(400, colour="red") == []


def test_log_is_taken_away_as_a_table_without_formulas(world: World) -> None:
    change = world.published(EDITORIAL, reason="=cmd()|' /C calc'!A0")
    text = b"".join(Client().get(REST, {"format": "csv"})).decode()  # type: ignore[arg-type]
    first = next(csv.DictReader(io.StringIO(text)))
    assert (first["id"], first["notes"]) == (change.number, "'=cmd()|' /C calc'!A0")


def test_change_that_the_log_says_nothing_of_is_told_all_the_same(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("specs_app.tables.change_log.with_entry", lambda _files, _entry: {})
    rules = {"rules": {"editorial": {"consultation_days": 1}}}
    change = world.published([{"action": "change_settings", "target": "", "values": rules}])
    row: dict[str, Any] = Client().get(f"{REST}{change.number}/").json()
    assert (row["title"], row["notes"], row["items"]) == (change.title, change.reason, [])
    assert numbers()[0] == change.number
    assert numbers(at=world.specification.revisions.earliest("number").sha)[0] == "YSD-0006"


@pytest.mark.django_db
def test_log_kept_by_hand_shows_its_own_words_and_former_references(tmp_path: Path) -> None:
    log = HEAD + 'PERS002A,OLD001A,In Review,TIN-0001,tin_person,pending,New Feature,"1bDraft - <i>new"\n'
    log += "GONE001A,,,TIN-0002,tin_person,pending,New Feature,1bDraft\n"
    imported(write_files(tmp_path / "source", small_files() | {"docs/tin_change_log.csv": log.encode()}))
    text = page(SLUG)
    for words in ("New Feature", "In Review", "1bDraft - &lt;i&gt;new", "(OLD001A before)", "/tiny/items/PERS002A/"):
        assert words in text, words
    assert "/tiny/items/GONE001A/" not in text
    (row,) = Client().get(f"/api/v1/specifications/{SLUG}/changelog/", {"item": "OLD001A"}).json()["results"]
    assert (row["items"], row["former_items"], row["type"]) == (["PERS002A"], ["OLD001A"], "New Feature")
