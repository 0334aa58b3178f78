"""The text of a script while it is written: comments, tags and statements, the latter counted."""

from __future__ import annotations

from dataclasses import dataclass, field

from specs_app.sql.comments import comment, container, element
from specs_app.sql.dialects.base import Dialect


@dataclass(slots=True)
class Piece:
    """A part of a script that stands by itself, such as what creates one table, and how many statements were written into it."""

    lines: list[str] = field(default_factory=list)
    statements: int = 0

    @property
    def text(self) -> str:
        """All of it, ending in a line end."""
        return "".join(f"{line}\n" for line in self.lines)


class Writer:
    """Collects the lines of a script, piece by piece."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.pieces = [Piece()]

    @property
    def lines(self) -> list[str]:
        """Those of the piece that is written now."""
        return self.pieces[-1].lines

    def container(self, kind: str, name: str) -> None:
        """Begins the part of one table."""
        self.pieces.append(Piece(["", container(kind, name)]))

    def element(self, kind: str) -> None:
        """Begins the statements of one kind."""
        self.lines.append(element(kind))

    def comment(self, text: str) -> None:
        """One line of words."""
        self.lines.append(comment(text, self.dialect))

    def statement(self, sql: str) -> None:
        """One statement, without what ends it."""
        self.lines.append(self.dialect.ended(sql))
        self.pieces[-1].statements += 1

    def text(self) -> str:
        """The whole, ending in a line end."""
        return "".join(piece.text for piece in self.pieces)
