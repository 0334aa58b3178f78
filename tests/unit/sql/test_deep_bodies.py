"""Bodies of which reading would take minutes are refused at once, and those as people write them are not."""

from __future__ import annotations

import pytest

from specs_app.document.extracts import parts_of
from specs_app.sql.body_reading import body_reading


@pytest.mark.parametrize("chain", [" OR t.a = 1" * 2_000, " AND NOT t.b IN (1)" * 2_000])
def test_endless_chain_is_refused(chain: str) -> None:
    sql = f"SELECT t.a AS a FROM t WHERE t.a = 0{chain}"
    reading = body_reading(sql, "tsql")
    assert reading.query is None
    assert "nested too deeply" in reading.faults[0].message
    assert not parts_of(sql, "tsql")


def test_long_lists_and_usual_chains_are_read() -> None:
    listed = ", ".join(map(str, range(3_000)))
    sql = f"SELECT t.a AS a FROM t WHERE t.a IN ({listed})" + " OR t.a = 1" * 200
    assert body_reading(sql, "tsql").query is not None
    assert parts_of(sql, "tsql")
