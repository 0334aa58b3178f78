"""Lines that the clients which run scripts take for orders, though they stand within quotes: no body and no mapping has them."""

from __future__ import annotations

import pytest

from specs_app.sql.body_reading import body_reading
from specs_app.sql.dialects import DIALECTS
from specs_app.sql.sources import ColumnSource, SourceWords, read_source

TORN = {
    "oracle": (
        "SELECT 'x;\nDROP TABLE children;\n' AS a FROM t",
        "SELECT 'x\n/\nDROP TABLE children;\n' AS a FROM t",
        "SELECT 'x\n#HOST del\n' AS a FROM t",
        "SELECT 'x\r\rDROP TABLE children;' AS a FROM t",
        'SELECT "y;\nDROP TABLE children;\n".a FROM t "y;\nDROP TABLE children;\n"',
    ),
    "tsql": (
        "SELECT 'x\nGO\nDROP TABLE children\nGO\n' AS a FROM t",
        "SELECT 'x\rGO\rDROP TABLE children\rGO\r' AS a FROM t",
        "SELECT 'x\nEXIT(DROP TABLE children)\n' AS a FROM t",
        "SELECT 'x\n:!! del\n' AS a FROM t",
        "SELECT t.a FROM t ORDER BY GO",
    ),
}


@pytest.mark.parametrize(("dialect", "sql"), [(dialect, sql) for dialect, bodies in TORN.items() for sql in bodies])
def test_body_that_clients_would_tear_is_refused(dialect: str, sql: str) -> None:
    reading = body_reading(sql, dialect)
    assert reading.query is None
    assert "line" in reading.faults[0].message


def test_texts_over_lines_stay_where_clients_read_quotes() -> None:
    assert body_reading("SELECT 'x;\nDROP TABLE children;\n' AS a FROM t", "postgres").query is not None
    assert body_reading("SELECT 'x\ny' AS a FROM t", "tsql").query is not None
    assert body_reading("SELECT t.a AS go, t.exit AS b\nFROM t", "tsql").query is not None


@pytest.mark.parametrize("dialect", DIALECTS)
def test_mapping_has_no_text_over_lines(dialect: str) -> None:
    words = SourceWords(DIALECTS[dialect], native=dialect)
    torn = "CASE WHEN people.town = 'x;\nDROP TABLE children;\n' THEN people.town END"
    assert not isinstance(read_source(torn, words), ColumnSource)
    assert isinstance(read_source("CASE WHEN people.town = 'x'\nTHEN people.town END", words), ColumnSource)


def test_text_that_a_client_would_replace_is_refused_with_its_line() -> None:
    (fault,) = body_reading("SELECT 1 AS a,\n'$(USERNAME)' AS b", "tsql").faults
    assert fault.text.startswith("Line 2: This holds $(, which clients of SQL Server")
    assert body_reading("SELECT 1 AS a,\n'$' + '(x)' AS b", "tsql").query is not None
