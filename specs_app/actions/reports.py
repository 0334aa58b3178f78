"""What an import did, in the shape that the command prints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from specs_app.document.problems import Problem
from specs_app.document.types import Document
from specs_app.tables.wide_table import Unplaced

_SHOWN = ("file", "line", "rule", "severity", "message", "remedy")


def problem_dict(problem: Problem) -> dict[str, str | int]:
    """A problem as commands print it."""
    return {name: getattr(problem, name) for name in _SHOWN}


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Counts of what the published revision holds, and everything that is wrong with it.

    ``unchanged`` says that this source had been imported before and nothing was written. ``unplaced`` are the columns of the
    enriching table that could not be placed.
    """

    objects: int
    items: int
    relationships: int
    categories: int
    revision: str
    problems: tuple[Problem, ...]
    unplaced: tuple[Unplaced, ...] = ()
    unchanged: bool = False

    def as_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {
            "objects": self.objects,
            "items": self.items,
            "relationships": self.relationships,
            "categories": self.categories,
            "revision": self.revision,
            "unchanged": self.unchanged,
            "problems": [problem_dict(problem) for problem in self.problems],
            "unplaced": [{"column": row.column, "count": row.count, "remedy": row.remedy} for row in self.unplaced],
        }


def report(
    document: Document,
    revision: str,
    problems: tuple[Problem, ...],
    unplaced: tuple[Unplaced, ...] = (),
    unchanged: bool = False,
) -> ImportReport:
    """The report on a document."""
    return ImportReport(
        objects=len(document.objects),
        items=sum(len(entry.items) for entry in document.objects),
        relationships=len(document.relationships),
        categories=len(document.categories),
        revision=revision,
        problems=problems,
        unplaced=unplaced,
        unchanged=unchanged,
    )
