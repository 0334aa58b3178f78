"""The registered wide table of two sides put together, row by row and cell by cell, where lines of text would only collide.

Our table, with the rows and cells that theirs alters. A cell that both altered follows the merged document where their YAML was
altered there too; where they altered the table alone, by hand, it is a meeting.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from specs_app.document.paths import of_ref
from specs_app.document.threeway.picking import THEIRS, Picker
from specs_app.document.types import Document
from specs_app.merging.sides import Sides
from specs_app.tables.raw_csv import CsvError, RawRow, RawTable, joined, parse, value
from specs_app.tables.wide_cells import Column, columns_of
from specs_app.tables.wide_columns import wrong_header
from specs_app.tables.wide_rows import reference, rows_by_reference


def joined_tables(sides: Sides, path: str, target: Document, picker: Picker) -> bytes | None:
    """The table of both sides; None where one of them cannot be read as a wide table, or both differ in what belongs to no item."""
    try:
        tables = [parse(side.reading.files[path]) for side in (sides.base, sides.theirs, sides.ours)]
    except (KeyError, CsvError):
        return None
    headers = [table.rows[0].values() if table.rows else [] for table in tables]
    if wrong_header(headers[0]) or headers.count(headers[0]) < len(headers):
        return None
    return _Joining(sides, target, picker, *tables).encoded()


@dataclass
class _Joining:
    """Three states of one table under one header; what `target` says is that both are merged."""

    sides: Sides
    target: Document
    picker: Picker
    base: RawTable
    theirs: RawTable
    ours: RawTable

    @cached_property
    def known(self) -> tuple[Mapping[str, RawRow], ...]:
        """The row that counts for each reference, of the base, theirs and ours."""
        tables = (self.base, self.theirs, self.ours)
        return tuple(
            {ref: table.rows[number] for ref, number in rows_by_reference(table.rows).items()} for table in tables
        )

    @cached_property
    def columns(self) -> Mapping[int, Column]:
        return {column.place: column for column in columns_of(self.base.rows[0].values())}

    def encoded(self) -> bytes | None:
        if self._beside(self.theirs) != self._beside(self.base):
            return None
        rows = list(self._standing())
        for before, row in self._added():
            place = next((number for number, one in enumerate(rows, 1) if before and reference(one) == before), 0)
            rows.insert(place or len(rows), row)
        return joined(self.ours, rows).encoded()

    def _beside(self, table: RawTable) -> list[tuple[str, ...]]:
        """The rows of no item, and the second ones of an item."""
        counted = set(rows_by_reference(table.rows).values())
        return [row.cells for number, row in enumerate(table.rows) if number not in counted]

    def _standing(self) -> Iterator[RawRow]:
        """Our rows as they are in the end, but for those that theirs takes away with the item."""
        base, theirs, ours = self.known
        for row in self.ours.rows:
            ref = reference(row)
            if ours.get(ref) is not row or ref not in base:
                yield row
            elif ref in theirs:
                yield self._merged(ref)
            elif ref in self.target.item_by_ref:
                yield row

    def _added(self) -> Iterator[tuple[str, RawRow]]:
        """Rows that theirs alone has, each behind which reference, nothing for the first."""
        base, theirs, ours = self.known
        before = ""
        for ref, row in theirs.items():
            if ref not in ours and (ref not in base or ref in self.target.item_by_ref):
                yield before, row
            before = ref

    def _merged(self, ref: str) -> RawRow:
        base, theirs, ours = (rows[ref] for rows in self.known)
        cells = zip(base.cells, theirs.cells, ours.cells, strict=True)
        found = tuple(self._cell(ref, place, *three) for place, three in enumerate(cells))
        return RawRow(found, ours.ending, ours.line)

    def _cell(self, ref: str, place: int, base: str, theirs: str, ours: str) -> str:
        if theirs in (base, ours):
            return ours
        return theirs if ours == base or self._is_theirs(ref, place, (base, theirs, ours)) else ours

    def _is_theirs(self, ref: str, place: int, cells: tuple[str, str, str]) -> bool:
        """Whose cell stands of one that both altered. What the table alone knows, the document has already, and is written."""
        column = self.columns.get(place)
        if column is None or ref not in self.target.item_by_ref:
            return False
        base, theirs = (self._told(column, side.reading.document, ref) for side in (self.sides.base, self.sides.theirs))
        if base != theirs:
            return column.agrees(value(cells[1]), self._told(column, self.target, ref) or ())
        header = " ".join(self.base.rows[0].values()[place].split())
        return self.picker.side((of_ref(ref), f"table/{header}"), map(value, cells)) == THEIRS

    def _told(self, column: Column, document: Document, ref: str) -> tuple[str, ...] | None:
        """What a document says in a column; None where it has no such item."""
        found = document.item_by_ref.get(ref)
        return column.tell(document, *found) if found else None
