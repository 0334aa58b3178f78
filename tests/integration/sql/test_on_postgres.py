"""The PostgreSQL scripts on a real server, twice each, beside tables that are not theirs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from psycopg import sql

from specs_app.document.extracts import Extract
from specs_app.document.types import Document
from specs_app.sql.builder import Script, checksum_of, generate
from specs_app.sql.dialects.postgres import DIALECT as POSTGRES
from specs_app.sql.options import PLAIN, REBUILDS, LocalColumn, LocalSettings, Options
from specs_app.sql.tables import tables_of
from tests.integration.sql import sources
from tests.sql_samples import DOCUMENT, evil_documents

pytestmark = [pytest.mark.postgres, pytest.mark.one_database]

COLUMNS = """SELECT table_name, column_name, data_type, character_maximum_length, is_nullable FROM information_schema.columns
    WHERE table_schema = 'public' AND left(table_name, 4) = %s ORDER BY table_name, ordinal_position"""
CONSTRAINTS = """SELECT conrelid::regclass::text, conname, contype::text, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2"""
INDEXES = "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY indexname"


def shape(connection: psycopg.Connection, prefix: str) -> list[list[Any]]:
    """The tables, constraints and indexes as the server tells them."""
    return [
        connection.execute(COLUMNS, (prefix,)).fetchall(),
        connection.execute(CONSTRAINTS).fetchall(),
        connection.execute(INDEXES).fetchall(),
    ]


def contents(connection: psycopg.Connection, *path: str) -> list[Any]:
    return connection.execute(sql.SQL("SELECT * FROM {} ORDER BY 1").format(sql.Identifier(*path))).fetchall()


def run_twice(
    connection: psycopg.Connection, document: Document, cms: str, rows: int = 3, options: Options = PLAIN
) -> Script:
    """Runs a script on an empty and then on a used database; both leave the same tables, and the sources as they were."""
    prefix = document.settings.table_prefix
    script = generate(document, cms, dialect="postgres", options=options)
    made = sources.make(connection, script.text, rows)
    before = {path: contents(connection, *path) for path in made}
    connection.execute(script.text)
    first = shape(connection, prefix), {name: contents(connection, name) for name in names(document)}
    connection.execute(script.text)
    assert (shape(connection, prefix), {name: contents(connection, name) for name in names(document)}) == first
    assert {path: contents(connection, *path) for path in made} == before
    return script


def names(document: Document) -> list[str]:
    """The tables of the standard, but for the one that tells when the script was run."""
    made = [table.name for table in tables_of(document, POSTGRES)[0]]
    return [name for name in made if not name.endswith("_version_log")]


def test_small_document_runs_twice_and_is_filled(scratch: psycopg.Connection) -> None:
    run_twice(scratch, DOCUMENT, "elm")
    people = contents(scratch, "tst_person")
    assert [person[0] for person in people] == ["a", "b", "c"]
    assert [person[2] for person in people] == [1, 2, 3]
    assert people[0][1].isoformat() == "2024-01-31T00:00:00"
    assert [person[3:5] for person in people] == [(None, None)] * 3
    assert people[0][5] == "a a"
    assert len(contents(scratch, "tst_visit")) == 3
    assert contents(scratch, "tst_worker") == []


def test_keys_are_what_the_specification_says(scratch: psycopg.Connection) -> None:
    run_twice(scratch, DOCUMENT, "elm")
    found = {(table, definition) for table, _, _, definition in shape(scratch, "tst_")[1]}
    assert ("tst_person", "PRIMARY KEY (p_id)") in found
    assert not [rule for _, rule in found if rule.startswith("UNIQUE")]
    links = sorted(definition for _, definition in found if definition.startswith("FOREIGN KEY"))
    assert links == [
        "FOREIGN KEY (v_person_id) REFERENCES tst_person(p_id) NOT VALID",
        "FOREIGN KEY (v_worker_id) REFERENCES tst_worker(w_id) NOT VALID",
    ]


def test_script_counts_rows_without_parent(scratch: psycopg.Connection) -> None:
    script = run_twice(scratch, DOCUMENT, "elm")
    tests, counts = results(scratch, script.text)
    assert tests == [("tst_visit", "no parent: v_worker_id -> tst_worker.w_id", 3)]
    assert [row[:2] for row in counts] == [("", 0), ("tst_person", 3), ("tst_worker", 0), ("tst_visit", 3)]
    assert all(row[2] is not None for row in counts[1:])
    editions = scratch.execute("SELECT cms, dialect, checksum FROM tst_version_log").fetchall()
    assert editions == [("elm", "postgres", checksum_of(DOCUMENT))] * 3


def results(connection: psycopg.Connection, text: str) -> list[list[Any]]:
    """What a script shows: the rows of each of its queries."""
    cursor, found = connection.execute(text), []
    while True:
        if cursor.description:
            found.append(cursor.fetchall())
        if not cursor.nextset():
            return found


FORMS = [
    Options(),
    Options(rebuild="keep"),
    Options("files", "keep"),
    Options("procedures"),
    Options("procedures", "keep"),
]
READING = "SELECT DISTINCT v_worker_id AS w_id, 'x' AS w_code FROM tst_visit WHERE v_worker_id IS NOT NULL"


@pytest.mark.parametrize("options", FORMS, ids=lambda options: f"{options.form}-{options.rebuild}")
def test_each_form_upgrades_an_older_edition_and_runs_again(scratch: psycopg.Connection, options: Options) -> None:
    older = (
        'CREATE TABLE "tst_worker" (w_id varchar(9) PRIMARY KEY, gone text); CREATE TABLE "tst_person" (p_id varchar(48) '
        'PRIMARY KEY, w varchar(9) REFERENCES tst_worker (w_id)); CREATE TABLE "tst_past" (p varchar(48) CONSTRAINT old '
        "REFERENCES tst_person (p_id)); INSERT INTO tst_worker VALUES ('w'); INSERT INTO tst_person VALUES ('a', 'w'); "
        "INSERT INTO tst_past VALUES ('a')"
    )
    scratch.execute(older)
    run_twice(scratch, DOCUMENT, "elm", options=options)
    upgraded = shape(scratch, "tst_")
    assert contents(scratch, "tst_past") == [("a",)]
    assert len(contents(scratch, "tst_visit")) == 3
    scratch.execute("DROP TABLE tst_past, tst_person, tst_visit, tst_worker CASCADE")
    scratch.execute(generate(DOCUMENT, "elm", options=options).text)
    fresh = shape(scratch, "tst_")
    assert [[row for row in rows if row[0] != "tst_past"] for rows in upgraded[:2]] == fresh[:2]


def test_kept_tables_keep_what_hangs_on_them_unless_they_change(scratch: psycopg.Connection) -> None:
    run_twice(scratch, DOCUMENT, "elm")
    scratch.execute(
        "CREATE TABLE outside (p varchar(48) REFERENCES tst_person (p_id)); CREATE VIEW seen AS TABLE tst_visit"
    )
    tables = [scratch.execute("SELECT to_regclass(%s)::oid", (name,)).fetchone() for name in names(DOCUMENT)]
    scratch.execute(generate(DOCUMENT, "elm", options=Options(rebuild="keep")).text)
    assert [scratch.execute("SELECT to_regclass(%s)::oid", (name,)).fetchone() for name in names(DOCUMENT)] == tables
    assert len(contents(scratch, "seen")) == 3
    with pytest.raises(psycopg.errors.DependentObjectsStillExist):
        scratch.execute(generate(DOCUMENT, "elm").text)


def with_body(name: str, sql: str) -> Document:
    return replace(DOCUMENT, extracts=(Extract("elm", name, "", sql),))


def test_body_reads_what_was_filled_before_it(scratch: psycopg.Connection) -> None:
    sources.make(scratch, generate(DOCUMENT, "elm").text)
    for options in (Options(), Options("temporary"), Options(rebuild="keep")):
        with psycopg.connect(scratch.info.dsn, autocommit=True) as session:
            session.execute(generate(with_body("tst_worker", READING), "elm", options=options).text)
            assert contents(session, "tst_worker") == [("a", "x"), ("b", "x"), ("c", "x")]


def test_tables_that_may_not_be_dropped_are_kept_and_filled_anew(scratch: psycopg.Connection) -> None:
    options = Options(local=LocalSettings(leave_out_kinds=frozenset({"drop_table"})))
    text = generate(DOCUMENT, "elm", options=options).text
    sources.make(scratch, generate(DOCUMENT, "elm").text)
    scratch.execute(text)
    scratch.execute("DELETE FROM people WHERE person_no = 'a'")
    scratch.execute(text)
    assert [row[0] for row in contents(scratch, "tst_person")] == ["b", "c"]
    assert 'DROP TABLE IF EXISTS "tst_person"' not in text


def test_temporary_tables_leave_lasting_ones_of_the_same_name(scratch: psycopg.Connection) -> None:
    run_twice(scratch, DOCUMENT, "elm")
    scratch.execute("UPDATE people SET first_name = 'new'")
    text = generate(DOCUMENT, "elm", options=Options("temporary")).text
    with psycopg.connect(scratch.info.dsn, autocommit=True) as session:
        session.execute(text)
        session.execute(text)
        assert {row[5][:3] for row in contents(session, "tst_person")} == {"new"}
    assert {row[5][:3] for row in contents(scratch, "tst_person")} == {"a a", "b b", "c c"}


def test_views_show_what_the_sources_hold_now(scratch: psycopg.Connection) -> None:
    sources.make(scratch, generate(DOCUMENT, "elm").text)
    text = generate(with_body("tst_worker", READING), "elm", options=Options("views")).text
    scratch.execute(text)
    scratch.execute(text)
    scratch.execute("DELETE FROM people WHERE person_no = 'a'")
    assert [row[0] for row in contents(scratch, "tst_person")] == ["b", "c"]
    assert len(contents(scratch, "tst_worker")) == 3


def test_items_are_named_on_every_column(scratch: psycopg.Connection) -> None:
    run_twice(scratch, DOCUMENT, "elm")
    found = scratch.execute(
        "SELECT attname, col_description(attrelid, attnum) FROM pg_attribute WHERE attrelid = 'tst_worker'::regclass "
        "AND attnum > 0 ORDER BY attnum"
    ).fetchall()
    assert found == [("w_id", "item_ref: W1"), ("w_code", "item_ref: W2")]


LOCAL = LocalSettings(
    code="000",
    name="Northshire",
    source_schema="Child_Social",
    schema='o\'wn; "x"--',
    leave_out_objects=frozenset({"tst_worker"}),
    leave_out=frozenset({("create_pk", "tst_visit")}),
    columns=(
        LocalColumn("tst_person", table="tst_pers'on"),
        LocalColumn("tst_person", "p_children", name='kids";--', type="nvarchar", size="7"),
    ),
)


def test_settings_of_an_authority_are_kept_to(scratch: psycopg.Connection) -> None:
    scratch.execute("""CREATE SCHEMA child_social; CREATE SCHEMA "o'wn; ""x""--"; CREATE SCHEMA crm""")
    scratch.execute(
        "CREATE TABLE child_social.people (person_no text, born text, children text, first_name text, last_name text)"
    )
    scratch.execute("INSERT INTO child_social.people VALUES ('a', NULL, '12', 'x', 'y')")
    scratch.execute("CREATE TABLE crm.visits (visit_no text, person_no text, worker_no text)")
    body = "SELECT p_id AS v_id, p_children AS v_person_id, NULL AS v_worker_id, NULL AS v_town FROM tst_person AS p"
    for rebuild in REBUILDS:
        options = Options(rebuild=rebuild, local=LOCAL)
        text = generate(with_body("tst_visit", body), "elm", options=options).text
        scratch.execute(text)
        scratch.execute(text)
        person, visit = (contents(scratch, LOCAL.schema, name) for name in ("tst_pers'on", "tst_visit"))
        assert [(row[0], row[2]) for row in person] == [("a", "12")]
        assert visit == [("a", "12", None, None)]
    kinds = scratch.execute(
        "SELECT conname FROM pg_constraint WHERE connamespace = to_regnamespace(%s)", (OWN,)
    ).fetchall()
    assert {name for (name,) in kinds} == {"pk_tst_person", "fk_tst_visit_v_person_id"}
    assert scratch.execute("SELECT to_regclass('tst_person'), to_regclass('tst_run_log')").fetchone() == (None, None)


OWN = """"o'wn; ""x""--\""""


def test_body_written_by_hand_runs(scratch: psycopg.Connection) -> None:
    scratch.execute("CREATE TABLE staff (no text, code text); INSERT INTO staff VALUES ('w1', 'x'), (NULL, 'y')")
    body = "WITH known AS (SELECT * FROM staff WHERE no IS NOT NULL) SELECT code AS w_code, no AS w_id FROM known"
    script = generate(replace(DOCUMENT, extracts=(Extract("elm", "tst_worker", "", body),)), "elm")
    sources.make(scratch, generate(DOCUMENT, "elm").text)
    scratch.execute(script.text)
    assert contents(scratch, "tst_worker") == [("w1", "x")]


def test_value_that_is_too_long_is_said_and_not_cut(scratch: psycopg.Connection) -> None:
    script = generate(DOCUMENT, "elm")
    sources.make(scratch, script.text)
    scratch.execute("UPDATE people SET person_no = repeat('x', 49) WHERE person_no = 'a'")
    with pytest.raises(psycopg.errors.StringDataRightTruncation):
        scratch.execute(script.text)


def test_failing_run_leaves_the_tables_of_the_run_before(scratch: psycopg.Connection) -> None:
    script = run_twice(scratch, DOCUMENT, "elm")
    scratch.execute("UPDATE people SET born = 'no date'")
    with pytest.raises(psycopg.errors.InvalidDatetimeFormat), scratch.transaction():
        scratch.execute(script.text)
    assert len(contents(scratch, "tst_person")) == 3


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(evil_documents())
def test_hostile_document_runs_twice_and_touches_nothing_else(scratch: psycopg.Connection, document: Document) -> None:
    scratch.execute("DROP SCHEMA public CASCADE; DROP SCHEMA IF EXISTS a CASCADE; CREATE SCHEMA public")
    scratch.execute("CREATE TABLE bystander (a text); INSERT INTO bystander VALUES ('x')")
    run_twice(scratch, document, "elm", rows=0)
    assert scratch.execute("SELECT * FROM bystander").fetchall() == [("x",)]
