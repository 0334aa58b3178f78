"""The whole script: what it creates, fills, links and says, and that it is the same each time."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from sqlglot import exp

from specs_app.document.extracts import Extract
from specs_app.document.types import Cms, DataObject, Document, Item
from specs_app.sql import safety
from specs_app.sql.builder import generate
from specs_app.sql.dialects import DIALECTS
from specs_app.sql.errors import UnknownCms, UnknownDialect, UnsafeScript
from tests.sql_samples import DOCUMENT, PERSON, SETTINGS, VISIT, evil_documents, held, with_object

BOTH = pytest.mark.parametrize("dialect", sorted(DIALECTS))


def parsed(text: str, dialect: str) -> list[exp.Expr]:
    return safety.parsed(text, DIALECTS[dialect])


def named(trees: list[exp.Expr], kind: type[exp.Expr]) -> list[str]:
    """The tables of the standard that statements of a kind write to."""
    found = [tree for tree in trees if isinstance(tree, kind) and tree.args.get("kind") in {"TABLE", None}]
    return [name for tree in found if not (name := tree.this.this.name.lower()).endswith("_log")]


@BOTH
def test_script_creates_every_table_whatever_is_mapped(dialect: str) -> None:
    trees = parsed(generate(DOCUMENT, "oak", dialect=dialect).text, dialect)
    assert named(trees, exp.Create) == ["tst_person", "tst_visit", "tst_worker"]
    assert not [tree for tree in trees if isinstance(tree, exp.Command)]


@BOTH
def test_script_fills_only_tables_whose_key_has_a_source(dialect: str) -> None:
    script = generate(DOCUMENT, "oak", dialect=dialect)
    trees = parsed(script.text, dialect)
    assert named(trees, exp.Insert) == ["tst_person", "tst_visit"]
    assert "tst_worker is not filled: no source for its key w_id (not mapped)" in script.summary


@BOTH
def test_unknown_source_is_null_with_comment_and_summary(dialect: str) -> None:
    script = generate(DOCUMENT, "oak", dialect=dialect)
    assert "tst_person.p_town is NULL: held in addresses.town, join not known" in script.summary
    assert "tst_person.p_care is NULL: not known: Not held" in script.summary
    assert (
        f"NULL AS {DIALECTS[dialect].identifier('p_town')}, -- held in addresses.town, join not known\n" in script.text
    )


@BOTH
def test_foreign_keys_are_made_or_left_out_with_reason(dialect: str) -> None:
    script = generate(DOCUMENT, "oak", dialect=dialect)
    found = [tree for tree in parsed(script.text, dialect) if tree.find(exp.ForeignKey)]
    targets = {(tree.this.name.lower(), tree.find(exp.Reference).this.this.name.lower()) for tree in found}
    assert targets == {("tst_visit", "tst_person"), ("tst_visit", "tst_worker")}
    reasons = [line for line in script.summary if line.startswith("Foreign key left out")]
    assert any("v_town -> tst_person.p_town: the item it points at is not unique" in line for line in reasons)
    assert any("v_person_id -> tst_worker.w_id: types differ" in line for line in reasons)
    assert any("v_worker_id -> tst_nothing.n_id: the specification has no such item" in line for line in reasons)
    assert "-- Foreign key left out: tst_visit.v_town" in script.text


@pytest.mark.parametrize(
    ("dialect", "words"),
    [
        ("tsql", "ALTER TABLE [tst_visit] WITH NOCHECK ADD CONSTRAINT [fk_tst_visit_v_worker_id] FOREIGN KEY"),
        ("postgres", 'REFERENCES "tst_worker" ("w_id") NOT VALID;'),
        ("oracle", 'REFERENCES "TST_WORKER" ("W_ID") ENABLE NOVALIDATE;'),
    ],
)
def test_foreign_keys_do_not_refuse_the_rows_at_hand(dialect: str, words: str) -> None:
    assert words in generate(DOCUMENT, "oak", dialect=dialect).text


@BOTH
def test_not_null_stands_on_keys_only(dialect: str) -> None:
    for tree in parsed(generate(DOCUMENT, "oak", dialect=dialect).text, dialect):
        for column in tree.find_all(exp.ColumnDef):
            rules = [rule.kind for rule in column.find_all(exp.ColumnConstraint)]
            required = any(not rule.args.get("allow_null") for rule in rules)
            assert required == (column.name.lower() in {"p_id", "v_id", "w_id"})


@BOTH
def test_tags_name_tables_and_kinds(dialect: str) -> None:
    text = generate(DOCUMENT, "oak", dialect=dialect).text
    assert (
        '-- META-CONTAINER: {"type": "table", "name": "tst_person"}\n-- META-ELEMENT: {"type": "drop_table"}\n' in text
    )
    for kind in ("create_table", "insert_data", "create_pk", "create_fk", "create_idx", "test", "console_output"):
        assert f'-- META-ELEMENT: {{"type": "{kind}"}}\n' in text


def test_header_says_what_it_is_made_from() -> None:
    script = generate(
        DOCUMENT,
        "elm",
        revision="abc123",
        release="2.0",
        specification_slug="small",
        authority="Northshire\n; DROP TABLE x",
    )
    head = script.text.split("\n\n")[0]
    assert "-- Specification: Small standard (small)" in head
    assert "-- Revision: abc123" in head
    assert "-- Authority: Northshire ; DROP TABLE x\n" in head
    assert all(line.startswith("-- ") for line in head.splitlines())


@BOTH
def test_script_is_the_same_each_time(dialect: str) -> None:
    assert generate(DOCUMENT, "oak", dialect=dialect) == generate(DOCUMENT, "oak", dialect=dialect)


def test_dialect_is_that_of_the_system_unless_asked() -> None:
    assert generate(DOCUMENT, "elm") == generate(DOCUMENT, "elm", dialect="postgres")
    assert "NVARCHAR(48)" in generate(DOCUMENT, "oak").text


def test_unknown_system_or_dialect_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownCms, match="oak, elm"):
        generate(DOCUMENT, "ash")
    with pytest.raises(UnknownDialect, match=", ".join(DIALECTS)):
        generate(DOCUMENT, "oak", dialect="cobol")


def test_specification_without_prefix_is_refused() -> None:
    with pytest.raises(UnsafeScript, match="no table prefix"):
        generate(Document(replace(SETTINGS, table_prefix=""), (PERSON,)), "oak")


def test_table_without_the_prefix_is_left_out_and_said() -> None:
    script = generate(with_object(DataObject("people", (Item("X1", "x", primary_key=True),))), "oak")
    assert [problem.rule for problem in script.warnings] == ["table-left-out"]
    assert "CREATE TABLE [people]" not in script.text
    assert any("'people' is left out" in line for line in script.summary)


def test_mapping_into_a_table_of_the_specification_is_no_source() -> None:
    entry = DataObject("tst_copy", (Item("C1", "c_id", type="int", primary_key=True, cms=held("dbo.TST_PERSON.p_id")),))
    assert any(
        "tst_copy is not filled" in line and "of the specification itself" in line
        for line in generate(with_object(entry), "oak").summary
    )


def test_key_held_in_two_tables_gets_no_insert() -> None:
    parts = (Item("C1", "a", primary_key=True, cms=held("t.a")), Item("C2", "b", primary_key=True, cms=held("u.b")))
    script = generate(with_object(DataObject("tst_pair", parts)), "oak")
    assert "tst_pair is not filled: the parts of its key are held in several tables, join not known" in script.summary


@BOTH
def test_tables_lose_their_keys_of_whatever_edition_before_they_are_dropped(dialect: str) -> None:
    text = generate(DOCUMENT, "oak", dialect=dialect).text
    (place,) = [
        text.index(words) for words in ("sys.foreign_keys", "pg_constraint", "all_constraints") if words in text
    ]
    assert place < text.upper().index("TST_PERSON", text.index("-- META-CONTAINER"))


def with_body(document: Document, cms: str, sql: str) -> Document:
    return replace(document, extracts=(Extract(cms, "tst_worker", "", sql),))


def test_body_written_by_hand_fills_its_table() -> None:
    body = "-- by hand\nSELECT w.no AS W_ID, NULL AS w_code FROM staff w WHERE w.no IS NOT NULL;"
    script = generate(with_body(DOCUMENT, "elm", body), "elm")
    assert 'INSERT INTO "tst_worker" ("w_id", "w_code")\nSELECT' in script.text
    assert "tst_worker is filled by a body written by hand" in script.summary
    assert not script.warnings


@pytest.mark.parametrize("cms", ["oak", "elm"])
def test_named_queries_of_a_body_stand_before_the_insert(cms: str) -> None:
    body = "WITH now AS (SELECT no FROM staff) SELECT no AS w_id, 'x' AS w_code FROM now"
    script = generate(with_body(DOCUMENT, cms, body), cms)
    assert script.warnings == ()
    assert script.text.index("WITH now AS (") < script.text.index("INSERT INTO", script.text.index("WITH now AS ("))


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("SELECT 1 AS w_code", "Column w_id is missing: it is the key"),
        ("SELECT * FROM staff", "Line 1: The output columns are not named"),
        ("SELECT 1 AS w_id,\n2 AS w_id", "Line 2: The column w_id is given twice"),
        ("SELECT 1 AS w_id, 2", "Output column 2 has no name"),
        ("SELECT 1 AS w_id,\n2 AS w_name", "Line 2: tst_worker has no item w_name"),
        ("SELECT 1 AS w_id, 2 AS w_code;\nDROP TABLE people", "Line 1: This line ends the first of 2 statements"),
        ("DELETE FROM people", "Line 1: This is no SELECT but DELETE"),
        ("SELECT w_id, w_code\nINTO people FROM staff", "Line 2: INTO"),
        ("WITH x AS (\nDELETE FROM people RETURNING *) SELECT w_id, w_code FROM x", "Line 2: DELETE"),
        ("SELECT\npg_read_file('x') AS w_id, 1 AS w_code", "Line 2: PG_READ_FILE('x') is not allowed"),
        ("SELECT s.w_id, s.w_code FROM staff s FOR UPDATE", "not allowed"),
        ("SELECT w_id, w_code FROM x.y('a')", "not allowed"),
        ("SELECT b.w_id, 'x' AS w_code\nFROM staff s", "Line 1: b.w_id names b"),
        ("SELECT :years AS w_id, 'x' AS w_code", "The parameter :years is not declared"),
        ("WITH tst_worker AS (SELECT 1 AS a) SELECT a AS w_id, a AS w_code FROM tst_worker", "as the table is"),
        ("SELECT 1 AS w_id,\n2 AS AS w_code", "Line 2: This cannot be read as PostgreSQL"),
        ("SELECT 1 AS w_id /* ends", "cannot be read"),
        ("SELECT ((", "cannot be read"),
        ("-- nothing", "There is no statement in it"),
        ("SELECT 1 AS w_id" + ", (" * 3000, "nested too deeply"),
    ],
)
def test_body_that_cannot_be_used_is_a_warning(body: str, reason: str) -> None:
    script = generate(with_body(DOCUMENT, "elm", body), "elm")
    assert [problem.rule for problem in script.warnings] == ["body-not-used"]
    assert reason in script.warnings[0].message
    assert 'INSERT INTO "tst_worker"' not in script.text


def test_body_is_not_translated_to_another_dialect() -> None:
    script = generate(with_body(DOCUMENT, "elm", "SELECT 1 AS w_id, 2 AS w_code"), "elm", dialect="tsql")
    assert "not translated" in script.warnings[0].message


def test_body_in_words_of_oracle_fills_its_table() -> None:
    document = replace(DOCUMENT, settings=replace(SETTINGS, cms=(Cms("yew", "Yew", "oracle"),)))
    body = (
        "WITH now AS (SELECT no, seen FROM staff WHERE seen > ADD_MONTHS(SYSDATE, -12)) SELECT no AS w_id, "
        "DECODE(seen, NULL, 'x', TO_CHAR(seen, 'YYYY')) AS w_code FROM now n FETCH FIRST 5 ROWS ONLY"
    )
    script = generate(with_body(document, "yew", body), "yew")
    assert script.warnings == ()
    assert 'INSERT INTO "TST_WORKER" ("W_ID", "W_CODE")\nWITH now AS (' in script.text
    assert "FETCH FIRST 5 ROWS ONLY;" in script.text


def test_clients_of_oracle_find_no_order_in_a_comment() -> None:
    script = generate(DOCUMENT, "oak", dialect="oracle", authority="Hope & Vale; a&b -")
    assert "-- Authority: Hope and Vale, aandb\n" in script.text


def test_visit_reads_its_own_schema() -> None:
    assert VISIT.items[0].mapping("elm") is not None
    assert 'FROM "crm"."visits" AS src' in generate(DOCUMENT, "elm").text


@settings(max_examples=40, deadline=None)
@given(evil_documents())
def test_hostile_names_give_a_script_that_is_proved_or_none(document: Document) -> None:
    for dialect in DIALECTS:
        script = generate(document, "elm", dialect=dialect, authority=document.settings.title)
        script.text.encode()
        assert "\x00" not in script.text
        assert "\r" not in script.text
