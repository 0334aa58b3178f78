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
from specs_app.sql.builder import Script, generate
from specs_app.sql.dialects.postgres import DIALECT as POSTGRES
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


def run_twice(connection: psycopg.Connection, document: Document, cms: str, rows: int = 3) -> Script:
    """Runs a script on an empty and then on a used database; both leave the same tables, and the sources as they were."""
    prefix = document.settings.table_prefix
    script = generate(document, cms, dialect="postgres")
    made = sources.make(connection, script.text, rows)
    before = {path: contents(connection, *path) for path in made}
    connection.execute(script.text)
    first = shape(connection, prefix), {name: contents(connection, name) for name in names(document)}
    connection.execute(script.text)
    assert (shape(connection, prefix), {name: contents(connection, name) for name in names(document)}) == first
    assert {path: contents(connection, *path) for path in made} == before
    return script


def names(document: Document) -> list[str]:
    return [table.name for table in tables_of(document, POSTGRES)[0]]


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
    cursor = scratch.execute(script.text)
    results = []
    while True:
        if cursor.description:
            results.append(dict(cursor.fetchall()))
        if not cursor.nextset():
            break
    orphans, counts = results
    assert orphans == {"tst_visit.v_person_id -> tst_person.p_id": 0, "tst_visit.v_worker_id -> tst_worker.w_id": 3}
    assert counts == {"tst_person": 3, "tst_visit": 3, "tst_worker": 0}


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


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(evil_documents())
def test_hostile_document_runs_twice_and_touches_nothing_else(scratch: psycopg.Connection, document: Document) -> None:
    scratch.execute("DROP SCHEMA public CASCADE; DROP SCHEMA IF EXISTS a CASCADE; CREATE SCHEMA public")
    scratch.execute("CREATE TABLE bystander (a text); INSERT INTO bystander VALUES ('x')")
    run_twice(scratch, document, "elm", rows=0)
    assert scratch.execute("SELECT * FROM bystander").fetchall() == [("x",)]
