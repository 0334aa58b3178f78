"""Parameters, joins, row scopes and look-ups: read, written, edited, compared, merged and undone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from specs_app.document.describe import describe
from specs_app.document.diff import classify, diff
from specs_app.document.edits import Edit, apply
from specs_app.document.extract_settings import (
    EXTRACT_REGISTRIES,
    Join,
    Lookup,
    RowScope,
    ScriptParameter,
    value_fault,
)
from specs_app.document.inverse import inverse
from specs_app.document.types import Cms, DataObject, Document, Item, Settings
from specs_app.yaml_files.reader import read_part
from specs_app.yaml_files.write.settings import new_settings_file, write_settings

SETTINGS = Settings(
    title="Kites",
    prefix="KIT",
    table_prefix="kit_",
    cms=(Cms("oak", "Oak"),),
    parameters=(ScriptParameter("years", "integer", "6", "How far back."),),
    joins=(Join("oak", "dbo.TAILS", "KITES", (("KITE_NO", "NO"),), at_most_one=True),),
    row_scopes=(
        RowScope("kit_kite", "oak", "KITE002A", "KITE003A", ":years", dated_only=True, sentinels=("-1", "0")),
        RowScope("kit_reel", none_because="A list of what is sold: no person stands in it."),
    ),
    lookups=(Lookup("KITE004A", codes=(("yes", "1"), ("1", "a: b"))),),
)
KITE = DataObject("kit_kite", (Item("KITE001A", "kite_id", primary_key=True), Item("KITE002A", "kite_owner")))
DOCUMENT = Document(SETTINGS, (KITE, DataObject("kit_reel", (Item("REEL001A", "reel_id"),))))
FILE = new_settings_file(SETTINGS)


def changed(**values: object) -> Document:
    applied = apply(DOCUMENT, [Edit("change_settings", "", values)])
    assert applied.problems == ()
    return applied.document


def test_what_is_written_is_read_again() -> None:
    part = read_part("settings", "specification.yml", FILE)
    assert (part.settings, part.problems) == (SETTINGS, ())


def test_a_change_alters_only_its_lines() -> None:
    document = changed(row_scopes={"oak:kit_kite": {"years": "7", "sentinels": ["0"]}})
    lines, before = write_settings(FILE, SETTINGS, document.settings).splitlines(), FILE.splitlines()
    assert [line for line in lines if line not in before] == [b"  years: '7'"]
    assert len(before) - len(lines) == 1
    assert read_part("settings", "specification.yml", b"\n".join(lines)).settings == document.settings


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("joins:\n- {cms: oak, table: A}\n", "bad-registry-entry"),
        ("row_scopes:\n- object: kit_kite\n- object: kit_kite\n", "bad-registry-entry"),
        ("parameters:\n- {key: years, type: number, default: 6}\n", "unknown-parameter-type"),
        ("lookups:\n- {item: KITE004A, codes: [1]}\n", "wrong-shape"),
    ],
)
def test_what_does_not_fit_is_told_with_its_line(text: str, rule: str) -> None:
    part = read_part("settings", "specification.yml", f"title: Kites\nprefix: KIT\n{text}".encode())
    assert [(problem.rule, problem.line > 2) for problem in part.problems] == [(rule, True)]


EDITS = [
    ("parameters", {"years": {"default": "7"}}, "breaking", "Parameter years changed"),
    ("parameters", {"since": {"type": "date", "default": "2020-01-01"}}, "compatible", "Parameter since added"),
    ("joins", {"oak:dbo.TAILS:KITES": {"at_most_one": False}}, "breaking", "Join oak:dbo.TAILS:KITES changed"),
    ("joins", {"oak:REELS:KITES": {"columns": {"NO": "REEL_NO"}}}, "compatible", "Join oak:REELS:KITES added"),
    ("row_scopes", {"kit_kite": {"sentinels": ["-1"]}}, "compatible", "Row scope kit_kite added"),
    ("row_scopes", {"kit_reel": None}, "breaking", "Row scope kit_reel removed"),
    ("lookups", {"KITE004A": {"codes": {"N": "0"}}}, "breaking", "Look-up KITE004A changed"),
]


@pytest.mark.parametrize(("registry", "values", "change_class", "sentence"), EDITS)
def test_an_edit_is_classed_told_and_undone(registry: str, values: object, change_class: str, sentence: str) -> None:
    document = changed(**{registry: values})
    found = diff(DOCUMENT, document)
    assert [describe(change) for change in found] == [sentence]
    assert classify(found) == change_class
    back = inverse(DOCUMENT, document)
    assert apply(document, back.edits).document.settings == SETTINGS


@pytest.mark.parametrize(
    ("registry", "values", "rule"),
    [
        ("parameters", {"years": {"default": "six"}}, "bad-default"),
        ("parameters", {"ye ars": {"default": "6"}}, "bad-name"),
        ("parameters", {"years": {"type": "number"}}, "unknown-choice"),
        ("joins", {"oak:TAILS": {"at_most_one": True}}, "bad-name"),
        ("joins", {":TAILS:KITES": {"at_most_one": True}}, "bad-name"),
        ("row_scopes", {"oak:": {}}, "bad-name"),
        ("row_scopes", {"kit_line": None}, "unknown-entry"),
        ("row_scopes", [], "wrong-type"),
        ("lookups", {"KITE004A": {"codes": ["1"]}}, "wrong-type"),
    ],
)
def test_a_wrong_edit_is_refused(registry: str, values: object, rule: str) -> None:
    applied = apply(DOCUMENT, [Edit("change_settings", "", {registry: values})])
    assert rule in [problem.rule for problem in applied.problems]
    assert applied.document == DOCUMENT


def test_a_scope_follows_the_name_of_its_object() -> None:
    document = apply(DOCUMENT, [Edit("change_object", "kit_kite", {"name": "kit_glider"})]).document
    assert [scope.key for scope in document.settings.row_scopes] == ["oak:kit_glider", "kit_reel"]


def test_every_key_stands_for_its_own_entry() -> None:
    for registry, shape in EXTRACT_REGISTRIES.items():
        for entry in getattr(SETTINGS, registry):
            identity = shape.identified(entry.key)
            assert identity is not None
            assert replace(entry, **identity) == entry


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [("integer", "-6", "6.0"), ("date", "2026-02-28", "2026-02-30"), ("text", "it's", "two\nlines")],
)
def test_a_value_fits_its_type(kind: str, good: str, bad: str) -> None:
    parameter = ScriptParameter("x", kind)  # type: ignore[arg-type]
    assert value_fault(parameter, good) == ""
    assert ":x" in value_fault(parameter, bad)
