"""The wide table kept true: the same bytes, but for the cells of what a document says otherwise than the one before it.

Pure, and by position. A cell whose column the change does not touch stays, also where table and document disagree about it. What no
cell can say (a status that the table has no word for, a name with a bar in a list) is left as it was; reading the table then says
that it differs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from specs_app.document.cells import SAYS_NOTHING, clean
from specs_app.document.diff.order import moved
from specs_app.document.renames import renamed_objects
from specs_app.document.types import DataObject, Document, Item
from specs_app.tables import wide_columns as places
from specs_app.tables.raw_csv import BOM, CsvError, RawRow, RawTable, joined, parse, value, written
from specs_app.tables.row_order import RowOnItsWay, RowOrder
from specs_app.tables.wide_cells import Column, columns_of, guarded, unguarded

#: What a new row may hold where nothing is said, if the column's other rows do.
_BLANKS = frozenset({"", "0", "NULL"})
Found = tuple[DataObject, Item]


def followed(data: bytes, before: Document, after: Document) -> bytes:
    """The table in which ``after`` is said instead of ``before``; as it is where it cannot be read as a wide table.

    Rows stay where they are. A new item has its row behind that of the item before it, a moved one likewise; the rows of one that
    is gone go. ``before`` and ``after`` say by `Item.table_cells` what no file says.
    """
    try:
        table = parse(data)
    except CsvError:
        return data
    header = table.rows[0].values() if table.rows else []
    if places.wrong_header(header):
        return data
    return _Following(table, header, before, after).table().encoded()


def new_table(document: Document) -> bytes:
    """A wide table of all that a document says in its columns, as RFC 4180 has it, with a byte order mark for spreadsheets."""
    header = [written(name) for name in places.new_header()]
    empty = RawTable(BOM, (RawRow(tuple(header), "\r\n", 1),))
    return followed(empty.encoded(), Document(), document)


def told_by(document: Document, other: Document) -> Document:
    """A document with what only a table knows as ``other`` has it."""
    cells = {ref: item.table_cells for ref, (_, item) in other.item_by_ref.items()}
    objects = tuple(
        replace(entry, items=tuple(replace(item, table_cells=cells.get(item.item_ref, ())) for item in entry.items))
        for entry in document.objects
    )
    return replace(document, objects=objects, table_columns=other.table_columns)


def rows_by_reference(rows: tuple[RawRow, ...] | list[RawRow]) -> dict[str, int]:
    """The place of the row that counts for each reference: the first. Rows of another width count for none."""
    found: dict[str, int] = {}
    for number, row in enumerate(rows):
        if number and (ref := reference(row)):
            found.setdefault(ref, number)
    return found


def reference(row: RawRow) -> str:
    """The reference of the item that a row is about; nothing where it is no row of the table."""
    return clean(value(row.cells[places.REF])) if len(row.cells) == places.WIDTH else ""


@dataclass
class _Following:
    """One table being brought from one document to another."""

    source: RawTable
    header: list[str]
    before: Document
    after: Document
    columns: tuple[Column, ...] = ()
    unplaced: Mapping[int, str] = field(default_factory=dict)
    lines: RowOrder = field(default_factory=RowOrder)
    known: dict[str, RowOnItsWay] = field(default_factory=dict)
    blanks: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.columns = columns_of(self.header)
        self.unplaced = places.unplaced_names(self.header)
        rows = enumerate(self.source.rows)
        self.lines = RowOrder.of(RowOnItsWay(row, reference(row) if number else "") for number, row in rows)
        for line in self.lines:
            if line.ref:
                self.known.setdefault(line.ref, line)

    def table(self) -> RawTable:
        self._remove()
        for ref, found in self.after.item_by_ref.items():
            if ref in self.known:
                self._alter(ref, found)
        for entry in self.after.objects:
            self._place(entry)
        rows = [line.row for line in self.lines]
        return self.source if rows == list(self.source.rows) else joined(self.source, rows)

    def _remove(self) -> None:
        gone = self.before.item_by_ref.keys() - self.after.item_by_ref.keys()
        for line in [line for line in self.lines if line.ref and line.ref in gone]:
            self.lines.take_out(line)
            self.known.pop(line.ref, None)

    def _alter(self, ref: str, found: Found) -> None:
        """The row of an item with the cells of what is said otherwise."""
        line, former = self.known[ref], self.before.item_by_ref.get(ref)
        if former is not None and self._same(former, found):
            return
        cells = list(line.row.cells)
        for place, text in self._changes(cells, former, found):
            if text != value(cells[place]):
                cells[place] = written(text, cells[place])
        line.row = RawRow(tuple(cells), line.row.ending, line.row.line)

    def _same(self, former: Found, found: Found) -> bool:
        """Whether nothing that a row tells can differ: also what the item points at is the same."""
        ends = (former[0].name, former[1].name), (found[0].name, found[1].name)
        parents = self.before.parents_of.get(ends[0]), self.after.parents_of.get(ends[1])
        return former[1] == found[1] and ends[0] == ends[1] and parents[0] == parents[1]

    def _changes(self, cells: list[str], former: Found | None, found: Found) -> Iterator[tuple[int, str]]:
        """The cells to write, by their place. A row that no item had before is written as a whole."""
        for column in self.columns:
            old = column.tell(self.before, *former) if former else None
            new = column.tell(self.after, *found)
            cell = value(cells[column.place])
            if old != new and not self._says(column, cell, new) and not self._stands_beside(column, cells, old, new):
                said = column.says(cell) if old is None else old
                text = column.rewritten(cell, said, new, self._spelling(column))
                if text is not None:
                    yield column.place, text or self._blank(column.place, cell)
        yield from self._own_changes(cells, former, found)

    def _says(self, column: Column, cell: str, words: tuple[str, ...]) -> bool:
        """Whether a cell says just that already."""
        said = column.says(cell)
        if column.shape in ("words", "pairs"):
            return sorted(said) == sorted(words)
        return said == words

    def _stands_beside(
        self, column: Column, cells: list[str], old: tuple[str, ...] | None, new: tuple[str, ...]
    ) -> bool:
        """Whether it is the other of the two columns of expected data that is to be written: where it is said now."""
        if column.key != "expected_data" or old is None:
            return False
        here, other = (column.says(value(cells[place])) for place in self._pair(column))
        if column.place == places.EXPECTED:
            return not here and bool(other) and other in (old, new)
        return here != old or not here

    def _pair(self, column: Column) -> tuple[int, int]:
        pair = places.EXPECTED, places.EXPECTED_BESIDES
        return pair if column.place == pair[0] else (pair[1], pair[0])

    def _own_changes(self, cells: list[str], former: Found | None, found: Found) -> Iterator[tuple[int, str]]:
        """The cells of what the table alone knows."""
        old = dict(former[1].table_cells) if former else None
        new = dict(found[1].table_cells)
        for place, name in self.unplaced.items():
            wanted = str(new.get(name) or "")
            said = own_text(value(cells[place]))
            if said != wanted and (old is None or old.get(name) != new.get(name)):
                yield place, guarded(wanted) if wanted else self._blank(place, value(cells[place]))

    def _spelling(self, column: Column) -> dict[str, str]:
        """The word that the column has for each status, the most used."""
        if column.shape != "status":
            return {}
        words = Counter(clean(text) for text in self._texts(column.place))
        found: dict[str, str] = {}
        for word, _ in words.most_common():
            if word in places.STATUSES:
                found.setdefault(places.STATUSES[word], word)
        return found

    def _blank(self, place: int, cell: str = "x") -> str:
        """What most of a column's rows hold where they say nothing; a cell that says nothing already stays."""
        nothing = places.EMPTY if place in places.COMPARED or place == places.OBJECT else SAYS_NOTHING
        if clean(cell) in nothing:
            return cell
        if place not in self.blanks:
            blanks = Counter(text for text in self._texts(place) if clean(text) in _BLANKS & nothing)
            self.blanks[place] = blanks.most_common(1)[0][0] if blanks else ""
        return self.blanks[place]

    def _texts(self, place: int) -> Iterator[str]:
        """What the cells of a column hold, in the table as it was."""
        return (value(row.cells[place]) for row in self.source.rows[1:] if len(row.cells) == places.WIDTH)

    def _place(self, entry: DataObject) -> None:
        """The rows of an object's new and moved items, each behind that of the item before it."""
        own = [item.item_ref for item in entry.items if self._is_own(item)]
        away = self._moved(entry, own)
        for number, ref in enumerate(own):
            line = self.known.get(ref)
            if line is None and not self._asks_for_row(ref):
                continue
            if line is None or ref in away:
                self._put(line or self._new(ref), own, number, away - set(own[:number]))

    def _is_own(self, item: Item) -> bool:
        found = self.after.item_by_ref.get(item.item_ref) if item.item_ref else None
        return found is not None and found[1] is item

    def _asks_for_row(self, ref: str) -> bool:
        """Whether an item without a row has one made: it is new, or something is said of it that only the table can hold."""
        former = self.before.item_by_ref.get(ref)
        return former is None or former[1].table_cells != self.after.item_by_ref[ref][1].table_cells

    def _moved(self, entry: DataObject, own: list[str]) -> set[str]:
        former = {ref: self.before.item_by_ref[ref][0].name for ref in own if ref in self.before.item_by_ref}
        here = [ref for ref, name in former.items() if self._homes.get(name, name) == entry.name]
        return {*(former.keys() - set(here)), *moved(sorted(here, key=self._order.__getitem__), here)}

    @cached_property
    def _homes(self) -> dict[str, str]:
        """Once for all objects, as it takes the whole of both documents."""
        return renamed_objects(self.before, self.after)

    @cached_property
    def _order(self) -> dict[str, int]:
        return {item.item_ref: place for place, (_, item) in enumerate(self.before.items())}

    def _put(self, line: RowOnItsWay, own: list[str], number: int, waiting: set[str]) -> None:
        """A line behind that of the nearest item before it, else before that of the next, else at the end."""
        self.lines.take_out(line)
        self.known[line.ref] = line
        before = next((self.known[ref] for ref in reversed(own[:number]) if ref in self.known), None)
        behind = next((self.known[ref] for ref in own[number + 1 :] if ref in self.known and ref not in waiting), None)
        if before is not None:
            self.lines.put_behind(line, before)
        elif behind is not None:
            self.lines.put_before(line, behind)
        else:
            self.lines.put_last(line)

    def _new(self, ref: str) -> RowOnItsWay:
        """The row of a new item: what the document says of it, and else what the column's other rows hold there."""
        cells = [written(self._blank(place)) for place in range(places.WIDTH)]
        for place, text in self._changes(cells, None, self.after.item_by_ref[ref]):
            cells[place] = written(text, cells[place])
        return RowOnItsWay(RawRow(tuple(cells), self.source.newline, 0), ref)


def own_text(cell: str) -> str:
    """What a cell of a column says that no file speaks of; nothing where it says nothing."""
    text = clean(cell)
    return "" if text in SAYS_NOTHING else unguarded(text)
