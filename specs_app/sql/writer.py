"""The text of a script while it is written: comments, tags and statements, the latter counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from specs_app.sql.comments import comment, container, element
from specs_app.sql.dialects.base import Dialect


@dataclass(slots=True)
class Piece:
    """A part of a script that stands by itself, such as what creates one table, and how many statements were written into it.

    ``end`` is a line behind the statements, if there are any: what ends a batch. ``file`` is the one that it belongs to.
    """

    lines: list[str] = field(default_factory=list)
    statements: int = 0
    end: str = ""
    file: str = ""

    @property
    def text(self) -> str:
        """All of it, ending in a line end."""
        end = [self.end] if self.end and self.statements else []
        return "".join(f"{line}\n" for line in (*self.lines, *end))


class Writer:
    """Collects the lines of a script, piece by piece."""

    def __init__(self, dialect: Dialect, file: str = "") -> None:
        self.dialect = dialect
        self.pieces = [Piece(end=dialect.batch, file=file)]

    @property
    def lines(self) -> list[str]:
        """Those of the piece that is written now."""
        return self.pieces[-1].lines

    def file(self, name: str, words: Iterable[str]) -> None:
        """Begins another file, with comments."""
        self.pieces.append(Piece(end=self.dialect.batch, file=name))
        for line in words:
            self.comment(line)

    def container(self, kind: str, name: str) -> None:
        """Begins the part of one table."""
        lines = ["", container(kind, name)]
        self.pieces.append(Piece(lines, end=self.dialect.batch, file=self.pieces[-1].file))

    def element(self, kind: str) -> None:
        """Begins the statements of one kind."""
        self.lines.append(element(kind))

    def comment(self, text: str) -> None:
        """One line of words."""
        self.lines.append(comment(text, self.dialect))

    def statement(self, sql: str, holds: int = 1) -> None:
        """One statement, without what ends it; ``holds`` how many it stands around, where it is a block."""
        self.lines.append(self.dialect.ended(sql))
        self.pieces[-1].statements += holds

    def files(self) -> dict[str, str]:
        """The texts of the files by name, in order; a script is one without a name."""
        found: dict[str, list[str]] = {}
        for piece in self.pieces:
            found.setdefault(piece.file, []).append(piece.text)
        return {name: "".join(texts) for name, texts in found.items()}

    def text(self) -> str:
        """The whole, ending in a line end."""
        return "".join(piece.text for piece in self.pieces)
