"""What a mapping says: paths, expressions, and everything that only looks like one."""

from __future__ import annotations

import pytest
from sqlglot import exp

from specs_app.document.extract_settings import ScriptParameter
from specs_app.document.types import CmsMapping
from specs_app.sql.dialects import DIALECTS
from specs_app.sql.dialects.base import Dialect
from specs_app.sql.dialects.oracle import DIALECT as ORACLE
from specs_app.sql.dialects.postgres import DIALECT as POSTGRES
from specs_app.sql.dialects.tsql import DIALECT as TSQL
from specs_app.sql.parameters import values_of
from specs_app.sql.sources import ColumnSource, NotKnown, SourceWords, source_of

OWN = frozenset({"ssd_person"})
PARAMETERS = (
    ScriptParameter("years", "integer", "5"),
    ScriptParameter("since", "date", "2020-02-01"),
    ScriptParameter("words", "text", "it's"),
)
VALUES = values_of(PARAMETERS, {"years": "6", "unheard": "of"})
WORDS = SourceWords(TSQL, OWN)


#: How a table and a column are read that a mapping writes as `Person.Id`, by dialect.
UNQUOTED = {
    "tsql": ColumnSource(("[Person]",), "Person.Id", "[Id]"),
    "postgres": ColumnSource(('"person"',), "Person.Id", '"id"'),
    "oracle": ColumnSource(('"PERSON"',), "Person.Id", '"ID"'),
}


def read(written: str, dialect: Dialect = TSQL, native: str = "tsql") -> ColumnSource | NotKnown:
    return source_of(CmsMapping("x", source=written), SourceWords(dialect, OWN, native, VALUES))


@pytest.mark.parametrize(
    ("written", "table", "value"),
    [
        ("DIM_PERSON.PERSON_ID", "[DIM_PERSON]", "src.[PERSON_ID]"),
        ("dbo.PERSON.ID", "[dbo].[PERSON]", "src.[ID]"),
        ("live.dbo.PERSON.ID", "[live].[dbo].[PERSON]", "src.[ID]"),
        ("CONTACTS. SEEN_ON", "[CONTACTS]", "src.[SEEN_ON]"),
        ("[odd name].[col]]umn]", "[odd name]", "src.[col]]umn]"),
        ('"T"."two words"', "[T]", "src.[two words]"),
        ("CONCAT(W.A, ' ', W.B)", "[W]", "(CONCAT(src.[A], ' ', src.[B]))"),
        ("W.A + W.B", "[W]", "(src.[A] + src.[B])"),
        ("CASE WHEN dbo.W.A = 'x' THEN dbo.W.B END", "[dbo].[W]", "(CASE WHEN src.[A] = 'x' THEN src.[B] END)"),
    ],
)
def test_source_is_read(written: str, table: str, value: str) -> None:
    found = read(written)
    assert isinstance(found, ColumnSource)
    assert (found.tables, found.value(TSQL), found.written) == ((table,), value, written)


@pytest.mark.parametrize(
    "written",
    [
        *("0", "#N/A", "NA", "Not held", "Placeholder", "placeholder_table.placeholder_field", "T.unknown_field_name"),
        *("COLUMN_ALONE", "'text'", "NULL", "1 + 1", "W.*", "W.A ??", "W.A (INT)", "W.A, W.B", "W.A OR W.B", "W.A = 1"),
        *("W.A FROM W", "W.A AS B", "W.A -- note", "W.A /* note", "W.A where W.B = 1", "(SELECT W.A)", "evil(W.A)"),
        *("W.A); DROP TABLE people; --", "W.A; SELECT 1", "ssd_person.pers_id", "dbo.SSD_PERSON.pers_id", "W.A\x00"),
        *(
            "COUNT(W.A)",
            "CURRENT_USER",
            "W.A OVER ()",
            "Derived from W.A",
            "((((",
            "a.b.c.d.e",
            "W.A" + " + W.A" * 1000,
        ),
    ],
)
@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS)
def test_what_is_no_source_is_not_known(written: str, dialect: Dialect) -> None:
    assert isinstance(read(written, dialect, dialect.key), NotKnown)


def test_columns_of_several_tables_are_read_by_what_these_are_called() -> None:
    found = read("COALESCE(A.X, b.A.X)")
    assert isinstance(found, ColumnSource)
    assert found.tables == ("[A]", "[b].[A]")
    assert found.value(TSQL, {"[a]": "src", "[b].[a]": "src2"}) == "(COALESCE(src.[X], src2.[X]))"


@pytest.mark.parametrize(("dialect", "text"), [(TSQL, "N'it''s'"), (POSTGRES, "'it''s'"), (ORACLE, "'it''s'")])
def test_a_parameter_becomes_the_literal_of_its_value(dialect: Dialect, text: str) -> None:
    number, day, words = (read(f"COALESCE(W.A, :{name})", dialect) for name in ("years", "since", "words"))
    assert [isinstance(found, ColumnSource) for found in (number, day, words)] == [True] * 3
    values = [found.value(dialect) for found in (number, day, words) if isinstance(found, ColumnSource)]
    assert values[0].endswith(", 6))")
    assert "'2020-02-01'" in values[1]
    assert values[2].endswith(f", {text}))")


def test_a_parameter_that_is_not_declared_or_does_not_fit_is_no_value() -> None:
    assert read("COALESCE(W.A, :other)") == NotKnown("the parameter :other is not declared")
    wrong = values_of(PARAMETERS, {"years": "6; DROP TABLE people"})
    found = source_of(CmsMapping("x", source="W.A + :years"), SourceWords(TSQL, values=wrong))
    assert found == NotKnown("the value of :years is not a whole number")


def test_a_colon_in_a_text_is_no_parameter() -> None:
    found = read("COALESCE(W.A, 'a :years')")
    assert isinstance(found, ColumnSource)
    assert found.value(TSQL) == "(COALESCE(src.[A], 'a :years'))"


def test_unquoted_names_mean_what_the_server_takes_them_for() -> None:
    assert {key: read("Person.Id", dialect) for key, dialect in DIALECTS.items()} == UNQUOTED


def test_quoted_names_keep_their_case_in_postgresql() -> None:
    assert read('"DIM_PERSON".[ID]', POSTGRES) == ColumnSource(('"DIM_PERSON"',), '"DIM_PERSON".[ID]', '"ID"')


def test_quoted_names_keep_their_case_in_oracle_and_hold_no_mark() -> None:
    assert read("[person].id", ORACLE) == ColumnSource(('"person"',), "[person].id", '"ID"')
    assert isinstance(read("""[per"son].id""", ORACLE), NotKnown)


def test_texts_are_joined_by_strokes_in_oracle() -> None:
    alike = [key for key, dialect in DIALECTS.items() if exp.Concat not in dialect.unlike]
    assert "tsql" in alike
    for native in alike:
        found = read("CONCAT(w.a, ' ', w.b)", ORACLE, native)
        assert isinstance(found, ColumnSource)
        assert found.value(ORACLE) == """(src."A" || ' ' || src."B")"""
    nested = read("UPPER(CONCAT(w.a, CONCAT(w.b, w.a + 1)))", ORACLE, "oracle")
    assert isinstance(nested, ColumnSource)
    assert nested.value(ORACLE) == """(UPPER((src."A" || (src."B" || (src."A" + 1)))))"""


@pytest.mark.parametrize("written", ["w.a || w.b", "COALESCE(w.a, '')", "CASE WHEN w.a = '' THEN w.b END"])
def test_empty_text_does_not_move_to_or_from_oracle(written: str) -> None:
    assert isinstance(read(written, ORACLE, "oracle"), ColumnSource)
    assert isinstance(read(written, ORACLE, "postgres"), NotKnown)
    assert isinstance(read(written, POSTGRES, "oracle"), NotKnown)


def test_another_database_cannot_be_read_from_postgresql() -> None:
    assert isinstance(read("live.dbo.PERSON.ID", POSTGRES), NotKnown)


def test_expression_of_another_dialect_is_taken_only_where_it_means_the_same() -> None:
    assert isinstance(read("ISNULL(W.A, '')", POSTGRES), ColumnSource)
    for written in ("W.A + W.B", "TRY_CAST(W.A AS INT)", "LEN(W.A)", "CAST(W.A AS NVARCHAR(MAX))"):
        assert isinstance(read(written), ColumnSource)
        assert isinstance(read(written, POSTGRES), NotKnown)


def test_table_and_field_are_a_source_where_they_name_no_own_table() -> None:
    outside = CmsMapping("x", table="dbo.PERSON", field="ID")
    assert source_of(outside, WORDS) == ColumnSource(("[dbo].[PERSON]",), "dbo.PERSON.ID", "[ID]")
    assert isinstance(source_of(CmsMapping("x", table="ssd_person", field="pers_id"), WORDS), NotKnown)


def test_note_is_told_where_nothing_else_is_known() -> None:
    assert source_of(CmsMapping("x", note="Not held"), WORDS) == NotKnown("not known: Not held")
    assert source_of(None, WORDS) == NotKnown("not mapped")
