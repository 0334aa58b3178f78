"""Items on their way out: in words, in the order in which they go, and by what takes their place."""

from __future__ import annotations

import pytest

from specs_app.document.deprecation import in_short, on_their_way_out
from specs_app.document.types import DataObject, Deprecation, Document, Item
from specs_app.publishing.filters import ordered


def going(reference: str, **said: str) -> Item:
    return Item(reference, reference.lower(), deprecated=Deprecation(**said))


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (None, ""),
        (Deprecation(), "Deprecated"),
        (Deprecation(since="1.0"), "Deprecated"),
        (Deprecation(remove_in="2.0.0"), "Deprecated: goes in 2.0.0"),
        (Deprecation(replaced_by="A2"), "Deprecated: use A2"),
        (Deprecation("1.0", "A2", "2.0.0"), "Deprecated: goes in 2.0.0, use A2"),
    ],
)
def test_tag_says_when_it_goes_and_what_to_use(entry: Deprecation | None, words: str) -> None:
    assert in_short(entry) == words


def test_item_that_goes_first_comes_first() -> None:
    items = (
        Item("S", "stays"),
        going("NEVER"),
        going("SOME", remove_in="some day"),
        going("TEN", remove_in="10.0"),
        going("TWO_ONE", remove_in="2.0.1"),
        going("TWO", remove_in="2.0"),
    )
    home = DataObject("x_a", items)
    found = [item.item_ref for _, item in ordered([(home, item) for item in items], "remove_in")]
    assert found == ["TWO", "TWO_ONE", "TEN", "SOME", "NEVER", "S"]


def test_document_knows_which_items_a_reference_replaces() -> None:
    old, other, new = going("A1", replaced_by="A3"), going("A2", replaced_by="A3"), Item("A3", "new")
    home = DataObject("x_a", (old, other, new))
    document = Document(objects=(home,))
    assert document.replaced_by == {"A3": ((home, old), (home, other))}
    assert on_their_way_out(document) == 2
