"""Defects planted in sound bodies: each is found by the rules, by the server, or by rows that are not those of the sound bodies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import psycopg
import pytest

from specs_app.document.extracts import Extract
from specs_app.document.types import Category, CategoryValue, Cms, DataObject, Document, Item, Settings
from specs_app.lint.runner import RULES
from specs_app.sql.body_checks import faults_of
from specs_app.sql.builder import generate
from tests.integration.sql.body_world import build, parsed, rows_of, sources_of
from tests.integration.sql.conftest import scratch_database

pytestmark = [pytest.mark.postgres, pytest.mark.one_database]

PERSON = """-- Scope: people seen in the last six years
SELECT p.person_no AS p_id, p.born AS p_born, CASE WHEN p.sex = 'm' THEN '1' ELSE '2' END AS p_sex, h.town AS p_town
FROM people p LEFT JOIN homes h ON h.person_no = p.person_no
WHERE p.seen > CURRENT_DATE - INTERVAL '6 years'
"""
VISIT = """-- Scope: visits to people who are taken
SELECT v.visit_no AS v_id, v.person_no AS v_person_id, v.held AS v_held
FROM visits v
WHERE EXISTS (SELECT 1 FROM tst_person t WHERE t.p_id = v.person_no)
"""
SOUND = {"tst_person": PERSON, "tst_visit": VISIT}
DOCUMENT = Document(
    Settings(table_prefix="tst_", cms=(Cms("elm", "Elm", "postgres"),)),
    (
        DataObject(
            "tst_person",
            (
                Item("P1", "p_id", type="nvarchar", max_field_size="48", primary_key=True),
                Item("P2", "p_born", type="date"),
                Item("P3", "p_sex", type="nvarchar", max_field_size="1", category="sexes"),
                Item("P4", "p_town", type="nvarchar", max_field_size="48"),
            ),
        ),
        DataObject(
            "tst_visit",
            (
                Item("V1", "v_id", type="nvarchar", max_field_size="48", primary_key=True),
                Item("V2", "v_person_id", type="nvarchar", max_field_size="48"),
                Item("V3", "v_held", type="date"),
            ),
        ),
    ),
    (Category("sexes", (CategoryValue("1"), CategoryValue("2"))),),
)
HOME = "LEFT JOIN homes h ON h.person_no = p.person_no"
WINDOW = "WHERE p.seen > CURRENT_DATE - INTERVAL '6 years'"
COHORT = "WHERE EXISTS (SELECT 1 FROM tst_person t WHERE t.p_id = v.person_no)"
KEYS = "v.visit_no AS v_id, v.person_no AS v_person_id"
#: What, in which body, which words, which stand there then, and what finds it: a rule (by its words), the server, or the rows.
DEFECTS = [
    ("type: a date as a number", "tst_person", "p.born AS", "CAST(p.born AS INT) AS", "p_born is cast to INT"),
    ("type: a key as a date", "tst_person", "p.born AS", "p.person_no AS", "server"),
    ("type: a text that is too long", "tst_person", "h.town AS", "REPEAT(CAST(h.town AS TEXT), 30) AS", "server"),
    ("join: no condition", "tst_person", HOME, ", homes h", "rows multiply"),
    ("join: said to be all with all", "tst_person", HOME, "CROSS JOIN homes h", "server"),
    ("join: the wrong column", "tst_person", "h.person_no = p", "h.town = p", "rows"),
    ("join: a table that is not there", "tst_person", "p.born AS", "q.born AS", "q.born names q"),
    ("join: only those with a home", "tst_person", "LEFT JOIN", "JOIN", "rows"),
    ("order: a circle", "tst_person", "WHERE p", "WHERE EXISTS (SELECT 1 FROM tst_visit v) AND p", "in a circle"),
    ("order: columns exchanged", "tst_visit", KEYS, "v.visit_no AS v_person_id, v.person_no AS v_id", "rows"),
    ("scope: no window", "tst_person", WINDOW, "", "rows"),
    ("scope: a wider window", "tst_person", "'6 years'", "'60 years'", "rows"),
    ("scope: no cohort", "tst_visit", COHORT, "", "rows"),
    ("scope: the opposite cohort", "tst_visit", "WHERE EXISTS", "WHERE NOT EXISTS", "rows"),
    ("scope: not said", "tst_visit", "-- Scope: ", "-- ", "does not say which rows"),
    ("code: not in the list", "tst_person", "THEN '1'", "THEN '7'", "which is not in the list"),
    ("code: exchanged", "tst_person", "THEN '1' ELSE '2'", "THEN '2' ELSE '1'", "rows"),
    ("column: the key is missing", "tst_visit", "v.visit_no AS v_id, ", "", "Column v_id is missing"),
    ("column: the key is NULL", "tst_visit", "v.visit_no AS v_id", "NULL AS v_id", "v_id is the key and NULL"),
    ("column: no item", "tst_visit", "AS v_held", "AS v_when", "no item v_when"),
    (
        "value: a word for a value",
        "tst_person",
        "FROM people p",
        "FROM (VALUES (SOMEBODY)) x (y), people p",
        "SOMEBODY is written",
    ),
    ("value: a parameter nobody declared", "tst_person", "INTERVAL '6 years'", ":years", ":years is not declared"),
]


def document_with(**bodies: str) -> Document:
    texts = {**SOUND, **bodies}
    return replace(DOCUMENT, extracts=tuple(Extract("elm", name, "", sql) for name, sql in sorted(texts.items())))


@pytest.fixture(scope="module")
def server() -> Iterator[psycopg.Connection]:
    """The sources of the sound bodies; besides somebody who was seen long ago, with a visit, and somebody without a home."""
    document = document_with()
    with scratch_database() as connection:
        build(connection, sources_of(document, parsed(document.extracts)).tables())
        for key, years in ((77, 20), (78, 0)):
            connection.execute(
                "INSERT INTO people (person_no, born, sex, seen) VALUES (%s, CURRENT_DATE, 'm', CURRENT_DATE - %s * 365)",
                (key, years),
            )
        connection.execute("INSERT INTO visits (visit_no, person_no, held) VALUES (99, 77, CURRENT_DATE)")
        yield connection


def rows(server: psycopg.Connection, document: Document) -> dict[str, list[str]]:
    """What the script fills the tables with."""
    server.execute(generate(document, "elm").text)  # type: ignore[arg-type]
    return {name: rows_of(server, name) for name in SOUND}


@pytest.fixture(scope="module")
def sound(server: psycopg.Connection) -> dict[str, list[str]]:
    """The rows of the sound bodies: all but the one who was seen long ago."""
    found = rows(server, document_with())
    assert all(found.values())
    assert not any("77" in row for row in found["tst_visit"])
    return found


def said(document: Document) -> list[str]:
    """What the rules say of all bodies."""
    found = [fault.text for extract in document.extracts for fault in faults_of(extract, document)]
    return [*found, *(finding.message for finding in RULES["extract-circle"].check(document))]


def test_sound_bodies_are_found_sound(sound: dict[str, list[str]]) -> None:
    assert said(document_with()) == []
    assert len(sound["tst_person"]) > 4


@pytest.mark.parametrize(
    ("name", "old", "new", "finds"), [entry[1:] for entry in DEFECTS], ids=[entry[0] for entry in DEFECTS]
)
def test_planted_defect_is_found(
    server: psycopg.Connection, sound: dict[str, list[str]], name: str, old: str, new: str, finds: str
) -> None:
    assert SOUND[name].count(old) == 1
    document = document_with(**{name: SOUND[name].replace(old, new)})
    if finds not in {"server", "rows"}:
        assert any(finds in text for text in said(document))
        return
    assert said(document) == []
    if finds == "server":
        with pytest.raises(psycopg.errors.Error):
            rows(server, document)
        return
    assert rows(server, document) != sound
