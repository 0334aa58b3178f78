"""Scripts read into bodies: what is taken, how it is written, what is refused, and that nothing makes it fail."""

from __future__ import annotations

import random

import pytest
import sqlglot
from sqlglot import exp

from specs_app.document.types import DataObject, Document, Item, Settings
from specs_app.sql.dialects import DIALECTS
from specs_app.sql.reading.decoding import text_of
from specs_app.sql.reading.reader import read_scripts
from specs_app.sql.reading.report import ScriptReading
from specs_app.yaml_files.reader import read
from tests.corpus import CORPUS, corpus_files, needs_corpus

pytestmark = pytest.mark.one_database


def an_object(name: str, *items: str) -> DataObject:
    return DataObject(name, tuple(Item(item.upper(), item, primary_key=item == items[0]) for item in items))


DOCUMENT = Document(
    Settings(table_prefix="ssd_"),
    (
        an_object("ssd_person", "pers_id", "pers_name", "pers_dob"),
        an_object("ssd_visit", "visi_id", "visi_person", "visi_date"),
    ),
)


def anything(query: exp.Query) -> None:
    """The proof is not what is tested here."""


def reading(text: str, dialect: str = "tsql", **files: str) -> ScriptReading:
    return read_scripts({"one.sql": text, **files}, DOCUMENT, dialect, prove=anything)


def body(text: str, dialect: str = "tsql") -> str:
    (taken,) = reading(text, dialect).taken
    assert len(sqlglot.parse(taken.sql, dialect=DIALECTS[dialect].parser)) == 1
    return " ".join(taken.sql.split())


def test_insert_keeps_the_text_and_names_its_columns() -> None:
    sql = body(
        "INSERT INTO ssd_person (pers_id, pers_dob, pers_name) SELECT p.id, p.b AS dob, /* said */ x = p.n FROM people p;"
    )
    assert sql == "SELECT p.id AS pers_id, p.b AS pers_dob, /* said */ pers_name = p.n FROM people p"


def test_with_before_and_behind_insert() -> None:
    before = "WITH a AS (SELECT 1 AS i) INSERT INTO ssd_person (pers_id) SELECT i FROM a"
    assert body(before).startswith("WITH a AS ( SELECT 1 AS i ) SELECT i AS pers_id, NULL AS pers_name")
    behind = "INSERT INTO ssd_person (pers_id) WITH a AS (SELECT 1 AS i) SELECT i FROM a"
    assert body(behind, "postgres") == body(before)


def test_distinct_and_union_are_wrapped_where_a_column_is_left_out() -> None:
    sql = body("SELECT DISTINCT id pers_id, n pers_name, other FROM people")
    assert "taken_rows (pers_id, pers_name, left_out_3) AS ( SELECT DISTINCT id pers_id" in sql
    plain = body("SELECT other, id pers_id, more, n pers_name, last FROM people")
    assert plain == "SELECT id pers_id, n pers_name, NULL AS pers_dob FROM people"


def test_aggregate_is_not_dropped_because_it_decides_the_rows() -> None:
    assert "MAX(d)" in body("SELECT 1 pers_id, 'a' pers_name, MAX(d) latest FROM people")


def test_bare_null_is_no_source() -> None:
    text = "WITH a AS (SELECT id, CAST(NULL AS INT) AS n FROM people) SELECT id pers_id, a.n pers_name, (NULL) pers_dob FROM a"
    assert reading(text).taken[0].filled == ("pers_id",)


def test_a_placeholder_is_no_source() -> None:
    taken = reading("SELECT id pers_id, PLACEHOLDER_DATA pers_name, 'PLACEHOLDER_DATA' pers_dob FROM people").taken[0]
    assert taken.filled == ("pers_id",)
    assert "NULL pers_name" in taken.sql


def test_tables_alone_fill_nothing_and_it_is_said() -> None:
    found = reading("CREATE TABLE ssd_person (pers_id INT); CREATE INDEX i ON ssd_person (pers_id);")
    assert (found.taken, found.refused) == ((), ())
    assert "fills an object" in found.notes[0].text


def test_update_with_joins_is_said_by_line_and_column() -> None:
    text = """SELECT id, n INTO #t FROM people
    UPDATE t SET n = x.n FROM #t t JOIN x ON x.id = t.id
    SELECT id pers_id, n pers_name FROM #t"""
    assert [(one.line, "sets n of #t" in one.text) for one in reading(text).taken[0].remarks][:1] == [(2, True)]


def test_variables_become_parameters_or_their_expressions() -> None:
    text = """DECLARE @now DATE = GETDATE(), @years INT = 6
    SELECT id pers_id, n pers_name FROM people WHERE seen > DATEADD(YEAR, -@years, @now)"""
    found = reading(text)
    assert "DATEADD(YEAR, -:years, CAST(GETDATE() AS DATE))" in found.taken[0].sql
    assert [(one.key, one.type, one.default, one.line) for one in found.parameters] == [("years", "integer", "6", 1)]
    assert found.taken[0].parameters == ("years",)


def test_values_of_dates_and_arguments_of_procedures() -> None:
    text = """CREATE PROCEDURE p (@start DATETIME, @finish DATE = '1 April 2022') AS BEGIN
    INSERT INTO ssd_person (pers_id) SELECT id FROM people WHERE d BETWEEN @start AND @finish END"""
    assert [(one.key, one.type, one.default) for one in reading(text).parameters] == [
        ("finish", "date", "2022-04-01"),
        ("start", "date", ""),
    ]


def test_temporary_tables_become_named_queries_in_order() -> None:
    text = """DECLARE @codes TABLE (code INT, word VARCHAR(9))
    INSERT INTO @codes VALUES (1, 'a'), (2, 'b')
    SELECT p.id, c.word INTO #one FROM people p JOIN @codes c ON c.code = p.code
    CREATE TABLE #two (id INT, word VARCHAR(9), seen DATE)
    INSERT INTO #two (word, id) SELECT word, id FROM #one
    UPDATE #two SET seen = GETDATE() WHERE id > 5
    DELETE FROM #two WHERE id = 7
    SELECT t.id pers_id, t.word pers_name, t.seen pers_dob FROM #two t"""
    sql = body(text)
    places = [
        sql.index(part)
        for part in ("codes (code, word) AS", "one AS (", "two (id, word, seen) AS", "two_2 (", "two_3 (")
    ]
    assert places == sorted(places)
    assert "CASE WHEN id > 5 THEN GETDATE() ELSE two.seen END AS seen" in sql
    assert "CAST(NULL AS DATE) AS seen" in sql
    assert "CASE WHEN id = 7 THEN 1 ELSE 0 END = 0" in sql
    assert "#" not in sql


def test_own_tables_are_read_without_their_schema() -> None:
    text = "INSERT INTO dev.ssd_visit (visi_id) SELECT v.id FROM visits v JOIN [db].[dev].[ssd_person] p ON p.pers_id = v.p"
    assert "JOIN ssd_person p" in body(text)
    assert "FROM ssd_person" in body("SELECT pers_id visi_id, 1 visi_person FROM #ssd_person")


def test_a_broken_statement_costs_only_itself() -> None:
    text = """INSERT INTO ssd_person (pers_id) SELECT (id FROM people WHERE (
    PRINT 'next
    INSERT INTO ssd_visit (visi_id) SELECT id FROM visits
    GO"""
    found = reading(text)
    assert [one.object for one in found.taken] == ["ssd_visit"]
    assert [(one.object, one.line) for one in found.refused] == [("ssd_person", 1), ("", 2)]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("\nINSERT INTO ssd_person (pers_id, pers_name) SELECT id FROM people", 2, "names 2 columns and selects 1"),
        ("INSERT INTO ssd_person (pers_id)\nSELECT id FROM #gone", 2, "temporary table #gone"),
        ("INSERT INTO ssd_person (pers_id)\nSELECT @@ROWCOUNT", 2, "@@ROWCOUNT"),
        ("MERGE INTO ssd_person t USING x ON t.a = x.a WHEN MATCHED THEN UPDATE SET pers_name = x.n", 1, "MERGE"),
        ("INSERT INTO ssd_person VALUES (1, 'a', NULL)", 1, "rows written by hand"),
        ("EXEC('INSERT INTO ssd_person SELECT 1')", 1, "put together as text"),
        ("SELECT a, b FROM c", 1, "items of no object"),
        ("SELECT 1 pers_id /* open", 1, "not closed"),
    ],
)
def test_what_cannot_be_carried_over_is_refused_by_line(text: str, line: int, words: str) -> None:
    assert any(one.line == line and words in one.reason and one.remedy for one in reading(text).refused)


def test_several_inserts_are_united_and_emptied_tables_start_over() -> None:
    text = "INSERT INTO ssd_person (pers_id) SELECT 1; INSERT INTO ssd_person (pers_id, pers_name) SELECT 2, 'b';"
    assert body(text).count("UNION ALL") == 1
    again = reading(text.replace("; I", "; TRUNCATE TABLE ssd_person; I", 1))
    assert "UNION" not in again.taken[0].sql
    assert "counts no more" in again.notes[0].text


def test_the_variant_is_chosen_else_the_fullest() -> None:
    files = {"a_live.sql": "SELECT 1 pers_id, 2 pers_name", "b_dw.sql": "SELECT 1 pers_id, 2 pers_name, 3 pers_dob"}
    assert read_scripts(files, DOCUMENT, "tsql").taken[0].file == "b_dw.sql"
    live = read_scripts(files, DOCUMENT, "tsql", variant="LIVE").taken[0]
    assert live.file == "a_live.sql"
    assert any("gave way" in one.text for one in live.remarks)


def test_the_proof_is_asked_by_default() -> None:
    found = read_scripts({"a.sql": "SELECT pg_read_file('x') pers_id, 2 pers_name"}, DOCUMENT, "postgres")
    assert found.taken == ()
    assert "PG_READ_FILE" in found.refused[0].reason.upper()


def test_bytes_as_editors_write_them() -> None:
    for code in ("utf-8-sig", "utf-16", "latin-1"):
        assert text_of("SELECT 'é'\r\n".encode(code)) == "SELECT 'é'\r\n"


@pytest.fixture(scope="module")
def real() -> Document:
    return read({path.relative_to(CORPUS).as_posix(): path.read_bytes() for path in corpus_files("data")}).document


def scripts(folder: str) -> dict[str, str]:
    return {
        path.name: text_of(path.read_bytes())
        for path in corpus_files(f"deployment_extracts/{folder}")
        if path.suffix == ".sql"
    }


@needs_corpus
@pytest.mark.parametrize(
    ("folder", "dialect", "objects", "items"),
    [
        ("eclipse/live/ssd_deployment_individual_files", "postgres", 42, 205),
        ("eclipse/live/ssd_deployment_individual_files_tsql", "tsql", 22, 105),
        ("mosaic", "tsql", 27, 160),
    ],
)
def test_reach_on_real_scripts(real: Document, folder: str, dialect: str, objects: int, items: int) -> None:
    found = read_scripts(scripts(folder), real, dialect, prove=anything)
    assert len(found.taken) >= objects
    assert found.filled >= items
    for one in found.taken:
        (query,) = sqlglot.parse(one.sql, dialect=DIALECTS[dialect].parser)
        assert isinstance(query, exp.Query)
        assert sorted(query.named_selects) == sorted(item.name for item in real.object_by_name[one.object].items)
    assert all(one.line and one.remedy for one in found.refused)


@needs_corpus
def test_nothing_makes_it_fail(real: Document) -> None:
    """Short scripts cut off, with lines missing, and glued together."""
    chance = random.Random(7)
    for folder, dialect in (("eclipse", "postgres"), ("mosaic", "tsql"), ("azeus", "oracle")):
        texts = [text for text in scripts(folder).values() if len(text) < 6000]
        for _ in range(6):
            one, other = chance.choice(texts), chance.choice(texts)
            lines = [line for line in one.splitlines() if chance.random() > 0.05]
            glued = one[: chance.randrange(len(one))] + other[chance.randrange(len(other)) :] + "\n".join(lines)
            read_scripts({"broken.sql": glued}, real, dialect, prove=anything)
