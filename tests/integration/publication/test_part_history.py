"""The history of a part answers from its rows: who, when, which change, why, which key, before and after; by page and by REST."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ssd_portal.throttles import Counted
from tests.drivers import BREAKING, EDITORIAL, World

pytestmark = pytest.mark.one_database

REST = "/api/v1/specifications/ysd/"
ITEM = "items/YOUN002A/history/"
MOST_QUERIES = 14


def entries(path: str = ITEM, **query: Any) -> list[dict[str, Any]]:
    answer = Client().get(f"{REST}{path}", {"page_size": 1000, **query})
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


def keys(path: str = ITEM, **query: Any) -> list[tuple[str, str]]:
    return [(entry["address"], entry["key"]) for entry in entries(path, **query)]


def page(path: str = ITEM, status: int = 200, **query: Any) -> str:
    answer = Client().get(f"/ysd/{path}", query)
    assert answer.status_code == status
    return answer.content.decode().replace("<wbr>", "")


def test_entry_says_who_when_which_change_why_and_what(world: World) -> None:
    before = world.specification.published_revision
    change = world.published(EDITORIAL, reason="Analysts ask.\n\nOften.")
    newest, first = entries()
    assert newest["when"]
    assert {
        name: newest[name] for name in ("who", "change", "title", "why", "revision", "address", "key", "after")
    } == {
        "who": "Pat Tester",
        "change": change.number,
        "title": "Say which surname",
        "why": "Analysts ask.\n\nOften.",
        "revision": change.published_revision,
        "address": "items/YOUN002A",
        "key": "guidance",
        "after": "The surname in use today.",
    }
    assert newest["change_url"].endswith(f"/ysd/changes/{change.number}/")
    assert newest["revision_url"].endswith(f"/ysd/revisions/{change.published_revision}/")
    assert (first["change"], first["title"], first["key"], first["before"]) == (
        None,
        "Take the specification in from a folder",
        "",
        None,
    )
    assert (first["revision"], first["after"]["name"]) == (before, "youn_family_name")
    assert "pat@" not in json.dumps([newest, first])


def test_page_says_the_same_and_is_found_from_the_item(world: World) -> None:
    change = world.published(EDITORIAL)
    text = page()
    for words in ("Pat Tester", change.number, "Say which surname", "Analysts ask.", "Guidance changed", "today"):
        assert words in text, words
    assert "pat@" not in text
    assert f"/ysd/revisions/{change.published_revision}/" in text
    assert "/ysd/items/YOUN002A/history/" in page("items/YOUN002A/")
    assert "/ysd/objects/ysd_young_person/history/" in page("objects/ysd_young_person/")
    assert "/ysd/categories/recorded_sex/history/" in page("categories/recorded_sex/")


def test_lines_of_an_item_are_keys_of_their_own(world: World) -> None:
    edits = (
        {"action": "map_item", "target": "YOUN002A", "values": {"cms": "kestrel", "source": "dbo.T.SURNAME"}},
        {"action": "change_item", "target": "YOUN002A", "values": {"returns": ["PDR"], "max_field_size": 99}},
    )
    world.published(edits)
    found = {entry["key"]: entry for entry in entries()[:-1]}
    assert found["cms/kestrel"]["after"]["source"] == "dbo.T.SURNAME"
    assert found["max_field_size"]["after"] == 99
    assert found["returns"]["after"] == ["PDR"]
    assert "metadata" not in found


def test_foreign_key_set_and_cleared_is_told(world: World) -> None:
    target = {"object": "ysd_young_person", "item": "youn_person_id"}
    world.published([{"action": "change_item", "target": "YOUN002A", "values": {"foreign_key": target}}])
    world.published([{"action": "change_item", "target": "YOUN002A", "values": {"foreign_key": None}}])
    found = [(entry["before"], entry["after"]) for entry in entries() if entry["key"] == "foreign_key"]
    assert found == [(target, None), (None, target)]


def test_removed_item_stays_readable_with_its_removal_first(world: World) -> None:
    change = world.published(BREAKING)
    newest = entries()[0]
    assert (newest["key"], newest["after"], newest["change"]) == ("", None, change.number)
    assert newest["before"]["name"] == "youn_family_name"
    assert "Removed" in page()
    assert "/ysd/items/YOUN002A/history/" in page("items/YOUN002A/", status=410)


def test_renamed_parts_keep_their_history_under_every_name(world: World) -> None:
    world.published(EDITORIAL)
    world.published([{"action": "change_item", "target": "YOUN002A", "values": {"name": "youn_surname"}}])
    world.published([{"action": "change_object", "target": "ysd_young_person", "values": {"name": "ysd_youngster"}}])
    assert [key for _, key in keys()] == ["object", "name", "guidance", ""]
    now, former = keys("objects/ysd_youngster/history/"), keys("objects/ysd_young_person/history/")
    assert now == [
        ("objects/ysd_youngster", "name"),
        ("items/YOUN002A", "name"),
        ("items/YOUN002A", "guidance"),
        ("objects/ysd_youngster", ""),
    ]
    assert [key for _, key in former] == [key for _, key in now]
    answer = Client().get("/ysd/items/youn_surname/history/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/ysd/items/YOUN002A/history/")


def test_renamed_code_list_keeps_its_history_under_both_names(world: World) -> None:
    world.published([{"action": "add_value", "target": "recorded_sex", "values": {"value": "Q"}}])
    world.published([{"action": "change_category", "target": "recorded_sex", "values": {"name": "sex_recorded"}}])
    for name in ("recorded_sex", "sex_recorded"):
        assert [key for _, key in keys(f"categories/{name}/history/")] == ["name", "codes/Q", ""], name


def test_codes_are_keys_of_their_list(world: World) -> None:
    values = {"value": "Q", "description": "Questioned"}
    change = world.published([{"action": "add_value", "target": "recorded_sex", "values": values}])
    newest = entries("categories/recorded_sex/history/")[0]
    assert (newest["key"], newest["before"], newest["after"]) == ("codes/Q", None, {"description": "Questioned"})
    assert newest["change"] == change.number
    assert "Code Q added" in page("categories/recorded_sex/history/")


def test_history_of_a_version_stops_there(world: World) -> None:
    before = world.specification.published_revision
    world.published(BREAKING)
    assert [key for _, key in keys(at=before)] == [""]
    assert "Removed" not in page(at=before)


def test_history_comes_in_pages_and_as_a_table(world: World) -> None:
    for number in range(3):
        values = {"guidance": f"Wording {number}.", "description": f"Meaning {number}"}
        world.published([{"action": "change_item", "target": "YOUN002A", "values": values}])
    answer = Client().get(f"{REST}{ITEM}", {"page_size": 2, "page": 2}).json()
    assert (answer["count"], len(answer["results"])) == (7, 2)
    table = Client().get(f"{REST}{ITEM}", {"format": "csv"}).content.decode()
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [row["key"] for row in rows] == [key for _, key in keys()]
    assert rows[0]["who"] == "Pat Tester"


def test_what_never_was_has_no_history(world: World) -> None:
    for path in ("items/NOPE001A/", "objects/ysd_nope/", "categories/nope/", "cms/nope/", "returns/nope/"):
        assert Client().get(f"{REST}{path}history/").status_code == 404
        page(f"{path}history/", status=404)


@pytest.mark.parametrize(
    "path",
    [
        ITEM,
        "objects/ysd_young_person/history/",
        "categories/recorded_sex/history/",
        "cms/larchway/history/",
        "returns/YAC/history/",
    ],
)
def test_number_of_queries_is_fixed(world: World, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Counted, "allow_request", lambda *_: True)
    for address in (f"/ysd/{path}", f"{REST}{path}"):
        counts = []
        for guidance in ("One.", "Two.", "Three."):
            Client().get(address)
            with CaptureQueriesContext(connection) as asked:
                assert Client().get(address).status_code == 200
            counts.append(len(asked))
            world.published(
                [{"action": "change_item", "target": "YOUN002A", "values": {"guidance": address + guidance}}]
            )
        assert len(set(counts)) == 1
        assert counts[0] <= MOST_QUERIES


def test_entry_of_a_return_has_its_history(world: World) -> None:
    sections = [{"key": "A", "title": "Riders"}]
    world.published([{"action": "add_return", "target": "BIKE", "values": {"title": "Cycling", "sections": sections}}])
    change = world.published([{"action": "change_return", "target": "BIKE", "values": {"title": "Cycling return"}}])
    newest, first = entries("returns/BIKE/history/")
    assert (newest["address"], newest["key"]) == ("settings/returns/BIKE", "title")
    assert (newest["before"], newest["after"]) == ("Cycling", "Cycling return")
    assert (newest["who"], newest["change"], newest["why"]) == ("Pat Tester", change.number, "Analysts ask.")
    assert (first["key"], first["after"]["sections"]) == ("", sections)
    text = page("returns/BIKE/history/")
    for words in ("Return Cycling return", change.number, "Analysts ask.", "Title changed", "Riders"):
        assert words in text, words
    shown = page("returns/BIKE/")
    assert "/ysd/returns/BIKE/history/" in shown
    assert f"/ysd/changes/{change.number}/" in shown
    for words in ("Open an item and suggest a change to say that", "Riders", "Suggest a change to this return"):
        assert words in shown, words


def test_entry_of_a_system_has_its_history(world: World) -> None:
    systems = [{**system, "dialect": "postgres"} for system in systems_of(world)]
    change = world.published([{"action": "change_settings", "target": "", "values": {"cms": systems}}])
    newest = entries("cms/larchway/history/")[0]
    assert (newest["key"], newest["after"], newest["change"]) == ("dialect", "postgres", change.number)
    assert "SQL dialect changed" in page("cms/larchway/history/")
    shown = page("cms/larchway/")
    assert "/ysd/cms/larchway/history/" in shown
    assert f"/ysd/changes/{change.number}/" in shown


def test_removed_return_says_so_and_keeps_its_history(world: World) -> None:
    world.published([{"action": "add_return", "target": "BIKE", "values": {"title": "Cycling"}}])
    change = world.published([{"action": "remove_return", "target": "BIKE"}])
    gone = page("returns/BIKE/", status=410)
    assert "/ysd/returns/BIKE/history/" in gone
    assert f"/ysd/revisions/{change.published_revision}/" in gone
    newest = entries("returns/BIKE/history/")[0]
    assert (newest["key"], newest["after"], newest["before"]["title"]) == ("", None, "Cycling")
    assert "Removed" in page("returns/BIKE/history/")
    assert gone_by_rest("returns/BIKE/") == gone_by_rest("returns/BIKE/", at=change.published_revision)


def test_removed_system_says_so_by_page_and_by_rest(world: World) -> None:
    before, systems = world.specification.published_revision, systems_of(world)
    wheels = {"key": "wheels", "title": "Wheels", "dialect": "tsql"}
    added = world.published([{"action": "change_settings", "target": "", "values": {"cms": [*systems, wheels]}}])
    removed = world.published([{"action": "change_settings", "target": "", "values": {"cms": systems}}])
    assert f"/ysd/revisions/{removed.published_revision}/" in page("cms/wheels/", status=410)
    for path in ("cms/wheels/", "cms/wheels/mappings/", "sql/wheels/"):
        assert removed.number in gone_by_rest(path)["detail"], path
        assert Client().get(REST + path, {"at": added.published_revision}).status_code == 200, path
    for path in ("cms/pedals/", "returns/PEDALS/"):
        assert Client().get(REST + path, {"at": before}).status_code == 404, path


def gone_by_rest(path: str, **query: str) -> dict[str, Any]:
    """The problem that says that a part was removed and that nothing takes its place."""
    answer = Client().get(REST + path, query)
    members: dict[str, Any] = answer.json()
    assert (answer.status_code, members["type"], members["replaced_by"]) == (410, "/problems/gone", None), path
    return members


def systems_of(world: World) -> list[dict[str, Any]]:
    answer = Client().get(f"{REST}cms/").json()["results"]
    return [{"key": system["cms"], "title": system["title"], "dialect": system["dialect"]} for system in answer]
