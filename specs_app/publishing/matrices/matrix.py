"""What a matrix is: which rows fit what is asked for, and each of them as a record and as a line of a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from specs_app.publishing import filters
from specs_app.publishing.flat import FlatColumn, FlatTable, table
from specs_app.publishing.records import Record
from specs_app.versions.version import Version

#: What is asked for, by the names of filters; each of the matrix is there, empty where nothing is asked.
MatrixChoice: TypeAlias = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Matrix:
    """One matrix by the name in its address.

    ``filters`` is what it can be narrowed by. ``beside``: how many columns of its table say which row it is; in a spreadsheet they
    stay in sight. ``rows`` finds all that fits, in the order of the standard; ``record`` tells of one of them, ``columns`` reads a
    record as a line.
    """

    key: str
    title: str
    about: str
    noun: str
    filters: tuple[str, ...]
    beside: int
    rows: Callable[[Version, MatrixChoice], Sequence[Any]]
    record: Callable[[Version, MatrixChoice, Any], Record]
    columns: Callable[[Version, MatrixChoice], tuple[FlatColumn, ...]]

    def table(self, version: Version, asked: MatrixChoice) -> FlatTable:
        """All that fits, as rows of a file."""
        found = self.rows(version, asked)
        return table(self.columns(version, asked), (self.record(version, asked, row) for row in found))


def fits_gaps(has_gap: bool, asked: MatrixChoice) -> bool:
    """Whether a row with or without a gap is wanted."""
    wanted = asked["gaps"].casefold()
    return wanted not in filters.TRUE | filters.FALSE or has_gap == (wanted in filters.TRUE)
