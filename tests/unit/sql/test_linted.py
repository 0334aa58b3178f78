"""Scripts as another parser reads them: nothing is unparsable, and what we write keeps to the rules in ``pyproject.toml``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlfluff.core import FluffConfig, Linter

from specs_app.document.types import Category, CategoryValue, DataObject, Document, Item, Relationship
from specs_app.sql.builder import generate
from specs_app.sql.dialects import DIALECTS
from specs_app.sql.options import LocalSettings, Options
from tests.soak import sample
from tests.sql_samples import SETTINGS, held

ROOT = Path(__file__).resolve().parents[3]
KITE = DataObject(
    "tst_kite",
    (
        Item("K1", "k_id", type="nvarchar", max_field_size="9", primary_key=True, cms=held("kites.no")),
        Item("K2", "k_start_date", type="date", cms=held("kites.since")),
        Item("K3", "k_end_date", type="date"),
        Item("K4", "k_colour", type="nvarchar", max_field_size="9", category="colour", cms=held("kites.colour")),
    ),
)
FLIGHT = DataObject(
    "tst_flight", (Item("F1", "f_kite", type="nvarchar", max_field_size="9", cms=held("flights.kite")),)
)
COLOURS = Category("colour", (CategoryValue("red"), CategoryValue("it's green")))
DOCUMENT = Document(SETTINGS, (KITE, FLIGHT), (COLOURS,), (Relationship("tst_kite", "k_id", "tst_flight", "f_kite"),))
ASKED = [
    Options(),
    Options("procedures", "keep"),
    Options("views", local=LocalSettings(schema="own", source_schema="a.b", quiet=True)),
    Options("temporary"),
]


CASES = [(options, dialect) for options in ASKED for dialect in sorted(DIALECTS)]


@pytest.mark.soak
@pytest.mark.parametrize(
    ("options", "dialect"), sample(CASES, 4), ids=[f"{case[0].form}-{case[1]}" for case in sample(CASES, 4)]
)
def test_script_is_parsed_whole_and_keeps_to_the_rules(options: Options, dialect: str) -> None:
    document = replace(DOCUMENT, settings=replace(SETTINGS, cms=(replace(SETTINGS.cms[0], dialect=dialect),)))
    text = generate(document, "oak", options=options).text
    config = FluffConfig.from_path(str(ROOT), overrides={"dialect": dialect})
    found = [
        f"{fault.line_no}: {fault.rule_code()} {fault.desc()}"
        for fault in Linter(config=config).lint_string(text).get_violations()
    ]
    assert found == []
