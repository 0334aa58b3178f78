"""Two versions compared: filters, groups, and the same in Markdown."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from specs_app.document.diff import diff
from specs_app.document.extent import Extents
from specs_app.document.types import (
    Category,
    CategoryValue,
    Cms,
    CmsMapping,
    DataObject,
    Document,
    Item,
    Relationship,
    Return,
    Settings,
)
from specs_app.publishing.differences import fitting, grouped, known_values, unknown_values
from specs_app.publishing.markdown import escaped

SETTINGS = Settings(
    title="Kites", table_prefix="x_", cms=(Cms("lake", "Deep Lake"),), returns=(Return("KC", "Kite census"),)
)
KITE = Item("KITE001A", "kite_colour", cms=(CmsMapping("lake"),), category="colour")
TAIL = Item("TAIL001A", "tail_length", returns=("KC", "ODD"))
BEFORE = Document(
    SETTINGS,
    (DataObject("x_kite", (KITE,)), DataObject("x_tail", (TAIL,), title="The tail")),
    (Category("colour", (CategoryValue("R", "Red"),)),),
)


def edited(**items: Any) -> Document:
    """The document with values of one item or the other changed."""
    kite, tail = (replace(item, **items.get(name, {})) for name, item in (("kite", KITE), ("tail", TAIL)))
    objects = (DataObject("x_kite", (kite,)), DataObject("x_tail", (tail,), title="The tail"))
    return replace(BEFORE, objects=objects)


AFTER = replace(
    edited(kite={"type": "int"}, tail={"guidance": "New"}),
    settings=replace(SETTINGS, publisher="Somebody"),
    categories=(Category("colour", (CategoryValue("R", "Ruby"),)),),
    relationships=(Relationship("x_tail", "tail_length", "x_kite", "kite_colour"),),
)


def kept(**asked: str) -> list[str]:
    return [change.address for change in fitting(diff(BEFORE, AFTER), Extents(BEFORE, AFTER), asked)]


LINK = "relationships/x_kite.kite_colour>x_tail.tail_length"


@pytest.mark.parametrize(
    ("asked", "addresses"),
    [
        ({"cms": "lake"}, ["items/KITE001A", LINK, "categories/colour/R"]),
        ({"return": "KC"}, ["items/TAIL001A", LINK]),
        ({"object": "x_kite"}, ["items/KITE001A", LINK, "categories/colour/R"]),
        ({"class": "editorial"}, ["settings", "items/TAIL001A"]),
        ({"cms": "lake", "return": "KC"}, [LINK]),
        ({"cms": "lake", "class": "editorial"}, []),
    ],
)
def test_filter_keeps_what_reaches_it(asked: dict[str, str], addresses: list[str]) -> None:
    assert kept(**asked) == addresses


def test_no_filter_keeps_everything() -> None:
    assert kept(cms="", **{"class": ""}) == [change.address for change in diff(BEFORE, AFTER)]


def test_what_was_held_before_reaches_too() -> None:
    after = edited(kite={"cms": (), "name": "kite_hue"})
    found = fitting(diff(BEFORE, after), Extents(BEFORE, after), {"cms": "lake"})
    assert {change.kind for change in found} == {"mapping", "renamed"}


def test_groups_are_the_objects_in_their_order_then_the_rest() -> None:
    gone = replace(BEFORE, objects=(*BEFORE.objects, DataObject("x_string", (Item("STRI001A", "string_length"),))))
    groups = grouped(diff(gone, AFTER), Extents(gone, AFTER))
    assert [(group.title, group.name) for group in groups] == [
        ("Kite", "x_kite"),
        ("The tail", "x_tail"),
        ("String", "x_string"),
        ("Relationships", ""),
        ("Code lists", ""),
        ("Settings", ""),
    ]
    assert sum(len(group.changes) for group in groups) == len(diff(gone, AFTER))


def test_item_that_moved_is_told_where_it_is_now() -> None:
    after = replace(BEFORE, objects=(DataObject("x_kite", (KITE, TAIL)),))
    found = {
        change.kind: group.name
        for group in grouped(diff(BEFORE, after), Extents(BEFORE, after))
        for change in group.changes
    }
    assert found == {"removed": "x_tail", "moved": "x_kite"}


def test_known_values_are_those_of_the_registry_then_what_items_name() -> None:
    assert known_values("return", BEFORE, AFTER) == {"KC": "Kite census", "ODD": "ODD"}
    assert list(known_values("object", BEFORE).values()) == ["Kite", "The tail"]


def test_unknown_value_is_refused_with_the_known_ones() -> None:
    (fault,) = unknown_values({"return": "<b>", "cms": "lake", "class": ""}, BEFORE, AFTER)
    assert (fault.name, fault.message) == ("return", "There is no return '<b>' here. Known are: KC, ODD.")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<img src=x onerror=alert(1)>", r"\<img src=x onerror=alert(1)\>"),
        ("[here](javascript:x)", r"\[here\](javascript:x)"),
        ("*a* _b_ `c` ~~d~~ &amp; x|y $z$ \\", r"\*a\* \_b\_ \`c\` \~\~d\~\~ \&amp; x\|y \$z\$ \\"),
        ("# one\r\n- two\u2028> three", r"# one<br>- two<br>\> three"),
    ],
)
def test_text_is_no_markup_in_markdown(text: str, told: str) -> None:
    assert escaped(text) == told
