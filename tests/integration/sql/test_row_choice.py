"""Joins, look-ups and row scopes on a real server: which rows are there, and with what in them."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from specs_app.document.extract_settings import Join, Lookup, RowScope, ScriptParameter
from specs_app.document.types import CmsMapping, Document
from specs_app.sql.builder import Script, generate
from specs_app.tables.wide_table import enrich
from tests.integration.sql.test_on_postgres import contents, run_twice
from tests.integration.sql.test_real_specifications import TABLE, document_of
from tests.sql_samples import DOCUMENT

pytestmark = pytest.mark.one_database

SCOPES = (
    RowScope("tst_person", window="P2", years=":years", sentinels=("-1", "0")),
    RowScope("tst_visit", cohort="V2"),
)
TOWNS = (
    Join("elm", "homes", "people", (("home_no", "home_no"),), at_most_one=True),
    Join("elm", "addresses", "homes", (("address_no", "address_no"), ("kind", "kind")), at_most_one=True),
)
SOURCES = """
    CREATE TABLE people (person_no int, born date, children int, home_no int, sex text, first_name text, last_name text);
    INSERT INTO people VALUES (1, CURRENT_DATE - 30, 1, 10, 'm', 'A', 'B'), (2, CURRENT_DATE - 4000, 1, 10, 'f', 'C', 'D'),
        (3, NULL, 1, 20, 'x', 'E', 'F'), (-1, CURRENT_DATE, 0, NULL, 'm', 'un', 'known'), (4, CURRENT_DATE, 1, 99, NULL, 'G', 'H');
    CREATE TABLE homes (home_no int, address_no int, kind text);
    INSERT INTO homes VALUES (10, 7, 'now'), (20, 8, 'now');
    CREATE TABLE addresses (address_no int, kind text, town text);
    INSERT INTO addresses VALUES (7, 'now', 'Kite Hill'), (7, 'then', 'Elsewhere'), (8, 'then', 'Reel');
    CREATE SCHEMA crm;
    CREATE TABLE crm.visits (visit_no text, person_no int, worker_no text);
    INSERT INTO crm.visits VALUES ('v1', 1, 'w'), ('v2', 2, 'w'), ('v3', 77, 'w'), ('v4', 3, 'w'), ('v5', -1, 'w');
"""


def with_choice(**settings: object) -> Document:
    """The small document with a code in its place of the children, and these settings."""
    person = DOCUMENT.objects[0]
    sex = CmsMapping("elm", source="people.sex")
    items = tuple(
        replace(item, type="nvarchar", cms=(sex,)) if item.item_ref == "P3" else item for item in person.items
    )
    settings = {"parameters": (ScriptParameter("years", "integer", "6"),), **settings}
    return replace(
        DOCUMENT,
        objects=(replace(person, items=items), *DOCUMENT.objects[1:]),
        settings=replace(DOCUMENT.settings, **settings),  # type: ignore[arg-type]
    )


def run(connection: psycopg.Connection, document: Document) -> Script:
    connection.execute(SOURCES)
    script = generate(document, "elm")
    for _ in range(2):
        connection.execute(script.text)
    return script


@pytest.mark.postgres
def test_rows_columns_and_codes_are_those_that_the_settings_say(scratch: psycopg.Connection) -> None:
    codes = Lookup("P3", "elm", (("m", "1"), ("f", "2")))
    script = run(scratch, with_choice(joins=TOWNS, row_scopes=SCOPES, lookups=(codes,)))
    people = {person[0]: person for person in contents(scratch, "tst_person")}
    assert sorted(people) == ["1", "3", "4"]  # 2 is too long ago, -1 stands for nobody; 3 has no date and stays
    assert {key: person[3] for key, person in people.items()} == {"1": "Kite Hill", "3": None, "4": None}
    assert {key: person[2] for key, person in people.items()} == {"1": "1", "3": None, "4": None}
    assert [visit[0] for visit in contents(scratch, "tst_visit")] == ["v1", "v4"]  # the others are of nobody here
    tests = scratch.execute("SELECT table_name, found FROM tst_run_log WHERE detail LIKE 'code is in no look-up%'")
    assert "code is in no look-up: p_children" in script.text
    assert tests.fetchall() == [("tst_person", 1)]


@pytest.mark.postgres
def test_without_scopes_all_rows_are_taken_and_dated_rows_alone_where_asked(scratch: psycopg.Connection) -> None:
    run(scratch, with_choice())
    assert len(contents(scratch, "tst_person")) == 5
    assert len(contents(scratch, "tst_visit")) == 5
    dated = with_choice(row_scopes=(replace(SCOPES[0], dated_only=True),))
    scratch.execute(generate(dated, "elm").text)
    assert [person[0] for person in contents(scratch, "tst_person")] == ["1", "4"]


#: How tables of the real system are reached, by the names of the columns that both have.
REACHED = [
    ("FACT_CLA", "FACT_CARE_EPISODES", "FACT_CLA_ID", True),
    ("FACT_CASENOTES", "FACT_CLA_VISIT", "FACT_CASENOTE_ID", True),
    ("FACT_CASENOTES", "FACT_CP_VISIT", "FACT_CASENOTE_ID", True),
    ("FACT_CP_CONFERENCE_MEETING", "FACT_CP_CONFERENCE", "FACT_CP_CONFERENCE_ID", True),
    ("FACT_FORMS", "FACT_FORM_ANSWERS", "FACT_FORM_ID", True),
    ("DIM_CLA_ELIGIBILITY", "FACT_CLA_CARE_LEAVERS", "DIM_CLA_ELIGIBILITY_ID", True),
    ("DIM_PERSON", "FACT_IMMIGRATION_STATUS", "DIM_PERSON_ID", True),
    ("FACT_CARE_EPISODES", "FACT_CLA_PLACEMENT", "FACT_CLA_PLACEMENT_ID", False),
    ("FACT_903_DATA", "DIM_PERSON", "DIM_PERSON_ID", False),
    ("FACT_PERSON_RELATION", "DIM_PERSON", "DIM_PERSON_ID", False),
]
SYSTEM = "liquid_logic"


@pytest.fixture(scope="module")
def real(corpus: Path) -> Document:
    """The real specification with what its wide table adds."""
    return enrich(document_of(corpus), (corpus / TABLE).read_bytes()).document


def filled(script: Script) -> int:
    lines = (line.partition(": ")[2].split(" of ")[0] for line in script.summary if "columns filled from" in line)
    return sum(map(int, lines))


def test_joins_fill_what_was_null_for_want_of_them(real: Document) -> None:
    joins = tuple(Join(SYSTEM, table, parent, ((name, name),), one) for table, parent, name, one in REACHED)
    before = generate(real, SYSTEM)
    after = generate(replace(real, settings=replace(real.settings, joins=joins)), SYSTEM)
    assert sum("join not known" in line and " is NULL" in line for line in before.summary) == 15
    assert (filled(before), filled(after)) == (184, 201)  # the edition itself fills 4 of the table of versions
    left = [line for line in after.summary if "does not promise at most one row" in line]
    assert len(left) == 3
    assert not [line for line in after.summary if "join not known" in line]


@pytest.mark.postgres
def test_real_tables_are_filled_by_joins_and_scopes(real: Document, scratch: psycopg.Connection) -> None:
    joins = tuple(Join(SYSTEM, table, parent, ((name, name),), one) for table, parent, name, one in REACHED)
    children = [link for link in real.relationships if link.parent_object == "ssd_person"]
    cohorts = {
        link.child_object: RowScope(link.child_object, cohort=item.item_ref)
        for link in children
        if (item := real.item_by_name.get((link.child_object, link.child_item)))
    }
    scopes = (RowScope("ssd_person", sentinels=("b",)), *cohorts.values())
    document = replace(real, settings=replace(real.settings, joins=joins, row_scopes=scopes))
    script = run_twice(scratch, document, SYSTEM)
    assert [row[0] for row in contents(scratch, "ssd_person")] == ["a", "c"]
    assert len(contents(scratch, "ssd_cla_episodes")) == 2
    assert sorted(contents(scratch, "ssd_immigration_status"))[0][:2] == ("a", "a")
    assert "Filled without a row scope" in script.text


#: A mapping that is nothing but the path of a column.
PLAIN = re.compile(r"\w+(?:\.\w+)+")


@pytest.mark.postgres
@pytest.mark.parametrize(("system", "least"), [(SYSTEM, 130), ("mosaic", 25), ("azeus", 2)])
def test_columns_hold_what_their_mappings_name(
    real: Document, scratch: psycopg.Connection, system: str, least: int
) -> None:
    """Read from the source by the mapping's own words, beside what the script put into the table."""
    script, compared = run_twice(scratch, real, system), 0
    told = re.sub(r'["\[\]]', "", "\n".join(script.summary))
    filled_from = dict(re.findall(r"^(\w+): \d+ of \d+ columns filled from (\S+)$", told, re.MULTILINE))
    for entry in real.objects:
        for item in entry.items if entry.name in filled_from else ():
            place = item.mapping(system).source if item.mapping(system) else ""
            if PLAIN.fullmatch(place) and place.rpartition(".")[0].casefold() == filled_from[entry.name].casefold():
                table, _, column = place.rpartition(".")
                held = scratch.execute(f"SELECT btrim(CAST({item.name} AS text)) FROM {entry.name}").fetchall()  # type: ignore[arg-type]
                kind = f"SELECT btrim(CAST(CAST({column} AS {_kind(scratch, entry.name, item.name)}) AS text)) FROM {table}"
                assert sorted(map(str, held)) == sorted(map(str, scratch.execute(kind).fetchall()))  # type: ignore[arg-type]
                compared += 1
    assert compared >= least


def _kind(connection: psycopg.Connection, table: str, column: str) -> str:
    found = connection.execute(
        "SELECT format_type(atttypid, NULL) FROM pg_attribute WHERE attrelid = %s::regclass AND attname = %s",
        (table, column),
    ).fetchone()
    assert found
    return str(found[0])
