"""What answers come to beside an authority's settings, and what an upgrade does to tables. Pure."""

from __future__ import annotations

from dataclasses import replace

import pytest

from specs_app.document.authorities import Authority
from specs_app.document.extract_settings import ScriptParameter
from specs_app.document.extracts import Extract
from specs_app.document.meant import known_dialect
from specs_app.publishing.my_sql.answers import ScriptAnswers, answers_of
from specs_app.publishing.my_sql.asked import Understood, spared
from specs_app.publishing.my_sql.faults import faults_of
from specs_app.sql.options import LocalSettings, Options
from specs_app.sql.shapes import TableShape, table_shapes, table_upgrade
from tests.sql_samples import DOCUMENT

pytestmark = pytest.mark.one_database

COUNCIL = Authority(
    "332",
    "Vale",
    system="oak",
    variant="warehouse",
    database="Postgres",
    source_schema="HDM.Child",
    target_schema="live",
    parameters=(("years", "5"),),
    temporary=True,
)
BUILD = Extract("oak", "tst_person", "warehouse", "SELECT 1")
WITH_COUNCIL = replace(
    DOCUMENT,
    authorities=(COUNCIL,),
    extracts=(BUILD,),
    settings=replace(DOCUMENT.settings, parameters=(ScriptParameter("years", "integer", "6"),)),
)


def understood(**answers: object) -> Understood:
    return Understood(WITH_COUNCIL, ScriptAnswers(**answers))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("SQLServer>2014", "tsql"),
        ("SQLServer[D]", "tsql"),
        ("Postgress", "postgres"),
        ("Oracle", "oracle"),
        ("Unknown", ""),
    ],
)
def test_products_are_known_as_files_write_them(written: str, meant: str) -> None:
    assert known_dialect(written) == meant


def test_what_is_not_answered_is_as_the_settings_say() -> None:
    found = understood(la="332", schema="mine", values=("years:2",))
    assert (found.cms and found.cms.key, found.dialect, found.form) == ("oak", "postgres", "temporary")
    assert found.local.source_schema == "HDM.Child"
    assert found.local.schema == "mine"
    assert found.local.parameters["years"] == "2"
    assert found.local.variant == "warehouse"
    assert faults_of(found) == ()


def test_form_that_is_answered_ends_temporary_tables() -> None:
    asked = understood(la="332", form="script").asked()
    assert asked is not None
    assert not asked.options.local.temporary


def test_local_build_is_of_its_own_system_alone() -> None:
    others = [cms.key for cms in WITH_COUNCIL.settings.cms if cms.key != "oak"]
    assert understood(la="332", cms=others[0]).local.variant == ""
    assert understood(la="332", cms="oak").local.variant == "warehouse"


def test_answers_that_say_nothing_new_are_spared() -> None:
    same = understood(la="332", cms="oak", dialect="postgres", form="temporary", rebuild="drop")
    assert spared(same) == ScriptAnswers(la="332")
    other = understood(la="332", dialect="tsql", form="script")
    assert spared(other) == other.answers


def test_answers_are_the_same_query_in_any_order() -> None:
    texts = {"la": " 332 ", "as": "views"}
    one, other = answers_of(texts, ["b:2", "a:1", "", "a:1"]), answers_of(texts, ["a:1", "b:2"])
    assert one == other
    assert one.pairs() == (("la", "332"), ("as", "views"), ("set", "a:1"), ("set", "b:2"))
    assert answers_of(one.query(), one.values) == one  # type: ignore[arg-type]


def test_tables_of_another_shape_are_named() -> None:
    person, *rest = DOCUMENT.objects
    wider = replace(person, items=tuple(replace(item, max_field_size="99") for item in person.items))
    before = table_shapes(replace(DOCUMENT, objects=(person, *rest[:-1])), "tsql", Options())
    now = replace(DOCUMENT, objects=(wider, *rest[1:]))
    upgrade = table_upgrade(before, table_shapes(now, "tsql", Options()))
    assert upgrade.changed == (person.name,)
    assert upgrade.new == ((rest[-1].name,) if len(rest) > 1 else ())
    assert upgrade.gone == ((rest[0].name,) if len(rest) > 1 else ())
    keeping = Options(local=LocalSettings(leave_out_kinds=frozenset({"drop_table"})))
    stuck = table_upgrade(before, table_shapes(now, "tsql", keeping))
    assert (stuck.changed, stuck.in_the_way) == ((), (person.name,))


def test_tables_of_an_upgrade_are_told_apart_by_where_they_are() -> None:
    before, after = {"old.a": TableShape("1"), "old.b": TableShape("1")}, {"new.a": TableShape("1")}
    moved = table_upgrade(before, after)
    assert (moved.new, moved.kept, moved.gone) == (("new.a",), (), ("old.a", "old.b"))
    stayed = table_upgrade(before, {"old.a": TableShape("2")})
    assert (stayed.changed, stayed.gone) == (("a",), ("b",))
