"""What changed for whoever runs some systems and makes some returns: what is to be done, all of it, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from specs_app.document.diff import diff
from specs_app.document.extracts import Extract
from specs_app.document.for_me import Leaving, Mine, leaving, things_to_do
from specs_app.document.types import (
    Category,
    CategoryValue,
    Cms,
    CmsMapping,
    DataObject,
    Deprecation,
    Document,
    Item,
    Relationship,
    Return,
    ReturnMapping,
    Settings,
)

SETTINGS = Settings(
    title="Kites",
    cms=(Cms("lake", "Deep Lake"), Cms("hill", "High Hill")),
    returns=(Return("KC", "Kite census"), Return("OLD", "Old return")),
)
ITEM = Item(
    "KITE001A",
    "kite_colour",
    type="nvarchar",
    max_field_size="20",
    cms=(CmsMapping("lake", source="kites.colour"),),
    returns=("KC",),
    category="colour",
)
OTHER = Item("KITE002A", "kite_tail", type="int", cms=(CmsMapping("hill"),), returns=("OLD",))
COLOUR = Category("colour", (CategoryValue("R", "Red"),))
LAKE = Mine(frozenset({"lake"}))


def document(*items: Item, **parts: Any) -> Document:
    return Document(SETTINGS, (DataObject("x_kite", items or (ITEM, OTHER)),), parts.pop("lists", (COLOUR,)), **parts)


def told(after: Document, before: Document | None = None, mine: Mine = LAKE) -> list[tuple[str, str]]:
    return [(thing.urgency, thing.text) for thing in things_to_do(before or document(), after, mine)]


COLUMN = "column kite_colour of table x_kite"


@pytest.mark.parametrize(
    ("values", "urgency", "text"),
    [
        ({"name": "kite_hue"}, "must", "Rename the column kite_colour of table x_kite to kite_hue"),
        ({"type": "int"}, "must", f"Change the type of {COLUMN} from nvarchar(20) to int(20)"),
        ({"max_field_size": "40"}, "should", f"Change the size of {COLUMN} from 20 to 40"),
        ({"max_field_size": ""}, "should", f"Change the size of {COLUMN} from 20 to none"),
        ({"required": True}, "must", f"Always fill the {COLUMN}"),
        ({"unique": True}, "must", f"See that no value occurs twice in {COLUMN}"),
        ({"primary_key": True}, "must", "Make the column kite_colour part of the primary key of table x_kite"),
        ({"category": "shade"}, "must", f"Take the values of {COLUMN} from code list shade, no longer from colour"),
        ({"category": ""}, "should", f"The values of {COLUMN} come from no code list any more"),
        ({"status": "R"}, "should", f"Note what is said of {COLUMN}: delivery status changed"),
        ({"guidance": "New"}, "know", f"The guidance of {COLUMN} changed: nothing to do"),
        (
            {"cms": (CmsMapping("lake", source="kites.hue"),)},
            "should",
            f"Map the {COLUMN} in Deep Lake: the source is now kites.hue",
        ),
        (
            {"cms": (CmsMapping("lake"),)},
            "should",
            f"Look for the {COLUMN} in Deep Lake anew: its source kites.colour is not recorded any more",
        ),
        (
            {"cms": (CmsMapping("lake", source="kites.colour", note="Slow"),)},
            "should",
            f"Look at what is said of the {COLUMN} in Deep Lake: note changed",
        ),
        (
            {"cms": ()},
            "must",
            f"Do without the {COLUMN} in Deep Lake, which is no longer said to hold it",
        ),
        (
            {"deprecated": Deprecation("1.1", "KITE009A", "2.0")},
            "should",
            f"Plan to do without the {COLUMN}, which is on its way out since release 1.1 and goes in release 2.0; "
            "KITE009A takes its place",
        ),
    ],
)
def test_change_of_an_item_is_something_to_do(values: dict[str, Any], urgency: str, text: str) -> None:
    lists = (COLOUR, Category("shade"))
    after, before = document(replace(ITEM, **values), OTHER, lists=lists), document(lists=lists)
    assert told(after, before) == [(urgency, text)]


def test_new_column_is_added_with_its_type_and_demands() -> None:
    new = Item("KITE003A", "kite_id", type="nvarchar", max_field_size="48", required=True, cms=(CmsMapping("lake"),))
    assert told(document(ITEM, OTHER, new)) == [
        ("must", "Add the column kite_id (nvarchar(48)) to table x_kite: it is required")
    ]


def test_column_that_is_gone_is_removed_and_says_what_takes_its_place() -> None:
    before = document(replace(ITEM, deprecated=Deprecation(replaced_by="KITE002A")), OTHER)
    assert told(document(OTHER), before) == [("must", f"Remove the {COLUMN}; KITE002A takes its place")]


def test_new_code_names_the_columns_that_use_its_list() -> None:
    after = document(lists=(Category("colour", (*COLOUR.values, CategoryValue("G", "Green\nas grass"))),))
    used = "code list colour, which x_kite.kite_colour uses"
    assert told(after) == [("should", f"Take in the new code ‘G’ (Green as grass) of {used}")]
    assert told(document(), after) == [("must", f"Do without the code ‘G’ (Green as grass) of {used}")]
    assert told(after, mine=Mine(frozenset({"hill"}))) == []


def test_relationship_concerns_whoever_has_either_end() -> None:
    link = Relationship("x_kite", "kite_colour", "x_kite", "kite_tail")
    for mine in (LAKE, Mine(returns=frozenset({"OLD"}))):
        assert told(document(relationships=(link,)), mine=mine) == [
            ("must", "Make x_kite.kite_tail point at x_kite.kite_colour (foreign key)")
        ]
    assert told(document(relationships=(link,)), mine=Mine(frozenset({"nobody"}))) == []


def test_mapping_concerns_those_who_run_the_system_alone() -> None:
    """Also where another system of mine holds the item, or a return of mine asks for it."""
    after = document(replace(ITEM, cms=(*ITEM.cms, CmsMapping("hill", source="k.c"))), OTHER)
    assert told(after, mine=Mine(frozenset({"lake"}), frozenset({"KC"}))) == []
    assert [text for _, text in told(after, mine=Mine(frozenset({"hill"})))] == [
        f"Map the {COLUMN} in High Hill: the source is now k.c"
    ]


def test_place_in_a_return_concerns_those_who_make_it_alone() -> None:
    place = ReturnMapping("OLD", "Part 1")
    after = document(replace(ITEM, returns=("KC", "OLD"), returns_map=(place,)), OTHER)
    assert told(after, mine=Mine(frozenset({"lake"}), frozenset({"KC"}))) == []
    assert [text for _, text in told(after, mine=Mine(returns=frozenset({"OLD"})))] == [
        f"Give the {COLUMN} in Old return",
        f"Look up where Old return asks for {COLUMN}: its place is recorded now",
    ]


def test_item_that_only_names_a_table_of_the_standard_is_not_held() -> None:
    """As on its page: what says no more than the standard's own table tells nothing of the system."""
    own = CmsMapping("lake", marked=False, table="x_kite", field="kite_tail")
    before = document(ITEM, replace(OTHER, cms=(own,)))
    assert told(document(ITEM, replace(OTHER, cms=(own,), type="float")), before) == []


def test_nobody_in_particular_is_told_of_everything() -> None:
    after = replace(document(replace(ITEM, guidance="New")), settings=replace(SETTINGS, title="Dragons"))
    assert [thing.change for thing in things_to_do(document(), after, Mine())] == list(diff(document(), after))


def test_words_alone_are_told_apart() -> None:
    things = things_to_do(document(), document(replace(ITEM, guidance="New", type="int"), OTHER), LAKE)
    assert {thing.change.kind: thing.words_alone for thing in things} == {"wording": True, "type": False}


def test_what_is_on_its_way_out_concerns_only_those_who_have_it() -> None:
    going = document(replace(ITEM, deprecated=Deprecation("1.1", "", "2.0")), OTHER)
    assert leaving(going, LAKE) == (Leaving("KITE001A", "x_kite", "kite_colour", "1.1", "2.0", ""),)
    assert leaving(going, Mine(frozenset({"hill"}), frozenset({"OLD"}))) == ()


def test_sql_of_a_system_concerns_those_who_run_it_alone() -> None:
    before, after = (
        document(extracts=(Extract("lake", "x_kite", "", f"SELECT 1 AS kite_tail, {source}"),))
        for source in ("k.HUE AS kite_colour", "k.C AS kite_colour")
    )
    assert told(after, before) == [
        ("should", "Take the new script of Deep Lake: what it does to fill x_kite is written otherwise"),
        ("should", "Take the new script of Deep Lake: it fills x_kite.kite_colour from another source"),
    ]
    assert told(document(), after) == [
        ("must", "Take the new script of Deep Lake: it fills x_kite from the mappings again")
    ]
    assert told(after, before, Mine(frozenset({"hill"}))) == []
