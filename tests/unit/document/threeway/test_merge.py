"""Documents put together: names, orders, metadata, foreign keys, and the proof itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from specs_app.document.threeway import Choices, Merged, merge, unproved
from specs_app.document.threeway.metadata import united
from specs_app.document.threeway.names import Three
from specs_app.document.types import Category, CategoryValue, DataObject, Document, Item, Relationship

KITE, TAIL = Item("KITE001A", "kite_id", description="Base"), Item("KITE002A", "kite_tail")
OBJECT = DataObject("x_kite", (KITE, TAIL))
CODES = Category("colour", (CategoryValue("1", "Red"), CategoryValue("2", "Blue"), CategoryValue("3", "Green")))
BASE = Document(objects=(OBJECT, DataObject("x_line", (Item("LINE001A", "line_id"),))), categories=(CODES,))


def with_items(*items: Item, name: str = "x_kite") -> Document:
    return replace(BASE, objects=(DataObject(name, items), BASE.objects[1]))


def proved(theirs: Document, ours: Document, choices: Choices | None = None) -> Merged:
    made = merge(BASE, theirs, ours, choices)
    assert unproved(made, Three(BASE, theirs, ours), made.document) == []
    return made


def test_a_renamed_object_takes_what_the_other_side_put_into_it() -> None:
    new = Item("KITE003A", "kite_new")
    made = proved(with_items(KITE, new, TAIL), with_items(KITE, TAIL, name="x_dragon"))
    assert [item.item_ref for item in made.document.object_by_name["x_dragon"].items] == [
        "KITE001A",
        "KITE003A",
        "KITE002A",
    ]
    assert "x_kite" not in made.document.object_by_name


def test_a_foreign_key_follows_the_name_that_the_other_side_gave() -> None:
    link = Relationship("x_kite", "kite_id", "x_line", "line_id")
    theirs = replace(BASE, relationships=(link,))
    made = proved(theirs, with_items(replace(KITE, name="kite_key"), TAIL))
    assert made.document.relationships == (replace(link, parent_item="kite_key"),)


def test_a_removed_item_meets_what_the_other_side_says_of_it() -> None:
    for ours in (with_items(replace(KITE, name="kite_key"), TAIL), with_items(replace(KITE, guidance="New"), TAIL)):
        (met,) = merge(BASE, with_items(TAIL), ours).meetings
        assert (met.address, met.field, met.theirs) == ("items/KITE001A", "", None)
        assert "KITE001A" not in proved(with_items(TAIL), ours, {met.key: "theirs"}).document.item_by_ref
        assert "KITE001A" in proved(with_items(TAIL), ours, {met.key: "ours"}).document.item_by_ref


def test_a_removed_item_meets_a_foreign_key_that_was_put_on_it() -> None:
    ours = replace(BASE, relationships=(Relationship("x_line", "line_id", "x_kite", "kite_tail"),))
    (met,) = merge(BASE, with_items(KITE), ours).meetings
    assert (met.address, met.ours["foreign_key"]) == ("items/KITE002A", ["x_line.line_id"])
    assert proved(with_items(KITE), ours, {met.key: "theirs"}).document.relationships == ()


def test_an_object_that_one_side_took_away_meets_what_was_put_into_it() -> None:
    theirs = replace(BASE, objects=BASE.objects[1:])
    meetings = merge(BASE, theirs, with_items(KITE, TAIL, Item("KITE003A", "kite_new"))).meetings
    assert [met.address for met in meetings] == ["objects/x_kite"]


def test_one_order_stands_and_two_meet() -> None:
    one, two, three = CODES.values
    theirs = replace(BASE, categories=(replace(CODES, values=(three, one, two)),))
    added = replace(BASE, categories=(replace(CODES, values=(one, CategoryValue("9"), two, three)),))
    codes = proved(theirs, added).document.category_by_name["colour"].values
    assert [code.value for code in codes] == ["3", "1", "9", "2"]
    other = replace(BASE, categories=(replace(CODES, values=(two, one, three)),))
    (met,) = merge(BASE, theirs, other).meetings
    assert (met.address, met.field, met.theirs) == ("categories/colour", "order", ["3", "1", "2"])
    settled = proved(theirs, other, {met.key: "ours"}).document.category_by_name["colour"].values
    assert settled == (two, one, three)


def test_what_takes_the_place_of_a_code_is_apart_from_its_other_keys() -> None:
    one, *others = CODES.values
    said = [("replaced_by", "2"), ("replaced_by", "3"), ("colour", "blue")]
    sides = [replace(BASE, categories=(replace(CODES, values=(replace(one, extra=(key,)), *others)),)) for key in said]
    merged = proved(sides[0], sides[2]).document.category_by_name["colour"].values[0]
    assert dict(merged.extra) == {"replaced_by": "2", "colour": "blue"}
    (met,) = merge(BASE, sides[0], sides[1]).meetings
    assert (met.address, met.field, met.theirs, met.ours) == ("categories/colour/1", "replaced_by", "2", "3")


def test_names_that_both_gave_are_asked_for() -> None:
    (met,) = merge(BASE, with_items(KITE, TAIL, name="x_a"), with_items(KITE, TAIL, name="x_b")).meetings
    assert (met.address, met.field, met.theirs, met.ours) == ("objects/x_kite", "name", "x_a", "x_b")


def test_a_list_whose_last_code_is_taken_out_is_the_same_list() -> None:
    one = replace(BASE, categories=(Category("colour", (CategoryValue("1", "Red"),)),))
    none = replace(BASE, categories=(Category("colour"),))
    for three in (Three(one, none, one), Three(one, one, none)):
        made = merge(three.base, three.theirs, three.ours)
        assert (made.meetings, made.document, unproved(made, three, made.document)) == ((), none, [])


def test_choice_is_good_for_what_it_was_made_on_alone() -> None:
    theirs, ours = (
        with_items(replace(KITE, description="Theirs"), TAIL),
        with_items(replace(KITE, description="Ours"), TAIL),
    )
    (met,) = merge(BASE, theirs, ours).meetings
    assert proved(theirs, ours, {met.key: "theirs"}).document.item_by_ref["KITE001A"][1].description == "Theirs"
    later = with_items(replace(KITE, description="Ours, anew"), TAIL)
    assert merge(BASE, theirs, later, {met.key: "theirs"}).meetings


@pytest.mark.parametrize(
    "wrong",
    [
        BASE,
        with_items(replace(KITE, description="Theirs"), TAIL),
        with_items(replace(KITE, description="Theirs", guidance="Ours", type="int"), TAIL),
        with_items(TAIL, replace(KITE, description="Theirs", guidance="Ours")),
        with_items(replace(KITE, description="Theirs", guidance="Ours")),
    ],
)
def test_what_is_lost_or_added_is_no_merge(wrong: Document) -> None:
    theirs, ours = (
        with_items(replace(KITE, description="Theirs"), TAIL),
        with_items(replace(KITE, guidance="Ours"), TAIL),
    )
    made = proved(theirs, ours)
    assert unproved(made, Three(BASE, theirs, ours), wrong)


def test_metadata_is_that_of_the_later_change_and_counts_both() -> None:
    base = (("release", "2026-01-01"), ("versions_count", "3"))
    theirs = (("release", "2026-03-01"), ("versions_count", "4"), ("theirs", "a"))
    ours = (("release", "2026-02-01"), ("versions_count", "5"), ("ours", "b"))
    assert dict(united(base, theirs, ours)) == {
        "release": "2026-03-01",
        "versions_count": "6",
        "theirs": "a",
        "ours": "b",
    }
    assert united(base, base, ours) == ours
    assert united(base, theirs, base) == theirs
