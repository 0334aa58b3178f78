"""Joins, look-ups and row scopes in the query of a table, for each dialect; and why an object is not filled."""

from __future__ import annotations

from dataclasses import replace

import pytest

from specs_app.document.extract_settings import Join, Lookup, RowScope, ScriptParameter
from specs_app.document.types import Document, Relationship
from specs_app.sql.builder import Script, generate
from specs_app.sql.options import LocalSettings, Options
from tests.sql_samples import DOCUMENT, held

YEARS = ScriptParameter("years", "integer", "6")
AT_HOME = Join("oak", "addresses", "people", (("person_no", "person_no"),), at_most_one=True)
CHILDREN = RowScope("tst_person", window="P2", years=":years", sentinels=("-1", "0"))
THEIR_VISITS = RowScope("tst_visit", cohort="V2")


def with_settings(document: Document = DOCUMENT, **settings: object) -> Document:
    values = {"parameters": (YEARS,), **settings}
    return replace(document, settings=replace(document.settings, **values))  # type: ignore[arg-type]


def mapped(reference: str, source: str, document: Document = DOCUMENT) -> Document:
    """The small document in which one item is held elsewhere."""
    objects = tuple(
        replace(
            entry,
            items=tuple(
                replace(item, cms=held(source)) if item.item_ref == reference else item for item in entry.items
            ),
        )
        for entry in document.objects
    )
    return replace(document, objects=objects)


def script(document: Document, dialect: str | None = None, **parameters: str) -> Script:
    return generate(document, "oak", dialect=dialect, options=Options(local=LocalSettings(parameters=parameters)))


def test_a_table_is_joined_by_what_the_settings_say() -> None:
    made = script(with_settings(joins=(AT_HOME,)))
    assert "src2.[town] AS [p_town]" in made.text
    assert "FROM [people] AS src\nLEFT JOIN [addresses] AS src2 ON src2.[person_no] = src.[person_no]" in made.text
    assert "tst_person: 5 of 6 columns filled from [people] and 1 joined tables" in made.summary


def test_joins_lead_on_from_joined_tables() -> None:
    document = mapped("P4", "towns.name")
    towns = Join("oak", "towns", "addresses", (("town_no", "town_no"), ("country", "country")), at_most_one=True)
    made = script(with_settings(document, joins=(towns, AT_HOME)))
    assert "ON src3.[town_no] = src2.[town_no] AND src3.[country] = src2.[country]" in made.text
    assert "src3.[name] AS [p_town]" in made.text


@pytest.mark.parametrize(
    ("joins", "reason"),
    [
        ((), "join not known"),
        ((replace(AT_HOME, at_most_one=False),), "does not promise at most one row"),
        ((replace(AT_HOME, parent="homes"),), "its joins lead in a circle or to another table"),
        (
            (replace(AT_HOME, parent="homes"), replace(AT_HOME, table="homes", parent="addresses")),
            "its joins lead in a circle or to another table",
        ),
        ((replace(AT_HOME, cms="elm"),), "join not known"),
        ((replace(AT_HOME, columns=()),), "join not known"),
    ],
)
def test_a_table_that_cannot_be_reached_stays_null_with_the_reason(joins: tuple[Join, ...], reason: str) -> None:
    made = script(with_settings(joins=joins))
    (line,) = (line for line in made.summary if line.startswith("tst_person.p_town is NULL"))
    assert reason in line
    assert "LEFT JOIN" not in made.text


def test_a_key_in_two_tables_is_filled_where_they_are_joined() -> None:
    document = mapped("V2", "crm.notes.person_no")
    visit = document.objects[1]
    keys = tuple(replace(item, primary_key=item.item_ref in ("V1", "V2")) for item in visit.items)
    document = replace(document, objects=(document.objects[0], replace(visit, items=keys), document.objects[2]))
    alone = script(with_settings(document))
    assert any("held in several tables" in line for line in alone.summary)
    notes = Join("oak", "crm.notes", "crm.visits", (("visit_no", "visit_no"),), at_most_one=True)
    made = script(with_settings(document, joins=(notes,)))
    assert "FROM [crm].[visits] AS src\nLEFT JOIN [crm].[notes]" in made.text
    assert "WHERE NOT src2.[person_no] IS NULL" in made.text


@pytest.mark.parametrize(
    ("dialect", "condition"),
    [
        ("tsql", "src.[born] >= DATEADD(YEAR, -6, CAST(GETDATE() AS DATE)))"),
        ("postgres", """CAST(src."born" AS timestamp) >= CURRENT_DATE - INTERVAL '6 years')"""),
        ("oracle", 'src."BORN" >= ADD_MONTHS(TRUNC(CURRENT_DATE), -72))'),
    ],
)
def test_a_window_is_reckoned_in_each_dialect(dialect: str, condition: str) -> None:
    made = script(with_settings(row_scopes=(CHILDREN, THEIR_VISITS)), dialect)
    assert f"IS NULL OR {condition}" in made.text
    assert "WHERE cohort." in made.text


def test_an_authority_may_set_a_parameter_otherwise() -> None:
    made = script(with_settings(row_scopes=(replace(CHILDREN, dated_only=True),)), years="3")
    assert "WHERE src.[born] >= DATEADD(YEAR, -3" in made.text
    assert "AND NOT src.[person_no] IN (N'-1', N'0')" in made.text
    words = "rows whose p_born lies in the last 3 years (:years); no rows with the key -1 or 0."
    assert f"-- Rows of tst_person: {words}\n" in made.text


def test_a_script_names_what_it_fills_without_a_scope() -> None:
    made = script(with_settings(row_scopes=(CHILDREN,)))
    assert "-- Filled without a row scope, so with all rows of the source: tst_visit." in made.text
    told = script(with_settings(row_scopes=(CHILDREN, RowScope("tst_visit", none_because="They are few."))))
    assert "-- Rows of tst_visit: all rows, because they are few.\n" in told.text
    assert "Filled without a row scope" not in told.text


def test_a_scope_of_one_system_stands_for_that_alone() -> None:
    document = with_settings(row_scopes=(CHILDREN, RowScope("tst_person", "oak", sentinels=("9",))))
    assert "NOT src.[person_no] IN (N'9')" in script(document).text
    elm = generate(document, "elm").text
    assert "IN ('-1', '0')" in elm


@pytest.mark.parametrize(
    ("scopes", "reason"),
    [
        ((replace(CHILDREN, window="P5"),), "no source for p_care"),
        ((replace(CHILDREN, window="P6"),), "P6 is no date"),
        ((replace(CHILDREN, window="V1"),), "tst_person has no item V1"),
        ((replace(CHILDREN, years=":other"),), "the parameter :other is not declared"),
        ((replace(CHILDREN, years=""),), "nothing is no number of years"),
        ((RowScope("tst_person", cohort="P3"),), "P3 points at no object"),
    ],
)
def test_a_table_whose_scope_cannot_be_kept_is_not_filled(scopes: tuple[RowScope, ...], reason: str) -> None:
    made = script(with_settings(row_scopes=scopes))
    (line,) = (line for line in made.summary if line.startswith("tst_person is not filled"))
    assert "its row scope cannot be kept" in line
    assert reason in line
    assert "INSERT INTO [tst_person]" not in made.text


def test_a_cohort_that_is_not_filled_leaves_its_rows_out() -> None:
    made = script(with_settings(row_scopes=(replace(CHILDREN, window="P6"), THEIR_VISITS)))
    assert any("does not fill tst_person.p_id, by which the rows are chosen" in line for line in made.summary)
    assert "INSERT INTO" not in made.text


def test_scopes_that_wait_for_each_other_fill_nothing() -> None:
    back = Relationship("tst_visit", "v_id", "tst_person", "p_id")
    document = replace(DOCUMENT, relationships=(*DOCUMENT.relationships, back))
    made = script(with_settings(document, row_scopes=(RowScope("tst_person", cohort="P1"), THEIR_VISITS)))
    assert "INSERT INTO" not in made.text
    assert any("tst_visit is not filled: its row scope asks for rows of tst_person" in line for line in made.summary)


def test_a_table_is_made_behind_the_one_that_its_scope_reads() -> None:
    document = replace(DOCUMENT, objects=(DOCUMENT.objects[1], DOCUMENT.objects[0], DOCUMENT.objects[2]))
    text = script(with_settings(document, row_scopes=(CHILDREN, THEIR_VISITS))).text
    assert 0 < text.index("INSERT INTO [tst_person]") < text.index("INSERT INTO [tst_visit]")


def test_a_code_is_looked_up_and_one_that_is_not_listed_is_counted() -> None:
    lookup = Lookup("P4", codes=(("N'north", "1"), ("S", "2")))
    made = script(with_settings(mapped("P4", "people.town"), lookups=(lookup,)))
    assert "CASE CAST(src.[town] AS NVARCHAR(450)) WHEN N'N''north' THEN N'1' WHEN N'S' THEN N'2' END AS [p_town]" in (
        made.text
    )
    assert "SELECT N'tst_person.p_town' AS item, CAST(src.[town] AS NVARCHAR(450)) AS code" in made.text
    assert "WHERE NOT CAST(src.[town] AS NVARCHAR(450)) IN (N'N''north', N'S')" in made.text
