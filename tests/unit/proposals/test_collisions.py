"""What other proposals do to the same parts, told in words."""

from dataclasses import dataclass
from typing import Any

import pytest

from changes_app.proposals.collisions import Collision, at, between
from specs_app.document.diff import Change


@dataclass
class Other:
    differences: list[dict[str, Any]]
    number: str = "SSD-0031"
    title: str = "Tidy up"


def other(*changes: Change) -> Other:
    return Other([change.as_dict() for change in changes])


def change(kind: str, address: str, name: str = "", before: Any = None, after: Any = None) -> Change:
    return Change(kind, address, name, before, after, "breaking")


REMOVED = change("removed", "items/PERS002A", before={"object": "person"})
GUIDANCE = change("wording", "items/PERS002A", "guidance", "a", "b")


@pytest.mark.parametrize(
    ("theirs", "words"),
    [
        (REMOVED, "removes this item"),
        (GUIDANCE, "changes the guidance of this item"),
        (change("required", "items/PERS002A", "required", False, True), "makes this item required"),
        (change("unique", "items/PERS002A", "unique", True, False), "makes this item no longer unique"),
        (change("renamed", "items/PERS002A", "name", "sex", "gender"), "renames this item to gender"),
        (change("mapping", "items/PERS002A", "cms/mosaic", {}, {"source": "x"}), "changes how mosaic holds this item"),
        (change("moved", "items/PERS002A", "object", "person", "family"), "moves this item to object family"),
    ],
)
def test_what_another_does_to_the_part_is_told_with_this(theirs: Change, words: str) -> None:
    assert at("items/PERS002A", [other(theirs)]) == (Collision("SSD-0031", "Tidy up", words),)


def test_another_part_is_no_collision() -> None:
    assert at("items/PERS003A", [other(REMOVED, GUIDANCE)]) == ()


def test_a_code_meets_its_list_and_the_list_its_code() -> None:
    code = change("code_removed", "categories/sex/1", before={"value": "1"})
    assert at("categories/sex", [other(code)])[0].words == "removes code 1"
    assert at("categories/sex/1", [other(change("removed", "categories/sex"))])[0].words == "removes code list sex"
    assert at("categories/sex/2", [other(code)]) == ()


@pytest.mark.parametrize(
    ("kind", "words"),
    [("categories", "renames this code list to gender"), ("objects", "renames this object to gender")],
)
def test_a_part_that_gets_another_name_is_met_under_the_one_it_has(kind: str, words: str) -> None:
    theirs = change("renamed", f"{kind}/gender", "name", "sex", "gender")
    assert at(f"{kind}/sex", [other(theirs)])[0].words == words


def test_a_new_item_meets_whoever_removes_its_object() -> None:
    mine = change("added", "items/PERS099A", after={"object": "person", "name": "shoe"})
    removal = change("removed", "objects/person", before={"title": "Person"})
    assert between([mine], [other(removal)])[0].words == "removes object person"
    assert between([removal], [other(mine)])[0].words == "adds an item to object person"


def test_parts_have_their_names_where_many_are_meant() -> None:
    found = between([GUIDANCE, change("code_added", "categories/sex/3", after={})], [other(REMOVED, GUIDANCE)])
    assert [one.words for one in found] == ["removes item PERS002A and changes the guidance of item PERS002A"]


def test_more_than_three_are_summed_up() -> None:
    fields = ("guidance", "description", "type", "status")
    theirs = other(*(change("wording", "items/PERS002A", name, "a", "b") for name in fields))
    words = at("items/PERS002A", [theirs])[0].words
    assert words.endswith("changes the type of this item and more")
    assert "status" not in words


def test_sql_is_told_by_its_columns_and_a_local_build_is_another_one() -> None:
    address = "extracts/mosaic/person"
    source = change("extract", address, "columns/sex", "a.SEX", "b.SEX")
    assert at(address, [other(change("extract", address, "sql", "a", "b"), source)])[0].words == (
        "changes this SQL and changes where this SQL takes sex from"
    )
    assert at(f"{address}/warehouse", [other(source)]) == ()
