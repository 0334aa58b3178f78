"""Bodies of councils on a real server: they fill the tables with what they say, twice alike, and touch nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import psycopg
import pytest
from sqlglot import exp

from specs_app.document.extracts import Extract
from specs_app.document.types import Document
from specs_app.sql.builder import Script, generate
from specs_app.sql.dialects import DIALECTS
from specs_app.sql.reading.decoding import text_of
from specs_app.sql.reading.reader import read_scripts
from specs_app.sql.safety import parsed as statements_of
from specs_app.sql.safety import prove_query
from specs_app.sql.tables import tables_of
from tests.body_sources.rows import KEYS_EACH, Sources, keys_of
from tests.corpus import corpus_files
from tests.integration.sql.body_world import (
    build,
    checksums,
    constraints,
    parsed,
    rows_by_query,
    rows_of,
    sources_of,
)
from tests.integration.sql.conftest import scratch_database
from tests.integration.sql.test_real_specifications import document_of

pytestmark = [pytest.mark.postgres, pytest.mark.one_database]

#: Where the script of Eclipse has councils write down whom they begin with, as words that stand for keys.
CHOSEN = re.compile(r"\(EG\w+\)(?:,\s*\(EG\w+\))*")


@dataclass(frozen=True)
class Run:
    """A script that has run twice in a database of its own, with what it was made from and what was there before and between."""

    connection: psycopg.Connection
    document: Document
    cms: str
    sources: Sources
    script: Script
    before: dict[str, str]
    first: dict[str, list[str]]

    @property
    def bodies(self) -> dict[str, exp.Query]:
        """The queries that may fill a table: those whose key is not NULL."""
        unused = {
            problem.address.rpartition("/")[2] for problem in self.script.warnings if problem.rule == "body-not-used"
        }
        return parsed(extract for extract in self.document.extracts if extract.object not in unused)

    def rows(self) -> dict[str, list[str]]:
        """The rows of every table of the standard."""
        return {entry.name: rows_of(self.connection, entry.name) for entry in self.document.objects}


def eclipse_document(corpus: Path) -> Document:
    """The real specification with the bodies that the scripts of Eclipse hold."""
    document = document_of(corpus)
    files = corpus_files("deployment_extracts/eclipse/live/ssd_deployment_individual_files")
    texts = {path.name: text_of(path.read_bytes()) for path in files}
    prove = partial(prove_query, dialect=DIALECTS["postgres"], parameters=True)
    reading = read_scripts(texts, document, "postgres", prove=prove)
    bodies = [Extract("eclipse", body.object, "", f"{body.sql}\n") for body in reading.taken]
    return replace(document, extracts=tuple(sorted(bodies, key=lambda body: body.key)))


def with_cohort(document: Document) -> tuple[Document, int]:
    """The bodies with all keys chosen that their sources have, but one of those under which a family stands; and that one."""
    keys = keys_of(body.object for body in document.extracts)
    out = keys["ssd_family"][0]
    chosen = ", ".join(f"({key})" for span in keys.values() for key in span if key != out)
    extracts = tuple(replace(body, sql=CHOSEN.sub(chosen, body.sql)) for body in document.extracts)
    assert extracts != document.extracts
    return replace(document, extracts=extracts), out


def run(connection: psycopg.Connection, document: Document, cms: str) -> Run:
    """The script of a system, twice, on sources that are invented for its bodies."""
    sources = sources_of(document, parsed(body for body in document.extracts if body.cms == cms))
    build(connection, sources.tables())
    before = checksums(connection, document.settings.table_prefix)
    script = generate(document, cms)
    done = Run(connection, document, cms, sources, script, before, {})
    connection.execute(script.text)  # type: ignore[arg-type]
    first = done.rows()
    connection.execute(script.text)  # type: ignore[arg-type]
    return replace(done, first=first)


#: The table of the standard that tells of the edition itself.
VERSIONS = "ssd_version_log"


@pytest.fixture(scope="module")
def document(corpus: Path) -> Document:
    return eclipse_document(corpus)


@pytest.fixture(scope="module")
def eclipse(document: Document) -> Iterator[tuple[Run, int]]:
    chosen, out = with_cohort(document)
    with scratch_database() as connection:
        yield run(connection, chosen, "eclipse"), out


def test_every_body_that_can_give_a_row_gives_some(eclipse: tuple[Run, int]) -> None:
    done, _ = eclipse
    filled = {name for name, rows in done.rows().items() if rows}
    assert filled - {VERSIONS} == set(done.bodies)
    assert len(filled) >= 31
    keyless = [problem.message for problem in done.script.warnings if "is NULL in every row" in problem.message]
    assert len(done.bodies) + len(keyless) == len(done.document.extracts) >= 42


def test_rows_are_those_that_the_bodies_give_by_themselves(eclipse: tuple[Run, int]) -> None:
    done, _ = eclipse
    tables = {table.name: table for table in tables_of(done.document, DIALECTS["postgres"])[0]}
    rows, differing = done.rows(), []
    for name, query in done.bodies.items():
        if rows_by_query(done.connection, tables[name], query) != rows[name]:
            differing.append(name)
    assert differing == []


def test_second_run_gives_the_same_and_nothing_else_is_touched(eclipse: tuple[Run, int]) -> None:
    done, _ = eclipse
    assert {**done.rows(), VERSIONS: done.first[VERSIONS]} == done.first  # which says when it was run
    assert checksums(done.connection, done.document.settings.table_prefix) == done.before
    assert len(done.before) > 20


def test_keys_and_indexes_of_the_script_are_there(eclipse: tuple[Run, int]) -> None:
    done, _ = eclipse
    keyed, linked, indexed = constraints(done.connection)
    assert {entry.name for entry in done.document.objects if entry.keys} <= keyed
    wanted_links, wanted_indexes = set(), set()
    for tree in statements_of(done.script.text, DIALECTS["postgres"]):
        wanted_links |= {key.name for key in tree.find_all(exp.Constraint) if key.find(exp.ForeignKey)}
        wanted_indexes |= {index.name for index in tree.find_all(exp.Index)}
    assert wanted_links <= linked
    assert len(wanted_links) > 40
    assert wanted_indexes <= indexed
    assert len(wanted_indexes) > 40


def test_person_out_of_the_cohort_is_absent_and_so_is_what_belongs_to_them(eclipse: tuple[Run, int]) -> None:
    done, out = eclipse
    kept = [str(key) for key in range(out + 1, out + KEYS_EACH)]
    people = {row[0] for row in done.connection.execute("SELECT pers_person_id FROM ssd_person")}
    families = {row[0] for row in done.connection.execute("SELECT fami_person_id FROM ssd_family")}
    there = {str(row[0]) for row in done.connection.execute("SELECT personid FROM grouppersonview")}
    assert {str(out), *kept} <= there
    assert set(kept) <= people & families
    assert str(out) not in people | families
