"""The registry of dialects: each is whole, and everything that offers or judges one asks it."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from sqlglot import exp
from sqlglot.dialects.dialect import Dialect as Parser

from changes_app.api.edit_schemas import SYSTEM
from changes_app.proposals.forms import options
from changes_app.proposals.forms.asking import About
from specs_app.document.edits import Edit, apply
from specs_app.document.names import Kind
from specs_app.document.types import Cms
from specs_app.publishing.links import Links
from specs_app.publishing.pages.systems import sql_links
from specs_app.sql.dialects import DEFAULT, DIALECTS
from specs_app.sql.dialects.base import Dialect, TypeRule
from specs_app.sql.safety import parsed
from specs_app.web.api.scripts import SqlFile
from specs_app.yaml_files.reader import read
from tests.sql_samples import DOCUMENT, EVIL, KEY_NAMES

EACH = pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS)


@EACH
def test_dialect_has_a_type_for_each_kind_and_a_parser(dialect: Dialect) -> None:
    assert set(dialect.types) == set(get_args(Kind))
    assert Parser.get(dialect.parser) is not None
    assert dialect.convert <= set(dialect.types)


@EACH
def test_type_that_no_key_can_hold_has_another_for_keys(dialect: Dialect) -> None:
    for rule in dialect.types.values():
        assert rule.open not in dialect.unindexed or (rule.key and rule.key not in dialect.unindexed)


@EACH
def test_identifier_and_literal_hold_whatever_they_are_given(dialect: Dialect) -> None:
    closing = dialect.quotes[1]
    assert dialect.quote(f"a{closing}b") == f"{dialect.quotes[0]}a{closing * 2}b{closing}"
    for value in ("it's", "\\", "\\'", "a\\nb", "'; DROP TABLE people; --"):
        (query,) = parsed(f"SELECT {dialect.text(value)} AS {dialect.quote('a b')} FROM t", dialect)
        assert [node.this for node in query.find_all(exp.Literal, exp.National)] == [value]
        assert query.named_selects == ["a b"]


@EACH
def test_marks_around_names_are_among_the_hostile_texts(dialect: Dialect) -> None:
    assert set(dialect.quotes) <= set(EVIL)
    assert all(any(mark in name for name in KEY_NAMES) for mark in dialect.quotes[1])


@EACH
def test_guide_for_scripts_has_a_line_for_each_dialect(dialect: Dialect) -> None:
    guide = (Path(__file__).resolve().parents[3] / "docs" / "user" / "scripts.md").read_text(encoding="utf-8")
    assert f"| `{dialect.key}` | {dialect.title} |" in guide


def test_table_of_types_in_the_guide_is_what_each_dialect_writes() -> None:
    guide = (Path(__file__).resolve().parents[3] / "docs" / "developer" / "sql.md").read_text(encoding="utf-8")
    lines = guide[guide.index("| kind |") :].split("\n\n")[0].splitlines()
    keys = [cell.strip(" `") for cell in lines[0].strip("|").split("|")[1:]]
    told = {}
    for line in lines[2:]:
        kind, *cells = [cell.strip() for cell in line.strip("|").split("|")]
        told.update({(kind, key): cell for key, cell in zip(keys, cells, strict=True)})
    rules = {(kind, key): rule for key, dialect in DIALECTS.items() for kind, rule in dialect.types.items()}
    assert told == {place: _told(rule) for place, rule in rules.items()}


def _told(rule: TypeRule) -> str:
    sized = f"`{rule.sized}` ({rule.limit}), " if rule.sized else ""
    return f"{sized}`{rule.open}`" + (f" / `{rule.key}`" if rule.key else "")


def test_system_without_a_dialect_has_the_default_one() -> None:
    assert Cms("x", "X").dialect == DEFAULT.key


@EACH
def test_dialect_is_offered_and_taken_wherever_one_is_chosen(dialect: Dialect) -> None:
    assert (dialect.key, dialect.title) in options.dialects(About(DOCUMENT))
    assert dialect.key in SYSTEM["dialect"]["enum"]
    assert dialect.key in SqlFile.parameters["dialect"].words
    assert dialect.title in [link.text for link in sql_links(DOCUMENT.settings.cms[0], Links("small"))]
    systems = [{"key": entry.key, "title": entry.title, "dialect": dialect.key} for entry in DOCUMENT.settings.cms]
    assert apply(DOCUMENT, [Edit("change_settings", "", {"cms": systems})]).problems == ()
    read_back = read({"specification.yml": f"cms:\n- key: oak\n  dialect: {dialect.key}\n".encode()})
    assert [entry.dialect for entry in read_back.document.settings.cms] == [dialect.key]
    assert "unknown-dialect" not in {problem.rule for problem in read_back.problems}
