"""The scripts of whole specifications: the bundled example and the real one, for every system of their registries."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest
import sqlglot
from sqlglot import exp

from specs_app.codec.yaml_reader import read
from specs_app.document.types import Document
from specs_app.sql.builder import generate
from tests.integration.sql.test_on_postgres import contents, run_twice

EXAMPLE = Path(__file__).resolve().parents[3] / "fixtures" / "example"


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


@pytest.mark.parametrize("dialect", ["tsql", "postgres"])
def test_real_scripts_create_every_table_in_either_dialect(real: Document, dialect: str) -> None:
    for cms in real.settings.cms:
        trees = sqlglot.parse(generate(real, cms.key, dialect=dialect).text, dialect=dialect)
        created = {tree.this.this.name for tree in trees if isinstance(tree, exp.Create) and tree.kind == "TABLE"}
        assert created == {entry.name for entry in real.objects}
        assert len(created) == 48
        assert not any(isinstance(tree, exp.Command) for tree in trees)
