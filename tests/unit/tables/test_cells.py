"""Any value is one flat cell, and a list can be split again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from specs_app.tables.cells import as_text

CELLS = [
    (None, ""),
    (True, "true"),
    (12, "12"),
    ("a;b", "a;b"),
    (["a", "b"], "a;b"),
    (["a;b", "c"], "a,b;c"),
    ([None, "x"], ";x"),
    ([None, None], ""),
    ({"release": "2026-11-21", "versions": ["1", "2"]}, "release=2026-11-21;versions=1,2"),
    ([{"a": 1, "b": None}], "a=1,b="),
    (datetime(2026, 11, 21, 9, 30, tzinfo=UTC), "2026-11-21T09:30:00+00:00"),
]


@pytest.mark.parametrize(("value", "text"), CELLS)
def test_value_is_told_flat(value: object, text: str) -> None:
    assert as_text(value) == text
