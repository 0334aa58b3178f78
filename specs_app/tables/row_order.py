"""Rows in an order that is altered at the cost of one place, however many rows there are. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from specs_app.tables.raw_csv import RawRow


@dataclass(slots=True)
class RowOnItsWay:
    """A row that may yet be altered or put elsewhere, and the reference of its item; two of the same text are two."""

    row: RawRow
    ref: str
    #: Of its neighbours in the order, which holds them by number: so nothing points in circles.
    number: int = -1


@dataclass(slots=True)
class RowOrder:
    """The rows, in a ring of numbers that begins and ends at 0, which is none of them."""

    _rows: list[RowOnItsWay | None] = field(default_factory=lambda: [None])
    _next: list[int] = field(default_factory=lambda: [0])
    _last: list[int] = field(default_factory=lambda: [0])

    @classmethod
    def of(cls, rows: Iterable[RowOnItsWay]) -> RowOrder:
        found = cls()
        for row in rows:
            found.put_last(row)
        return found

    def __iter__(self) -> Iterator[RowOnItsWay]:
        at = self._next[0]
        while row := self._rows[at]:
            yield row
            at = self._next[at]

    def take_out(self, row: RowOnItsWay) -> None:
        """Without it; a row that is not in the order is not missed."""
        if row.number > 0:
            before, behind = self._last[row.number], self._next[row.number]
            self._next[before], self._last[behind] = behind, before
            row.number = -1

    def put_last(self, row: RowOnItsWay) -> None:
        self._put(row, self._last[0])

    def put_behind(self, row: RowOnItsWay, other: RowOnItsWay) -> None:
        self._put(row, other.number)

    def put_before(self, row: RowOnItsWay, other: RowOnItsWay) -> None:
        self._put(row, self._last[other.number])

    def _put(self, row: RowOnItsWay, place: int) -> None:
        """A row that is in no order, behind that of a number."""
        row.number = len(self._rows)
        behind = self._next[place]
        self._rows.append(row)
        self._next.append(behind)
        self._last.append(place)
        self._next[place] = self._last[behind] = row.number
