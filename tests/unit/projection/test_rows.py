"""Which parts of two documents need no comparison of their rows."""

from dataclasses import replace

import pytest

from specs_app.document.types import Category, DataObject, Document, Item, Settings
from specs_app.projection.rows import rows_of, shared

ONE = DataObject("ysd_one", (Item("ONE001A", "one"),))
TWO = DataObject("ysd_two", (Item("TWO001A", "two"),))
LIST = Category("sex")
BEFORE = Document(Settings(title="Demo"), (ONE, TWO), (LIST,))


def test_shared_are_the_very_same_parts_in_the_same_place() -> None:
    changed = replace(TWO, items=(Item("TWO001A", "other"),))
    after = replace(BEFORE, objects=(ONE, changed))
    assert shared(BEFORE, after) == {id(ONE), id(LIST)}
    assert [len(rows) for rows in rows_of(after, shared(BEFORE, after)).values() if rows] == [1, 1]


@pytest.mark.parametrize(
    "after",
    [
        replace(BEFORE, settings=Settings(title="Other")),
        replace(BEFORE, objects=(TWO, ONE), categories=()),
        replace(BEFORE, objects=(ONE, DataObject("ysd_three", (Item("ONE001A", "twice"),)))),
        replace(BEFORE, objects=(ONE, TWO, DataObject("ysd_one"))),
        replace(BEFORE, categories=(LIST, Category("sex"))),
    ],
    ids=["settings differ", "moved", "reference twice", "object twice", "code list twice"],
)
def test_nothing_is_shared_where(after: Document) -> None:
    assert shared(BEFORE, after) == frozenset()
    assert shared(after, BEFORE) == frozenset()
