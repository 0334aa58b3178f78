"""Scripts are proved piece by piece: no piece may reach into the next, and what stays the same is proved once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from specs_app.document.types import Document
from specs_app.sql import builder, proofs, safety
from specs_app.sql.builder import checksum_of, generate
from specs_app.sql.dialects import DIALECTS
from specs_app.sql.errors import UnsafeScript
from specs_app.sql.home import Home
from specs_app.sql.proofs import Proofs
from specs_app.sql.writer import Piece
from specs_app.yaml_files.reader import read
from tests.corpus_files import example_repository

EXAMPLE: Document = read(example_repository()).document


@pytest.fixture
def proved(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pieces that are proved, by a process that knows none yet."""
    found: list[str] = []
    original = safety.prove_piece

    def noted(text: str, **more: Any) -> None:
        original(text, **more)
        found.append(text)

    monkeypatch.setattr(safety, "prove_piece", noted)
    monkeypatch.setattr(builder, "PROOFS", Proofs(proofs.MOST))
    return found


def test_script_that_stays_the_same_is_proved_once(proved: list[str]) -> None:
    first = generate(EXAMPLE, "larchway")
    assert "".join(proved) == first.text
    proved.clear()
    assert generate(EXAMPLE, "larchway") == first
    assert proved == []


def test_only_what_is_said_of_the_object_that_changes_is_proved_again(proved: list[str]) -> None:
    generate(EXAMPLE, "larchway")
    whole = len(proved)
    proved.clear()
    changed = EXAMPLE.objects[3]
    items = (*changed.items[:-1], replace(changed.items[-1], type="nvarchar", max_field_size="7"))
    objects = tuple(replace(entry, items=items) if entry is changed else entry for entry in EXAMPLE.objects)
    altered = replace(EXAMPLE, objects=objects)
    text = generate(altered, "larchway").text
    assert all(piece in text for piece in proved)
    of_edition = [piece for piece in proved if checksum_of(altered) in piece]
    assert len(of_edition) == 2
    assert all(changed.name in piece for piece in proved if piece not in of_edition)
    assert 2 < len(proved) < whole / 4


@pytest.mark.parametrize("dialect", sorted(DIALECTS))
def test_whole_is_harmless_where_every_piece_is(dialect: str) -> None:
    for cms in EXAMPLE.settings.cms:
        text = generate(EXAMPLE, cms.key, dialect=dialect).text
        safety.prove(text, dialect=DIALECTS[dialect], home=Home(EXAMPLE.settings.table_prefix))


@pytest.mark.parametrize("dialect", sorted(DIALECTS))
@pytest.mark.parametrize(
    ("text", "statements"),
    [
        ("SELECT 1;\n/* never closed\n", 1),
        ("SELECT 1;\nSELECT 2;\n/* so that the number fits\n", 1),
        ("SELECT 'never closed;\n", 1),
        ('SELECT "never closed;\n', 1),
        ("SELECT 1\n", 1),
        ("-- a comment without its line end", 0),
        ("SELECT 1 FROM (\n", 1),
    ],
)
def test_piece_that_leaves_something_open_is_refused(dialect: str, text: str, statements: int) -> None:
    with pytest.raises(UnsafeScript):
        safety.prove_piece(text, dialect=DIALECTS[dialect], home=Home("x_"), statements=statements)


def test_piece_is_known_for_its_dialect_prefix_and_number_of_statements(proved: list[str]) -> None:
    known = Proofs(10)
    piece = Piece(["DROP TABLE IF EXISTS x_kite;"], 1)
    known.require([piece, piece], dialect=DIALECTS["tsql"], home=Home("x_"))
    assert len(proved) == 1
    known.require([piece], dialect=DIALECTS["postgres"], home=Home("x_"))
    assert len(proved) == 2
    for prefix, statements in (("y_", 1), ("x_", 2)):
        with pytest.raises(UnsafeScript):
            known.require([Piece(piece.lines, statements)], dialect=DIALECTS["tsql"], home=Home(prefix))


def test_what_was_not_proved_lately_is_proved_again(proved: list[str]) -> None:
    known, pieces = Proofs(2), [Piece([f"DROP TABLE IF EXISTS x_{name};"], 1) for name in ("a", "b", "c", "a")]
    known.require(pieces, dialect=DIALECTS["tsql"], home=Home("x_"))
    assert len(proved) == 4
