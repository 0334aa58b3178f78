"""A code list under another name, from proposal to publication: told once, by page and by REST, and found under both names."""

from __future__ import annotations

from typing import Any

from django.test import Client

from specs_app.projection.verification import verify
from tests.doors import Door
from tests.drivers import World

SENTENCE = "Code list sex_recorded renamed from recorded_sex to sex_recorded"
RENAMED = [{"action": "change_category", "target": "recorded_sex", "values": {"name": "sex_recorded"}}]


def rest(path: str) -> Any:
    return Client().get(f"/api/v1/specifications/ysd/{path}").json()


def test_proposal_tells_the_new_name_once_and_nothing_of_the_items(world: World, door: Door) -> None:
    change = world.in_review(RENAMED, title="A better name")
    assert [(entry["kind"], entry["address"]) for entry in change.differences] == [
        ("renamed", "categories/sex_recorded")
    ]
    assert (change.change_class, change.problems, change.impact["tables"]) == ("breaking", [], [])
    text = door.read(change, change.proposer).replace("<wbr>", "")
    assert "renamed" in text
    assert "Item YOUN007A" not in text
    (entry,) = rest(f"changes/{change.number}/")["differences"]
    assert (entry["kind"], entry["before"], entry["after"]) == ("renamed", "recorded_sex", "sex_recorded")


def test_page_of_the_list_says_that_another_name_is_proposed(world: World) -> None:
    change = world.in_review(RENAMED, title="A better name")
    assert change.number in Client().get("/ysd/categories/recorded_sex/").content.decode()


def test_published_name_is_told_by_its_revision_and_found_under_both(world: World) -> None:
    change = world.published(RENAMED, title="A better name")
    page = Client().get(f"/ysd/revisions/{change.published_revision}/").content.decode().replace("<wbr>", "")
    assert SENTENCE in page
    assert "YOUN007A" not in page
    answer = Client().get("/ysd/categories/recorded_sex/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/ysd/categories/sex_recorded/")
    assert rest("categories/recorded_sex/")["replaced_by"] == "sex_recorded"
    assert rest("items/YOUN007A/")["category"] == "sex_recorded"
    assert list(verify(specification=world.specification)) == []
