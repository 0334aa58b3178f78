"""Why a script cannot be written. Each error says what was expected, what was found and what to do."""

from __future__ import annotations


class SqlError(Exception):
    """A script was asked for that cannot be given."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(f"{message} {remedy}".strip())
        self.message = message
        self.remedy = remedy


class UnknownCms(SqlError):
    """The specification registers no such case management system."""


class UnknownDialect(SqlError):
    """No such SQL dialect is known."""


class UnsafeScript(SqlError):
    """A script cannot be shown to leave everything but the specification's own tables as it is.

    ``line`` is where, from 1; 0 where that is not known.
    """

    def __init__(self, message: str, remedy: str, line: int = 0) -> None:
        super().__init__(message, remedy)
        self.line = line
