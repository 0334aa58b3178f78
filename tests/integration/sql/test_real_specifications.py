"""The scripts of whole specifications: the bundled example and the real one, for every system of their registries."""

from __future__ import annotations

import csv
from dataclasses import replace
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from sqlglot import exp

from specs_app.document.types import Cms, CmsMapping, Document, Item
from specs_app.sql.builder import generate
from specs_app.sql.dialects import DIALECTS
from specs_app.sql.safety import parsed
from specs_app.yaml_files.reader import read
from tests.integration.sql.test_on_postgres import contents, run_twice

pytestmark = pytest.mark.one_database

EXAMPLE = Path(__file__).resolve().parents[3] / "fixtures" / "example"
TABLE = "docs/admin/data_objects_specification.csv"
PATHS = {"liquid_logic": 57, "mosaic": 60, "essex": 61, "azeus": 65}


def document_of(folder: Path) -> Document:
    """The specification in a folder."""
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return read(files).document


@pytest.fixture(scope="module")
def example() -> Document:
    return document_of(EXAMPLE)


@pytest.fixture(scope="module")
def real(corpus: Path) -> Document:
    return document_of(corpus)


@pytest.mark.postgres
@pytest.mark.parametrize("cms", ["larchway", "harbour", "kestrel"])
def test_example_script_runs_twice(example: Document, scratch: psycopg.Connection, cms: str) -> None:
    script = run_twice(scratch, example, cms)
    assert script.warnings == ()
    assert len(contents(scratch, "ysd_young_person")) == 3


@pytest.mark.postgres
def test_real_scripts_run_twice(real: Document, scratch: psycopg.Connection) -> None:
    assert len(real.settings.cms) == 5
    for cms in real.settings.cms:
        run_twice(scratch, real, cms.key)
        scratch.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")


@pytest.fixture(scope="module")
def told(real: Document, corpus: Path) -> Document:
    """The real specification with what its wide table tells of each system as the source: paths, prose and placeholders alike."""
    lines = (corpus / TABLE).read_text(encoding="utf-8-sig")
    table = list(csv.reader(StringIO(lines)))
    rows = {row[table[0].index("item_ref")]: row for row in table[1:]}
    sizes = table[0].index("max_field_size")

    def item(entry: Item) -> Item:
        row = rows.get(entry.item_ref, [""] * len(table[0]))
        cms = tuple(CmsMapping(key, source=row[column].strip()) for key, column in PATHS.items())
        return replace(entry, cms=cms, max_field_size=row[sizes].replace("NULL", ""))

    objects = tuple(replace(entry, items=tuple(map(item, entry.items))) for entry in real.objects)
    settings = replace(real.settings, cms=tuple(Cms(key, key, "tsql") for key in PATHS))
    return replace(real, objects=objects, settings=settings)


@pytest.mark.postgres
@pytest.mark.parametrize(("cms", "filled"), [("liquid_logic", 25), ("mosaic", 5), ("essex", 10), ("azeus", 1)])
def test_real_paths_and_prose_run_twice(told: Document, scratch: psycopg.Connection, cms: str, filled: int) -> None:
    script = run_twice(scratch, told, cms)
    assert sum(" columns filled from " in line for line in script.summary) > filled
    assert "placeholder_table" not in script.text
    for dialect in DIALECTS:
        assert generate(told, cms, dialect=dialect).text.count("CREATE TABLE") == 50


@pytest.mark.parametrize("dialect", DIALECTS)
def test_real_scripts_create_every_table_in_each_dialect(real: Document, dialect: str) -> None:
    for cms in real.settings.cms:
        trees = parsed(generate(real, cms.key, dialect=dialect).text, DIALECTS[dialect])
        created = {
            tree.this.this.name.lower() for tree in trees if isinstance(tree, exp.Create) and tree.kind == "TABLE"
        }
        logs = {"ssd_run_log", "ssd_edition_log"}
        assert created == {entry.name for entry in real.objects} | logs
        assert len(created - logs) == 48
        assert not any(isinstance(tree, exp.Command) for tree in trees)
