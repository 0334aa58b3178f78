"""What two documents differ in, and how grave it is."""

from dataclasses import replace
from typing import Any

import pytest

from specs_app.document.describe import describe
from specs_app.document.diff import Change, classify, diff
from specs_app.document.types import (
    DEFAULT_RULES,
    Category,
    CategoryValue,
    Cms,
    CmsMapping,
    DataObject,
    Document,
    Item,
    Layout,
    Relationship,
    Return,
    ReturnMapping,
    Settings,
    Term,
)
from specs_app.document.validation import DataType, Validator

ITEM = Item(
    "KITE001A", "kite_id", type="nvarchar", max_field_size="48", guidance="Old words", cms=(CmsMapping("alpha"),)
)
OTHERS = (Item("KITE002A", "kite_colour"), Item("KITE003A", "kite_tail"))


def document(*items: Item, **parts: Any) -> Document:
    return Document(objects=(DataObject("x_kite", items or (ITEM, *OTHERS)),), **parts)


def only(before: Document, after: Document) -> Change:
    (change,) = diff(before, after)
    return change


@pytest.mark.parametrize(
    ("values", "kind", "change_class"),
    [
        ({"guidance": "New words"}, "wording", "editorial"),
        ({"name": "kite_number"}, "renamed", "breaking"),
        ({"max_field_size": "100"}, "size", "compatible"),
        ({"max_field_size": "20"}, "size", "breaking"),
        ({"max_field_size": "MAX"}, "size", "compatible"),
        ({"type": "nchar"}, "type", "breaking"),
        ({"type": "NVARCHAR"}, "type", "compatible"),
        ({"type": "int"}, "type", "breaking"),
        ({"required": True}, "required", "breaking"),
        ({"primary_key": True}, "key", "breaking"),
        ({"category": "colour"}, "category", "breaking"),
        ({"returns": ("CIN",)}, "return", "compatible"),
        ({"cms": ()}, "mapping", "breaking"),
        ({"cms": (CmsMapping("alpha", source="T.C"),)}, "mapping", "compatible"),
        ({"status": "R"}, "status", "compatible"),
        ({"sensitivity": "personal"}, "sensitivity", "compatible"),
    ],
)
def test_item_field_changed_is_named_and_classed(values: dict[str, Any], kind: str, change_class: str) -> None:
    change = only(document(), document(replace(ITEM, **values), *OTHERS))
    assert (change.kind, change.address, change.change_class) == (kind, "items/KITE001A", change_class)
    assert Change.from_dict(change.as_dict()) == change
    assert "KITE001A" in describe(change)


PLACE = ReturnMapping("CIN", "Part 1", "tail")


@pytest.mark.parametrize(
    ("before", "after", "change_class"),
    [
        ({"domains": ("sky", "sea")}, {"domains": ("sky",)}, "breaking"),
        ({"domains": ("sky",)}, {"domains": ("sky", "sea")}, "compatible"),
        ({"sensitivity": "personal"}, {"sensitivity": "none"}, "breaking"),
        ({"sensitivity": "special_category"}, {"sensitivity": "personal"}, "breaking"),
        ({"sensitivity": "identifier"}, {"sensitivity": ""}, "breaking"),
        ({"sensitivity": "personal"}, {"sensitivity": "special_category"}, "compatible"),
        ({"sensitivity": ""}, {"sensitivity": "none"}, "compatible"),
        ({"returns_map": (PLACE,)}, {}, "breaking"),
        ({"returns_map": (PLACE,)}, {"returns_map": (replace(PLACE, section="Part 2"),)}, "breaking"),
        ({"returns_map": (PLACE, replace(PLACE, reference="wing"))}, {"returns_map": (PLACE,)}, "breaking"),
        ({"returns_map": (PLACE,)}, {"returns_map": (replace(PLACE, mark="Y"),)}, "compatible"),
        ({"returns_map": (PLACE,)}, {"returns_map": (PLACE, replace(PLACE, reference="wing"))}, "compatible"),
        ({}, {"returns_map": (PLACE,)}, "compatible"),
    ],
)
def test_what_is_taken_from_an_item_breaks_and_what_is_added_does_not(
    before: dict[str, Any], after: dict[str, Any], change_class: str
) -> None:
    old, new = (replace(ITEM, **{"domains": (), **values}) for values in (before, after))
    assert only(document(old), document(new)).change_class == change_class


@pytest.mark.parametrize("registry", ["domains", "statuses", "cms", "returns"])
def test_order_of_a_registry_is_named(registry: str) -> None:
    kind = {"cms": Cms, "returns": Return}.get(registry, Term)
    one, two, new = (kind(key, key) for key in ("one", "two", "new"))
    base, turned, grown = (
        document(settings=Settings(**{registry: entries})) for entries in ((one, two), (two, one), (new, one, two))
    )
    change = only(base, turned)
    assert (change.kind, change.field, change.change_class) == ("moved", "order", "editorial")
    assert change.address.startswith(f"settings/{registry}/")
    assert "moved" in describe(change)
    assert only(base, grown).address == f"settings/{registry}/new"


def test_required_dropped_only_widens() -> None:
    assert only(document(replace(ITEM, required=True)), document(ITEM)).change_class == "compatible"


def test_metadata_is_no_difference() -> None:
    assert diff(document(), document(replace(ITEM, metadata=(("change_id", "KIT-0001"),)), *OTHERS)) == ()


def test_item_added_breaks_only_where_it_demands() -> None:
    new = Item("KITE004A", "kite_string")
    assert only(document(), document(ITEM, *OTHERS, new)).change_class == "compatible"
    assert only(document(), document(ITEM, *OTHERS, replace(new, required=True))).change_class == "breaking"


def test_item_removed_breaks() -> None:
    change = only(document(), document(ITEM, OTHERS[0]))
    assert (change.kind, change.address, change.change_class) == ("removed", "items/KITE003A", "breaking")


def test_one_item_put_elsewhere_is_one_move() -> None:
    change = only(document(), document(OTHERS[1], ITEM, OTHERS[0]))
    assert (change.kind, change.address, change.change_class) == ("moved", "items/KITE003A", "editorial")


def test_object_with_the_same_references_is_renamed() -> None:
    before = document()
    change = only(before, Document(objects=(DataObject("x_hawk", before.objects[0].items),)))
    assert (change.kind, change.before, change.after) == ("renamed", "x_kite", "x_hawk")


def test_new_object_with_keys_is_compatible() -> None:
    after = document()
    after = replace(after, objects=(*after.objects, DataObject("x_owl", (Item("OWLX001A", "id", primary_key=True),))))
    changes = diff(document(), after)
    assert [change.address for change in changes] == ["objects/x_owl", "items/OWLX001A"]
    assert classify(changes) == "compatible"


@pytest.mark.parametrize(
    ("values", "kinds", "change_class"),
    [
        ((CategoryValue("1", "Red"), CategoryValue("2", "Blue")), ["code_added"], "compatible"),
        ((), ["code_removed"], "breaking"),
        ((CategoryValue("1", "Crimson"),), ["code_redefined"], "breaking"),
        ((CategoryValue("01", "Red"),), ["code_removed", "code_added"], "breaking"),
        ((CategoryValue("1", "Red", valid_to="2026-01-01"),), ["code_dates"], "breaking"),
        ((CategoryValue("1", "Red", extra=(("replaced_by", "2"),)),), ["other"], "compatible"),
    ],
)
def test_codes_are_compared_by_their_text(
    values: tuple[CategoryValue, ...], kinds: list[str], change_class: str
) -> None:
    before = document(categories=(Category("colour", (CategoryValue("1", "Red"),)),))
    changes = diff(before, document(categories=(Category("colour", values),)))
    assert [change.kind for change in changes] == kinds
    assert classify(changes) == change_class


def test_relationship_breaks_unless_its_item_is_new() -> None:
    link = Relationship("x_kite", "kite_id", "x_kite", "kite_tail")
    assert only(document(), document(relationships=(link,))).change_class == "breaking"
    fresh = Item("KITE009A", "kite_twin")
    twin = replace(link, child_item="kite_twin")
    assert classify(diff(document(), document(ITEM, *OTHERS, fresh, relationships=(twin,)))) == "compatible"


def test_registry_entry_that_leaves_breaks() -> None:
    before = document(settings=Settings(domains=(Term("sky"),)))
    assert only(before, document()).change_class == "breaking"
    assert only(document(), before).change_class == "compatible"


def terms(*keys: str, title: str = "") -> tuple[Term, ...]:
    return tuple(Term(key, title) for key in keys)


STATED = Settings(
    cms=(Cms("alpha", "Alpha", "tsql"),),
    returns=(Return("CENSUS", "Census", terms("One", "Two")),),
    statuses=(Term("R", "Released"),),
    validators=(Validator("limit", "So many."),),
    datatypes=(DataType("year", extends="integer"),),
    rules=DEFAULT_RULES,
)


@pytest.mark.parametrize(
    ("changed", "change_class"),
    [
        ({"prefix": "NEW"}, "breaking"),
        ({"table_prefix": "new_"}, "breaking"),
        ({"layout": Layout(objects=("elsewhere",))}, "breaking"),
        ({"public_comments": True}, "breaking"),
        ({"rules": (replace(DEFAULT_RULES[0], approvals=1), *DEFAULT_RULES[1:])}, "breaking"),
        ({"rules": (*DEFAULT_RULES[:2], replace(DEFAULT_RULES[2], notice_days=30))}, "breaking"),
        ({"cms": ()}, "breaking"),
        ({"cms": (Cms("alpha", "Alpha", "postgres"),)}, "breaking"),
        ({"cms": (*STATED.cms, Cms("beta", "Beta"))}, "compatible"),
        ({"statuses": (Term("R", "Rejected"),)}, "breaking"),
        ({"statuses": (*STATED.statuses, Term("D", "Draft"))}, "compatible"),
        ({"returns": (Return("CENSUS", "Another census", terms("One", "Two")),)}, "breaking"),
        ({"returns": (Return("CENSUS", "Census", terms("One")),)}, "breaking"),
        ({"returns": (Return("CENSUS", "Census", terms("Two", "One")),)}, "breaking"),
        ({"returns": (Return("CENSUS", "Census", terms("One", "Half", "Two")),)}, "compatible"),
        ({"returns": (Return("CENSUS", "Census", terms("One", "Two", title="A title")),)}, "compatible"),
        ({"validators": (Validator("limit", "Another"),)}, "breaking"),
        ({"validators": (*STATED.validators, Validator("more"))}, "compatible"),
        ({"datatypes": ()}, "breaking"),
        ({"title": "Another title"}, "editorial"),
    ],
)
def test_settings_that_govern_or_give_meaning_break(changed: dict[str, Any], change_class: str) -> None:
    assert only(document(settings=STATED), document(settings=replace(STATED, **changed))).change_class == change_class


def test_no_changes_are_editorial() -> None:
    assert classify(()) == "editorial"
    assert diff(document(), document()) == ()


def test_object_renamed_and_changed_at_once_is_still_renamed() -> None:
    before = document()
    new = Item("KITE009A", "kite_twin")
    after = Document(objects=(DataObject("x_hawk", (ITEM, new, OTHERS[1])),))
    kinds = [(change.kind, change.address) for change in diff(before, after)]
    assert kinds == [("renamed", "objects/x_hawk"), ("removed", "items/KITE002A"), ("added", "items/KITE009A")]


def test_relationship_of_a_renamed_item_is_the_same_one() -> None:
    link = Relationship("x_kite", "kite_id", "x_kite", "kite_tail")
    before = document(relationships=(link,))
    after = document(replace(ITEM, name="kite_key"), *OTHERS, relationships=(replace(link, parent_item="kite_key"),))
    assert only(before, after).kind == "renamed"


def test_one_of_a_repeated_code_removed_is_editorial() -> None:
    twice, once = ((CategoryValue("1"),) * number for number in (2, 1))
    before, after = (document(categories=(Category("colour", values),)) for values in (twice, once))
    assert only(before, after).change_class == "editorial"


@pytest.mark.parametrize(
    ("before", "after", "change_class"),
    [
        ("int", "bigint", "compatible"),
        ("bigint", "int", "breaking"),
        ("int", "integer", "compatible"),
        ("nvarchar", "varchar", "breaking"),
        ("date", "datetime", "compatible"),
        ("datetime", "date", "breaking"),
        ("nchar", "nvarchar", "compatible"),
        ("nvarchar", "nchar", "breaking"),
        ("int", "nvarchar", "breaking"),
        ("strange", "stranger", "breaking"),
    ],
)
def test_type_changed_is_compatible_only_where_known_to_widen(before: str, after: str, change_class: str) -> None:
    old, new = (document(replace(ITEM, type=written), *OTHERS) for written in (before, after))
    assert only(old, new).change_class == change_class


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (("CIN", "CIN"), ("CIN",), (2, 1, "editorial", "Item KITE001A: return CIN named once instead of twice")),
        (("CIN", "CIN"), (), (True, False, "breaking", "Item KITE001A no longer feeds return CIN")),
    ],
)
def test_repeated_return_shows(before: tuple[str, ...], after: tuple[str, ...], told: tuple[object, ...]) -> None:
    pair = (document(replace(ITEM, returns=names), *OTHERS) for names in (before, after))
    change = only(*pair)
    assert (change.before, change.after, change.change_class, describe(change)) == told


def test_how_a_relationship_is_stated_shows() -> None:
    link = Relationship("x_kite", "kite_id", "x_kite", "kite_tail", listed=False, item_note="(as told)")
    changes = diff(document(relationships=(link,)), document(relationships=(replace(link, listed=True, item_note=""),)))
    assert [(change.kind, change.field, change.change_class) for change in changes] == [
        ("wording", "item_note", "editorial"),
        ("other", "listed", "compatible"),
    ]
    back = diff(document(relationships=(replace(link, listed=True),)), document(relationships=(link,)))
    assert [change.change_class for change in back] == ["breaking"]


def test_dangling_relationship_of_a_renamed_object_is_the_same_one() -> None:
    link = Relationship("x_kite", "gone", "x_kite", "kite_tail")
    before = document(relationships=(link,))
    after = Document(
        objects=(replace(before.objects[0], name="x_hawk"),),
        relationships=(replace(link, parent_object="x_hawk", child_object="x_hawk"),),
    )
    assert only(before, after).kind == "renamed"
