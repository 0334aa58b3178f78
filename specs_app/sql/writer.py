"""The text of a script while it is written: comments, tags and statements, the latter counted."""

from __future__ import annotations

from specs_app.sql.comments import comment, container, element
from specs_app.sql.dialects.base import Dialect


class Writer:
    """Collects the lines of a script. ``statements`` says how many statements were written."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.lines: list[str] = []
        self.statements = 0

    def container(self, kind: str, name: str) -> None:
        """Begins the part of one table."""
        self.lines += ["", container(kind, name)]

    def element(self, kind: str) -> None:
        """Begins the statements of one kind."""
        self.lines.append(element(kind))

    def comment(self, text: str) -> None:
        """One line of words."""
        self.lines.append(comment(text, self.dialect))

    def statement(self, sql: str) -> None:
        """One statement, without what ends it."""
        self.lines.append(self.dialect.ended(sql))
        self.statements += 1

    def text(self) -> str:
        """The whole, ending in a line end."""
        return "\n".join(self.lines) + "\n"
