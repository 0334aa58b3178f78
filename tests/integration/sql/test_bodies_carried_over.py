"""Bodies for SQL Server on PostgreSQL: what can be said there runs and gives what it says, the rest is named with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import psycopg
import pytest
from sqlglot import exp
from sqlglot.errors import SqlglotError

from specs_app.document.extract_settings import ScriptParameter
from specs_app.document.extracts import Extract
from specs_app.document.types import Cms, Document
from specs_app.sql.builder import generate
from specs_app.sql.dialects import DIALECTS
from specs_app.sql.parameters import values_of
from specs_app.sql.reading.decoding import text_of
from specs_app.sql.reading.reader import read_scripts
from specs_app.sql.safety import parsed as statements_of
from specs_app.sql.safety import prove_query
from specs_app.sql.tables import tables_of
from tests.body_sources.carrying import carried
from tests.corpus import corpus_files
from tests.integration.sql.body_world import build, checksums, parsed, rows_by_query, rows_of, sources_of
from tests.integration.sql.conftest import scratch_database
from tests.integration.sql.test_real_specifications import document_of
from tests.soak import SOAK, sample

pytestmark = [pytest.mark.postgres, pytest.mark.one_database, pytest.mark.soak]

PARAMETERS = (
    ScriptParameter("ssd_timeframe_years", "integer", "6"),
    ScriptParameter("start_date", "date", "2020-01-01"),
    ScriptParameter("end_date", "date", "2030-01-01"),
)
#: What the parser cannot say on PostgreSQL, or says and that server does not take; each for a reason of the two products.
NOT_SAID = {"ssd_cin_episodes", "ssd_initial_cp_conference", "ssd_s47_enquiry"}
REFUSED = {
    "ssd_address": "NotNullViolation",  # Rows without a key, by an outer join.
    "ssd_cin_plans": "UndefinedFunction",  # A time less a number.
    "ssd_cla_reviews": "UniqueViolation",  # Two rows of one key, from sources that have them twice.
    "ssd_disability": "NotNullViolation",
    "ssd_early_help_episodes": "UndefinedFunction",
    "ssd_mother": "NotNullViolation",
    "ssd_permanence": "AmbiguousColumn",
}


@dataclass
class Carried:
    """A database in which the script has run, statement by statement, and what came of it."""

    connection: psycopg.Connection
    document: Document
    before: dict[str, str]
    not_said: set[str]
    refused: dict[str, str] = field(default_factory=dict)


def bodies(corpus: Path, document: Document) -> tuple[list[Extract], set[str]]:
    """The bodies of Mosaic in PostgreSQL, and the objects of those that cannot be said there."""
    files = [path for path in corpus_files("deployment_extracts/mosaic") if path.suffix == ".sql"]
    prove = partial(prove_query, dialect=DIALECTS["tsql"], parameters=True)
    texts = {path.name: text_of(path.read_bytes()) for path in sample(files, 3, start=2)}
    found, not_said = [], set[str]()
    for body in read_scripts(texts, document, "tsql", prove=prove).taken:
        try:
            found.append(Extract("mosaic", body.object, "", f"{carried(body.sql)}\n"))
        except SqlglotError:
            not_said.add(body.object)
    return sorted(found, key=lambda body: body.key), not_said


@pytest.fixture(scope="module")
def mosaic(corpus: Path) -> Iterator[Carried]:
    document = document_of(corpus)
    settings = replace(document.settings, cms=(Cms("mosaic", "Mosaic", "postgres"),), parameters=PARAMETERS)
    extracts, not_said = bodies(corpus, document)
    document = replace(document, settings=settings, extracts=tuple(extracts))
    queries = bound(document)
    with scratch_database() as connection:
        build(connection, sources_of(document, queries).tables())
        done = Carried(connection, document, checksums(connection, "ssd_"), not_said)
        for tree in statements_of(generate(document, "mosaic").text, DIALECTS["postgres"]):
            try:
                connection.execute(tree.sql("postgres"))  # type: ignore[arg-type]
            except psycopg.Error as error:
                if isinstance(tree, exp.Insert):
                    done.refused[tree.this.this.name] = type(error).__name__
        yield done


def bound(document: Document) -> dict[str, exp.Query]:
    """The queries with the values of their parameters."""
    queries, values = parsed(document.extracts), values_of(PARAMETERS, {})
    for query in queries.values():
        values.bind(query, DIALECTS["postgres"])
    return queries


def test_what_cannot_be_carried_over_is_known_by_name_and_reason(mosaic: Carried) -> None:
    assert mosaic.not_said <= NOT_SAID
    assert mosaic.refused.items() <= REFUSED.items()
    assert len(mosaic.document.extracts) >= (35 if SOAK else 10)
    assert not SOAK or (mosaic.not_said, mosaic.refused) == (NOT_SAID, REFUSED)
    assert checksums(mosaic.connection, "ssd_") == mosaic.before


def test_what_runs_gives_what_the_bodies_say(mosaic: Carried) -> None:
    tables = {table.name: table for table in tables_of(mosaic.document, DIALECTS["postgres"])[0]}
    filled, differing = [], []
    for name, query in bound(mosaic.document).items():
        rows = rows_of(mosaic.connection, name) if name not in mosaic.refused else []
        if rows and not query.find(exp.Uuid):
            filled.append(name)
            differing += [name] if rows_by_query(mosaic.connection, tables[name], query) != rows else []
    assert differing == []
    assert len(filled) >= (13 if SOAK else 2)
