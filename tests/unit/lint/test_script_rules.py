"""The rules on parameters, joins, row scopes and look-ups: each finds its fault, and is silent on what is right."""

from __future__ import annotations

from dataclasses import replace

import pytest

from specs_app.document.extract_settings import Join, Lookup, RowScope, ScriptParameter
from specs_app.document.extracts import Extract
from specs_app.document.types import (
    Category,
    CategoryValue,
    Cms,
    CmsMapping,
    DataObject,
    Document,
    Item,
    Relationship,
    Settings,
)
from specs_app.lint import script_rules
from specs_app.lint.runner import RULES, check

OURS = [entry for entry in RULES.values() if entry.check.__module__ == script_rules.__name__]
KITE = DataObject(
    "kit_kite",
    (
        Item("KITE001A", "kite_id", primary_key=True, cms=(CmsMapping("oak", source="[dbo].KITES.NO"),)),
        Item("KITE002A", "kite_owner", cms=(CmsMapping("oak", source="COALESCE(OWNERS.NO, :nobody)"),)),
        Item("KITE003A", "kite_lost", type="datetime", category="losses"),
    ),
)
OWNER = DataObject("kit_owner", (Item("OWNE001A", "owner_id", primary_key=True),))
SETTINGS = Settings(
    cms=(Cms("oak", "Oak"),),
    parameters=(ScriptParameter("years"), ScriptParameter("nobody"), ScriptParameter("since")),
    joins=(
        Join("oak", "OWNERS", "HOLDERS", (("NO", "NO"),)),
        Join("oak", "HOLDERS", "dbo.KITES", (("NO", "NO"),)),
    ),
    row_scopes=(
        RowScope("kit_kite", cohort="KITE002A", window="KITE003A", years=":years"),
        RowScope("kit_owner", none_because="They are ours."),
    ),
    lookups=(Lookup("KITE003A", codes=(("x", "1"),)),),
)
SOUND = Document(
    SETTINGS,
    (KITE, OWNER),
    (Category("losses", (CategoryValue("1"),)),),
    (Relationship("kit_owner", "owner_id", "kit_kite", "kite_owner"),),
    extracts=(Extract("oak", "kit_owner", sql="SELECT ':hidden' AS a, b::int FROM t WHERE d > :since"),),
)


def with_settings(**values: object) -> Document:
    return replace(SOUND, settings=replace(SETTINGS, **values))  # type: ignore[arg-type]


def with_scope(**values: object) -> Document:
    return with_settings(row_scopes=(replace(SETTINGS.row_scopes[0], **values), SETTINGS.row_scopes[1]))  # type: ignore[arg-type]


FAULTS = [
    ("parameter-not-declared", "settings/row_scopes/kit_kite", with_scope(years=":weeks")),
    (
        "unused-parameter",
        "settings/parameters/weeks",
        with_settings(parameters=(*SETTINGS.parameters, ScriptParameter("weeks"))),
    ),
    ("unknown-system", "settings/row_scopes/elm%3Akit_kite", with_scope(cms="elm")),
    (
        "unknown-system",
        "settings/lookups/elm%3AKITE003A",
        with_settings(lookups=(Lookup("KITE003A", "elm", (("x", "1"),)),)),
    ),
    (
        "join-to-unmapped-table",
        "settings/joins/oak%3AREELS%3AKITES",
        with_settings(joins=(*SETTINGS.joins, Join("oak", "REELS", "KITES", (("NO", "NO"),)))),
    ),
    (
        "join-to-unmapped-table",
        "settings/joins/oak%3Adbo.KITES%3AOWNERS",
        with_settings(joins=(*SETTINGS.joins, Join("oak", "dbo.KITES", "OWNERS"))),
    ),
    ("bad-row-scope", "settings/row_scopes/kit_line", with_scope(object="kit_line")),
    ("bad-row-scope", "settings/row_scopes/kit_kite", with_scope(cohort="KITE001A")),
    ("bad-row-scope", "settings/row_scopes/kit_kite", with_scope(window="KITE001A")),
    ("bad-row-scope", "settings/row_scopes/kit_kite", with_scope(years="0")),
    ("bad-row-scope", "settings/row_scopes/kit_kite", with_scope(none_because="All are needed.")),
    ("bad-row-scope", "settings/row_scopes/kit_kite", with_scope(cohort="", window="")),
    ("bad-lookup", "settings/lookups/KITE009A", with_settings(lookups=(Lookup("KITE009A", codes=(("x", "1"),)),))),
    ("bad-lookup", "settings/lookups/KITE003A", with_settings(lookups=(Lookup("KITE003A", codes=(("x", "9"),)),))),
    ("bad-lookup", "settings/lookups/KITE003A", with_settings(lookups=(Lookup("KITE003A"),))),
]


def test_what_is_right_is_not_found() -> None:
    assert len(OURS) == 6
    assert check(SOUND, rules=OURS) == ()


@pytest.mark.parametrize(("rule", "address", "document"), FAULTS)
def test_a_fault_is_found_where_it_is(rule: str, address: str, document: Document) -> None:
    assert (rule, address) in [(problem.rule, problem.address) for problem in check(document, rules=OURS)]


def test_a_parameter_in_a_mapping_must_be_declared() -> None:
    found = check(with_settings(parameters=(ScriptParameter("years"), ScriptParameter("since"))), rules=OURS)
    assert [(problem.rule, problem.address) for problem in found] == [("parameter-not-declared", "items/KITE002A")]
