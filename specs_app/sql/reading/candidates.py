"""A query of a script that may fill an object, as text, before it is known whether it can be taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from specs_app.sql.reading.rendering import NamedQuery
from specs_app.sql.reading.report import ReadingRemark
from specs_app.sql.reading.values import Variable

CandidateKind = Literal["insert", "select"]


@dataclass(frozen=True)
class Candidate:
    """What one statement fills an object with.

    ``columns`` are those that the statement names for its target, none where its own aliases name them. ``named`` are the entries
    of its own WITH, ``main`` is what stands behind them. ``object`` is empty until its columns have told it.
    """

    object: str
    kind: CandidateKind
    file: str
    line: int
    main: str
    main_line: int
    columns: tuple[str, ...] = ()
    named: tuple[NamedQuery, ...] = ()
    recursive: bool = False
    uses: tuple[NamedQuery, ...] = ()
    asked: tuple[Variable, ...] = ()
    remarks: tuple[ReadingRemark, ...] = ()
    own: frozenset[str] = frozenset()
    condition: int = 0
    otherwise: bool = False
    tag: str = ""

    def entries(self) -> list[str]:
        """All entries of the WITH that the query needs."""
        return [used.entry for used in (*self.uses, *self.named)]

    def text(self, main: str, *more: str) -> str:
        """The whole query with another main part, and with more named entries."""
        entries = [*self.entries(), *more]
        if not entries:
            return main
        return f"WITH{' RECURSIVE' if self.recursive else ''} {', '.join(entries)}\n{main}"
