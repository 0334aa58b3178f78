"""Keys of stored records have one order, that of the document's own."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specs_app.document.record_order import ANYWHERE, RECORDS, in_order

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=5),
    max_leaves=20,
)


def shuffled(value: Any, draw: st.DrawFn) -> Any:
    if isinstance(value, dict):
        return {key: shuffled(value[key], draw) for key in draw(st.permutations(sorted(value)))}
    return [shuffled(one, draw) for one in value] if isinstance(value, list) else value


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Any, Any]:
    value = draw(JSON)
    return value, shuffled(value, draw)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_record_keeps_the_order_of_its_class(record: Any) -> None:
    names = ["object", *(field.name for field in fields(record) if field.name not in ANYWHERE | {"object"})]
    assert list(in_order(dict.fromkeys(reversed(names)))) == names


@given(pairs())
def test_order_is_the_same_however_it_was_kept(pair: tuple[Any, Any]) -> None:
    one, other = map(in_order, pair)
    assert repr(one) == repr(other)
    assert one == pair[0]
