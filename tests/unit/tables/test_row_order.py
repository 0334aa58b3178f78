"""Rows in an order, and that keeping a table true grows with the table and no faster."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specs_app.document.types import DataObject, Document, Item
from specs_app.tables.raw_csv import RawRow
from specs_app.tables.row_order import RowOnItsWay, RowOrder
from specs_app.tables.wide_rows import followed, new_table

#: Of four times the objects, what is linear takes at most four times the steps, and what asks all for each takes more.
LINEAR = 4.2


@given(st.data())
def test_order_is_that_of_a_list(data: st.DataObject) -> None:
    rows = [RowOnItsWay(RawRow((str(number),), "\n", number), str(number)) for number in range(6)]
    order, listed = RowOrder.of(rows[:3]), rows[:3]
    for row in data.draw(st.lists(st.sampled_from(rows))):
        others = [other for other in listed if other is not row]
        order.take_out(row)
        assert [*order] == others
        other = data.draw(st.sampled_from([*others, None]))
        if other is None:
            order.put_last(row)
            listed = [*others, row]
        else:
            behind = data.draw(st.booleans())
            (order.put_behind if behind else order.put_before)(row, other)
            place = others.index(other) + behind
            listed = [*others[:place], row, *others[place:]]
        assert [found.ref for found in order] == [found.ref for found in listed]


def standard(objects: int, *, more: bool = False, backwards: bool = False) -> Document:
    """Objects of five items each; ``more`` has another behind the third of each, ``backwards`` the items of each turned round."""
    return Document(objects=tuple(_object(number, more, backwards) for number in range(objects)))


def _object(number: int, more: bool, backwards: bool) -> DataObject:
    places = [1, 2, 3, *([9] if more else []), 4, 5]
    items = [Item(f"KITE{number:03}{place}A", f"item_{place}", type="int") for place in places]
    return DataObject(f"kite_{number}", tuple(reversed(items) if backwards else items))


def steps(work: Callable[[], object]) -> int:
    """How often a function is called or goes on: the same in each run, whatever else the machine does."""
    counted = 0

    def count(_frame: FrameType, event: str, _: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    former = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(former)
    return counted


def keep(before: Document, after: Document) -> Callable[[], object]:
    table = new_table(before)
    return lambda: followed(table, before, after)


@pytest.mark.parametrize(
    "work",
    [
        lambda objects: keep(standard(objects), standard(objects)),
        lambda objects: keep(standard(objects), standard(objects, more=True)),
        lambda objects: keep(standard(objects, more=True), standard(objects)),
        lambda objects: keep(standard(objects), standard(objects, backwards=True)),
        lambda objects: lambda: new_table(standard(objects)),
    ],
    ids=["nothing", "new items", "items gone", "items moved", "a new table"],
)
def test_keeping_a_table_grows_with_it_alone(work: Callable[[int], Callable[[], object]]) -> None:
    one, four = (steps(work(objects)) for objects in (20, 80))
    assert four < LINEAR * one
