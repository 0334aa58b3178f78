"""Code lists under other names."""

from dataclasses import replace

import pytest

from specs_app.document.describe import describe
from specs_app.document.diff import diff
from specs_app.document.types import Category, CategoryValue, Document, Item
from tests.unit.document.test_diff import ITEM, OTHERS, document, only

CODES = (CategoryValue("1", "Red"), CategoryValue("2", "Blue"))
COLOURED = replace(OTHERS[0], category="colour")


def with_list(name: str, *codes: CategoryValue, used: str = "") -> Document:
    """The kites with one code list; an item takes its codes from the list ``used``."""
    return document(ITEM, replace(OTHERS[0], category=used), OTHERS[1], categories=(Category(name, codes),))


@pytest.mark.parametrize("users", [("colour", "shade"), ("", "")], ids=["used", "unused"])
def test_renamed_code_list_is_one_change_and_its_items_follow(users: tuple[str, str]) -> None:
    before, after = with_list("colour", *CODES, used=users[0]), with_list("shade", *CODES, used=users[1])
    change = only(before, after)
    assert (change.kind, change.address, change.field) == ("renamed", "categories/shade", "name")
    assert (change.before, change.after, change.change_class) == ("colour", "shade", "breaking")
    assert describe(change) == "Code list shade renamed from colour to shade"


def test_code_list_renamed_and_changed_at_once_is_still_renamed() -> None:
    before = with_list("colour", *CODES, used="colour")
    after = with_list("shade", replace(CODES[0], description="Crimson"), CategoryValue("3"), used="shade")
    assert [(change.kind, change.address) for change in diff(before, after)] == [
        ("renamed", "categories/shade"),
        ("code_redefined", "categories/shade/1"),
        ("code_removed", "categories/shade/2"),
        ("code_added", "categories/shade/3"),
    ]


def test_item_that_takes_its_codes_elsewhere_is_told_beside_the_renamed_list() -> None:
    owl = Item("KITE004A", "kite_mate", category="colour")
    before = document(COLOURED, owl, categories=(Category("colour", CODES),))
    items = (replace(COLOURED, category="shade"), replace(owl, category=""))
    after = document(*items, categories=(Category("shade", CODES),))
    assert [(change.kind, change.before, change.after) for change in diff(before, after)] == [
        ("category", "colour", ""),
        ("renamed", "colour", "shade"),
    ]


def test_list_that_none_of_the_former_users_takes_is_another_one() -> None:
    before, after = with_list("colour", *CODES, used="colour"), with_list("shade", *CODES)
    assert [change.kind for change in diff(before, after)] == ["category", "removed", "added"]
