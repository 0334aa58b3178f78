"""Each rule finds its fault, says where, and is silent on a sound document."""

from collections import Counter
from dataclasses import replace

import pytest

from specs_app.document.extracts import Extract
from specs_app.document.paths import of_extract
from specs_app.document.source_map import SourceLine
from specs_app.document.types import (
    Category,
    CategoryValue,
    Cms,
    CmsMapping,
    DataObject,
    Deprecation,
    Document,
    Item,
    Relationship,
    ReturnMapping,
    Settings,
    Term,
)
from specs_app.document.validation import Argument, DataType, Validation, Validator
from specs_app.lint.runner import RULES, check
from specs_app.yaml_files.reader import read
from tests.corpus import needs_corpus
from tests.corpus_files import corpus_repository
from tests.unit.lint.test_script_rules import FAULTS as OF_EXTRACTS

KEY = Item("A1", "a_id", "Key", "int", primary_key=True)
PLAIN = Item("A2", "a_other", "Other", "int", category="codes")
LINK = Relationship("x_a", "a_id", "x_a", "a_other")
SOUND = Document(
    Settings(table_prefix="x_", domains=(Term("d"),), statuses=(Term("R"),)),
    (DataObject("x_a", (KEY, PLAIN)),),
    (Category("codes"),),
    (LINK,),
)


def with_item(**values) -> Document:
    return replace(SOUND, objects=(DataObject("x_a", (KEY, replace(PLAIN, **values))),))


def with_registries(**values) -> Document:
    """Registries, and an item of them as it should be but for the values."""
    registries = replace(
        SOUND.settings,
        validators=(Validator("limit", args=(Argument("characters", "integer"),)),),
        datatypes=(DataType("year", extends="int"), DataType("list")),
    )
    sound = {"type": "year", "validators": (Validation("limit", (("characters", "20"),)),)}
    return replace(with_item(**sound | values), settings=registries, relationships=())


def with_data_type(*entries: DataType) -> Document:
    return replace(SOUND, settings=replace(SOUND.settings, datatypes=entries))


def with_bodies(*bodies: tuple[str, str]) -> Document:
    extracts = tuple(Extract("elm", name, "", sql) for name, sql in bodies)
    other = DataObject("x_b", (Item("B1", "b_id", "Key", "int", primary_key=True),))
    settings = replace(SOUND.settings, cms=(Cms("elm", "Elm", "postgres"),))
    return replace(SOUND, objects=(*SOUND.objects, other), settings=settings, extracts=extracts)


FAULTS = [
    ("unknown-return", with_item(returns=("XYZ",))),
    ("unknown-return", with_item(returns_map=(ReturnMapping("XYZ"),))),
    ("return-mark-not-listed", with_item(returns_map=(ReturnMapping("XYZ"),))),
    ("unknown-cms", with_item(cms=(CmsMapping("abacus"),))),
    ("unknown-domain", with_item(domains=("d", "e"))),
    ("unknown-status", with_item(status="ZZ")),
    ("unknown-category", with_item(category="none")),
    ("unknown-type", with_item(type="stuff")),
    ("unknown-type", with_item(type="")),
    ("unknown-sensitivity", with_item(sensitivity="high")),
    ("unknown-type", with_registries(type="stuff")),
    ("size-missing", with_item(type="NCHAR")),
    ("unknown-validator", with_registries(validators=(Validation("nobody"),))),
    ("bad-validator-argument", with_registries(validators=(Validation("limit"),))),
    ("bad-validator-argument", with_registries(validators=(Validation("limit", (("", "few"),)),))),
    ("bad-validator-argument", with_registries(validators=(Validation("limit", (("characters", "2"), ("x", "1"))),))),
    ("unknown-base-type", with_data_type(DataType("a", extends="nobody"))),
    ("unknown-base-type", with_data_type(DataType("a", extends="b"), DataType("b", extends="a"))),
    ("bad-size", with_item(max_field_size="0")),
    ("bad-size", with_item(max_field_size="many")),
    ("unknown-replacement", with_item(deprecated=Deprecation("1", "A2", "2"))),
    ("bad-release-number", with_item(deprecated=Deprecation("next year"))),
    ("bad-release-number", with_item(deprecated=Deprecation("1.0", remove_in="v2"))),
    ("bad-name", with_item(name="A Other")),
    ("no-description", with_item(description=" ")),
    ("repeated-entry", with_item(domains=("d", "d"))),
    ("foreign-key-type-differs", with_item(type="nvarchar")),
    ("no-primary-key", replace(SOUND, objects=(DataObject("x_a", (PLAIN,)),))),
    ("no-items", replace(SOUND, objects=(*SOUND.objects, DataObject("x_b")))),
    ("bad-object-name", replace(SOUND, objects=(*SOUND.objects, DataObject("y_b", (KEY,))))),
    ("dangling-foreign-key", replace(SOUND, relationships=(replace(LINK, parent_item="gone"),))),
    ("dangling-foreign-key", replace(SOUND, relationships=(replace(LINK, child_object="gone"),))),
    ("dangling-foreign-key", replace(SOUND, relationships=(replace(LINK, item_note="(words)"),))),
    ("extract-fault", with_bodies(("x_a", "SELECT t.a_id, t.a_other FROM t"))),
    ("extract-circle", with_bodies(("x_a", "SELECT b_id AS a_id FROM x_b"), ("x_b", "SELECT a_id AS b_id FROM x_a"))),
    ("unknown-colour", replace(SOUND, settings=replace(SOUND.settings, colour="#ffff00"))),
    ("bad-mark", replace(SOUND, settings=replace(SOUND.settings, mark="ABCD"))),
    ("bad-mark", replace(SOUND, settings=replace(SOUND.settings, short_name="x" * 25))),
    ("foreign-key-to-non-key", replace(SOUND, relationships=(replace(LINK, parent_item="a_other"),))),
]


@pytest.mark.parametrize(
    "document",
    [
        SOUND,
        with_registries(),
        with_registries(type="list"),
        with_registries(validators=(Validation("limit", (("", "20"),), "CIN 1"),)),
        with_item(validators=(Validation("anything"),), type="nchar(4)"),
        with_data_type(DataType("date"), DataType("day", extends="date")),
    ],
)
def test_sound_document_has_no_problems(document):
    assert [problem for problem in check(document) if problem.rule != "foreign-key-type-differs"] == []


@pytest.mark.parametrize(("rule", "document"), FAULTS)
def test_fault_is_found_with_address_and_remedy(rule, document):
    found = [problem for problem in check(document) if problem.rule == rule]
    assert found
    assert all(problem.address and problem.message and problem.remedy for problem in found)
    assert all(problem.severity == RULES[rule].severity for problem in found)


@pytest.mark.parametrize(
    ("sql", "line", "severity", "words"),
    [
        ("-- Scope: all, it is a trial\nSELECT t.a_other\nFROM t", 0, "error", "Column a_id is missing: it is the key"),
        ("-- Scope: all, it is a trial\nSELECT t.a_id\nFROM t", 0, "warning", "Column a_other is missing: it stays NULL"),
        ("-- Scope: all, it is a trial\nSELECT t.a_id,\nt.a_other AS a_othr FROM t", 3, "error", "has no item a_othr"),
        ("-- Scope: all, it is a trial\nSELECT t.a_id,\nCAST(t.x AS date) AS a_other FROM t", 3, "warning", "cast to DATE"),
        (
            "-- Scope: all, it is a trial\nSELECT t.a_id, CASE WHEN t.x = 1\nTHEN 'q' END AS a_other FROM t",
            3, "warning", "‘q’, which is not in the list codes",
        ),
        ("-- Scope: all, it is a trial\nSELECT t.a_id, u.a_other FROM t\nJOIN u", 3, "warning", "joined without a condition"),
        ("-- Scope: all, it is a trial\nSELECT t.a_id,\nv.a_other FROM t", 3, "error", "v.a_other names v"),
        ("SELECT t.a_id, t.a_other FROM t", 0, "warning", "which rows it takes"),
    ],
)  # fmt: skip
def test_defect_of_a_body_is_said_with_its_line(sql, line, severity, words):
    document = with_bodies(("x_a", sql))
    document = replace(document, categories=(Category("codes", (CategoryValue("p"),)),))
    places = {of_extract("elm", "x_a"): SourceLine("data/cms/elm/x_a.sql", 1)}
    found = next(problem for problem in check(document, places) if problem.rule == "extract-fault")
    assert words in found.message
    assert (found.severity, found.line) == (severity, max(line, 1))
    assert not line or found.message.startswith(f"Line {line}: ")


def test_every_rule_is_tried():
    assert {rule for rule, _ in FAULTS} | {rule for rule, *_ in OF_EXTRACTS} == RULES.keys()


@needs_corpus
def test_corpus_has_the_known_faults():
    reading = read(corpus_repository())
    problems = check(reading.document, reading.source_map)
    counts = Counter(problem.rule for problem in problems)
    assert counts["dangling-foreign-key"] == 3
    assert counts["unknown-return"] == 3
    assert counts["foreign-key-to-non-key"] == 13
    assert counts["size-missing"] == 38
    assert counts["unknown-type"] == counts["unknown-validator"] == counts["unknown-base-type"] == 0
    assert all(problem.file.startswith("data/objects/") and problem.line for problem in problems)
    (misspelt,) = (problem for problem in problems if "Loca;" in problem.message)
    assert b"returns" in corpus_repository()[misspelt.file].splitlines()[misspelt.line - 2]
