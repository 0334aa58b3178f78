"""Columns and their types, keys, names and the order of drops."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specs_app.document.types import DataObject, Document, Item
from specs_app.document.validation import DataType
from specs_app.sql.builder import checksum_of, generate
from specs_app.sql.comments import comment
from specs_app.sql.dialects import DIALECTS
from specs_app.sql.dialects.postgres import DIALECT as POSTGRES
from specs_app.sql.dialects.tsql import DIALECT as TSQL
from specs_app.sql.keys import ForeignKey, Namer, drop_order
from specs_app.sql.tables import column_type, columns_of, tables_of
from tests.sql_samples import DOCUMENT, EVIL, SETTINGS


#: A word of the specification, its size, and the type in each dialect, in the order of the registry.
@pytest.mark.parametrize(
    ("written", "size", "types"),
    [
        ("nvarchar", "48", ("NVARCHAR(48)", "varchar(48)", "NVARCHAR2(48)")),
        ("NVARCHAR", "MAX", ("NVARCHAR(MAX)", "text", "NCLOB")),
        ("nvarchar", "", ("NVARCHAR(MAX)", "text", "NCLOB")),
        ("nvarchar", "4001", ("NVARCHAR(MAX)", "varchar(4001)", "NCLOB")),
        ("NCHAR", "1", ("NCHAR(1)", "char(1)", "NCHAR(1)")),
        ("int", "4", ("INT", "integer", "NUMBER(10)")),
        ("bigint", "", ("BIGINT", "bigint", "NUMBER(19)")),
        ("float", "4", ("FLOAT", "double precision", "DOUBLE PRECISION")),
        ("Datetime", "", ("DATETIME", "timestamp", "TIMESTAMP")),
        ("date", "", ("DATE", "date", "DATE")),
        ("Bit", "1", ("BIT", "boolean", "NUMBER(1)")),
        ("BINARY", "32", ("BINARY(32)", "bytea", "RAW(32)")),
        ("money", "", ("DECIMAL(38, 10)", "numeric", "NUMBER")),
        ("geometry", "7", ("NVARCHAR(MAX)", "text", "NCLOB")),
        ("nvarchar", "-1", ("NVARCHAR(MAX)", "text", "NCLOB")),
        ("nvarchar", "٣", ("NVARCHAR(MAX)", "text", "NCLOB")),
        ("nvarchar", "9" * 30, ("NVARCHAR(MAX)", "text", "NCLOB")),
    ],
)
def test_type_is_written_as_the_dialect_has_it(written: str, size: str, types: tuple[str, ...]) -> None:
    item = Item("A1", "a", type=written, max_field_size=size)
    assert tuple(column_type(item, key) for key in DIALECTS) == types


def test_key_without_size_gets_a_type_that_can_be_indexed() -> None:
    assert column_type(Item("A1", "a", type="nvarchar", primary_key=True), "tsql") == "NVARCHAR(450)"
    assert column_type(Item("A1", "a", type="nvarchar"), "tsql", indexed=True) == "NVARCHAR(450)"
    assert (
        column_type(Item("A1", "a", type="nvarchar", primary_key=True, max_field_size="MAX"), "tsql") == "NVARCHAR(MAX)"
    )


def test_columns_for_pages_are_those_of_the_script() -> None:
    for key, dialect in DIALECTS.items():
        tables, _ = tables_of(DOCUMENT, dialect)
        assert [columns_of(DOCUMENT, entry, key) for entry in DOCUMENT.objects] == [table.columns for table in tables]


def test_key_that_cannot_be_indexed_is_left_out_with_a_problem() -> None:
    entry = DataObject("tst_big", (Item("B1", "b", type="nvarchar", max_field_size="MAX", primary_key=True),))
    tables, problems = tables_of(Document(SETTINGS, (entry,)), TSQL)
    assert (tables[0].key, [problem.rule for problem in problems]) == ((), ["key-left-out"])
    assert tables_of(Document(SETTINGS, (entry,)), POSTGRES)[0][0].key


def test_composite_key_makes_no_part_unique() -> None:
    pair = (Item("A1", "a", type="int", primary_key=True), Item("B1", "b", type="int", primary_key=True))
    table = tables_of(Document(SETTINGS, (DataObject("tst_pair", pair),)), TSQL)[0][0]
    assert [table.is_unique(column) for column in table.columns] == [False, False]


def test_wrong_columns_are_left_out_and_the_others_kept() -> None:
    items = (
        Item("A1", "a", type="int"),
        Item("A2", "A"),
        Item("A3", "b\nGO"),
        Item("A4", "c" * 64),
        Item("A5", "d$(x)"),
    )
    table, problems = tables_of(Document(SETTINGS, (DataObject("tst_a", items),)), POSTGRES)
    assert [column.name for column in table[0].columns] == ["a"]
    assert [problem.address for problem in problems] == ["items/A2", "items/A3", "items/A4", "items/A5"]


@pytest.mark.parametrize(
    ("written", "size", "said"),
    [
        ("nchar", "", "made NVARCHAR(MAX): it has no size"),
        ("nchar(3)", "", ""),
        ("nchar", "3", ""),
        ("nvarchar", "", ""),
        ("geometry", "", "made NVARCHAR(MAX): it is of no type that tables know"),
        ("year", "", ""),
        ("list", "", "made NVARCHAR(MAX): it is of no type that tables know"),
    ],
)
def test_guessed_type_is_said(written: str, size: str, said: str) -> None:
    settings = replace(SETTINGS, datatypes=(DataType("year", extends="integer"), DataType("list")))
    entry = DataObject("tst_a", (Item("A1", "a", type=written, max_field_size=size),))
    tables, problems = tables_of(Document(settings, (entry,)), TSQL)
    assert [said in problem.message for problem in problems] == ([True] if said else [])
    assert written != "year" or tables[0].columns[0].type == "INT"


def test_wrong_tables_are_left_out_and_the_others_kept() -> None:
    one = (Item("A1", "a", type="int"),)
    names = ("tst_a", "tst_A", "other", "tst_\n", "tst_" + "x" * 60, "tst_b")
    objects = (*(DataObject(name, one) for name in names), DataObject("tst_empty"))
    tables, problems = tables_of(Document(SETTINGS, objects), POSTGRES)
    assert [table.name for table in tables] == ["tst_a", "tst_b"]
    assert len(problems) == 5
    assert all(problem.remedy for problem in problems)


def test_names_are_short_and_never_the_same() -> None:
    namer = Namer(POSTGRES)
    names = [namer.name("idx", "a", "b_c"), namer.name("idx", "a_b", "c"), namer.name("idx", "x" * 60, "yé" * 20)]
    assert names[0] == "idx_a_b_c"
    assert len(set(names)) == 3
    assert all(POSTGRES.length(name) <= 63 for name in names)


def test_tables_are_dropped_before_those_they_point_at() -> None:
    keys = (
        ForeignKey("f", "b", "x", "a", "x"),
        ForeignKey("g", "c", "x", "b", "x"),
        ForeignKey("h", "a", "x", "a", "y"),
    )
    assert drop_order(["a", "b", "c"], keys) == (("c", "b", "a"), ())


def test_circle_of_tables_is_opened_by_dropping_keys() -> None:
    keys = (ForeignKey("f", "b", "x", "a", "x"), ForeignKey("g", "a", "x", "b", "x"))
    assert drop_order(["a", "b"], keys) == (("a", "b"), (keys[0],))


def test_relationship_written_twice_is_one_key() -> None:
    twice = replace(
        DOCUMENT, relationships=(*DOCUMENT.relationships, replace(DOCUMENT.relationships[0], relation="1:1"))
    )
    digests = checksum_of(twice), checksum_of(DOCUMENT)
    assert generate(twice, "oak").text.replace(*digests) == generate(DOCUMENT, "oak").text


@given(st.lists(st.sampled_from(EVIL) | st.text(max_size=4), max_size=6).map("".join))
def test_comment_is_one_harmless_line(text: str) -> None:
    line = comment(text, TSQL)
    assert line.startswith("--")
    assert line.isprintable()
    assert not any(mark in line for mark in ("$(", "/*", "*/"))
