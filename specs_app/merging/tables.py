"""The registered wide table of two sides put together, row by row and cell by cell, where lines of text would only collide.

Our table, with the rows and cells that theirs alters; or theirs with what ours alters, where they have put its rows or its lines
otherwise. A cell that both altered follows the merged document where their YAML was altered there too; where they altered the table
alone, by hand, it is a meeting, as is a row that one altered so and the other took away with its item.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from specs_app.document.paths import of_ref
from specs_app.document.threeway.picking import THEIRS, Picker
from specs_app.document.types import Document
from specs_app.merging.sides import Sides
from specs_app.tables.raw_csv import CsvError, RawRow, RawTable, joined, parse, value
from specs_app.tables.wide_cells import Column, columns_of
from specs_app.tables.wide_columns import wrong_header
from specs_app.tables.wide_rows import reference, rows_by_reference

Rows: TypeAlias = Mapping[str, RawRow]


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
    def known(self) -> tuple[Rows, Rows, Rows]:
        """The row that counts for each reference, of the base, theirs and ours."""
        base, theirs, ours = (
            {ref: table.rows[number] for ref, number in rows_by_reference(table.rows).items()}
            for table in (self.base, self.theirs, self.ours)
        )
        return base, theirs, ours

    @cached_property
    def columns(self) -> Mapping[int, Column]:
        return {column.place: column for column in columns_of(self.base.rows[0].values())}

    def encoded(self) -> bytes | None:
        lead = self._lead()
        alters = (self.theirs,) if lead is self.ours else (self.theirs, self.ours)
        if lead is None or any(self._beside(table) != self._beside(self.base) for table in alters):
            return None
        return joined(lead, list(self._rows(lead))).encoded()

    def _lead(self) -> RawTable | None:
        """The table whose rows stand where they are: ours, but where theirs alone has another form; None where both have."""
        base, theirs, ours = map(self._form, (self.base, self.theirs, self.ours), self.known)
        if theirs in (base, ours):
            return self.ours
        return self.theirs if ours == base else None

    def _form(self, table: RawTable, rows: Rows) -> tuple[object, ...]:
        """What of a table is in no cell: the order of the rows that all have, the ends of its lines and the mark before it."""
        order = [ref for ref in rows if all(ref in other for other in self.known)]
        return table.bom, table.newline, bool(table.rows[-1].ending), order

    def _beside(self, table: RawTable) -> list[tuple[str, ...]]:
        """The rows of no item, and the second ones of an item."""
        counted = set(rows_by_reference(table.rows).values())
        return [row.cells for number, row in enumerate(table.rows) if number not in counted]

    def _rows(self, lead: RawTable) -> Iterator[RawRow]:
        """The rows of the lead as they are in the end, each with those behind it that the other alone has."""
        _, theirs, ours = self.known
        own, other = (ours, theirs) if lead is self.ours else (theirs, ours)
        added = self._added(own, other, lead.newline)
        for row in lead.rows:
            ref = reference(row)
            if own.get(ref) is not row:
                yield row
                continue
            if self._stands(ref):
                yield self._merged(ref, row)
            yield from added.pop(ref, ())
        yield from (row for rows in added.values() for row in rows)

    def _added(self, own: Rows, other: Rows, newline: str) -> dict[str, list[RawRow]]:
        """Rows that the other table alone has, by the reference of the row in the lead that they stand behind."""
        found, place = defaultdict[str, list[RawRow]](list), ""
        for ref, row in other.items():
            if ref in own:
                place = ref
            elif self._stands(ref):
                found[place].append(RawRow(row.cells, newline, row.line))
        return found

    def _stands(self, ref: str) -> bool:
        """Whether there is a row in the end: that of an item, one that is new, and one of which one side has cells alone."""
        rows = base, theirs, ours = [rows.get(ref) for rows in self.known]
        if base is None or (theirs and ours) or ref in self.target.item_by_ref:
            return True
        if not self._is_lost(ref, base, theirs or ours):
            return False
        side = self.picker.side(
            (of_ref(ref), "table"), (row and " | ".join(filter(None, row.values())) for row in rows)
        )
        return (theirs if side == THEIRS else ours) is not None

    def _is_lost(self, ref: str, base: RawRow, row: RawRow | None) -> bool:
        """Whether somebody altered a row by hand, and left the item alone that the other side took away."""
        if row is None or row.cells == base.cells:
            return False
        altered = self.sides.theirs if self.known[1].get(ref) is row else self.sides.ours
        items = (side.reading.document.item_by_ref.get(ref) for side in (self.sides.base, altered))
        was, now = (found and found[1] for found in items)
        return was == now

    def _merged(self, ref: str, row: RawRow) -> RawRow:
        base, theirs, ours = (rows.get(ref) for rows in self.known)
        if base is None or theirs is None or ours is None:
            return row
        cells = zip(base.cells, theirs.cells, ours.cells, strict=True)
        found = tuple(self._cell(ref, place, *three) for place, three in enumerate(cells))
        return RawRow(found, row.ending, row.line)

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
