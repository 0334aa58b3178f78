"""A registered wide table read beside the YAML: what it alone knows of each item, and where it says otherwise than the files.

The second is worked out when it is asked for, as it depends on the whole document.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from specs_app.document.paths import of_ref
from specs_app.document.problems import Problem
from specs_app.document.types import DataObject, Document, Item
from specs_app.document.values import Extra
from specs_app.tables import wide_columns as places
from specs_app.tables.raw_csv import CsvError, RawRow, parse, value
from specs_app.tables.wide_cells import Column, Words, columns_of
from specs_app.tables.wide_rows import own_text, reference, rows_by_reference

UNREADABLE = "table-unreadable"
DIFFERS, NO_ITEM, NO_ROW = "table-differs", "table-row-without-item", "table-item-without-row"


@dataclass(frozen=True, slots=True)
class TableCells:
    """The columns that no file speaks of, and of each item by its reference what they say, where they say something."""

    columns: tuple[str, ...]
    cells: Mapping[str, Extra]


def read_table(data: bytes, path: str) -> TableCells | Problem:
    """What only the table knows; or why it cannot be read as a wide table."""
    try:
        rows = parse(data).rows
    except CsvError as error:
        remedy = "Save it as CSV in the encoding UTF-8."
        return Problem(UNREADABLE, "error", f"The table cannot be read: {error}", remedy, path, error.line)
    header = rows[0].values() if rows else []
    if wrong := places.wrong_header(header):
        message = f"Column {wrong[0] + 1} of the table is not what it should be: expected {wrong[1]}."
        return Problem(
            UNREADABLE, "error", message, "Give the columns the order of the table of data objects.", path, 1
        )
    names = places.unplaced_names(header)
    told = {ref: _own(rows[number], names) for ref, number in rows_by_reference(rows).items()}
    return TableCells(tuple(names.values()), {ref: cells for ref, cells in told.items() if cells})


def fault(files: Mapping[str, bytes], path: str) -> Problem | None:
    """Why a file cannot be the registered table; None where it can."""
    if path not in files:
        message = f"The repository has no file {path}."
        return Problem(
            "table-missing", "error", message, "Give the path of a CSV file, from the root of the repository."
        )
    found = read_table(files[path], path)
    return found if isinstance(found, Problem) else None


def _own(row: RawRow, names: Mapping[int, str]) -> Extra:
    return tuple((name, text) for place, name in names.items() if (text := own_text(value(row.cells[place]))))


def with_cells(document: Document, found: TableCells, known: Mapping[int, tuple[DataObject, DataObject]]) -> Document:
    """The document with what only the table knows.

    ``known`` are objects without it and with it, by the id of the first, of a document that shares objects with this one: where
    the cells are the same too, the object is, so that documents go on sharing it.
    """
    seen = set[str]()
    objects = tuple(_with_cells(entry, found.cells, known, seen) for entry in document.objects)
    return replace(document, objects=objects, table_columns=found.columns)


def _with_cells(
    entry: DataObject, cells: Mapping[str, Extra], known: Mapping[int, tuple[DataObject, DataObject]], seen: set[str]
) -> DataObject:
    """Of a reference that stands twice the first item counts."""
    wanted = [
        () if not item.item_ref or item.item_ref in seen else cells.get(item.item_ref, ()) for item in entry.items
    ]
    seen.update(item.item_ref for item in entry.items)
    if not any(wanted):
        return entry
    before = known.get(id(entry))
    if before and before[0] is entry and [item.table_cells for item in before[1].items] == wanted:
        return before[1]
    items = (replace(item, table_cells=own) for item, own in zip(entry.items, wanted, strict=True))
    return replace(entry, items=tuple(items))


def differences(files: Mapping[str, bytes], document: Document) -> Iterator[Problem]:
    """Where the registered table, if it can be read, says otherwise than the files; rows of no item, and items without a row."""
    path = document.settings.wide_table
    if not document.table_columns or path not in files:
        return
    rows = parse(files[path]).rows
    known = rows_by_reference(rows)
    yield from _rows_of_no_item(document, rows, known, path)
    columns = columns_of(rows[0].values())
    for ref, (entry, item) in document.item_by_ref.items():
        if ref in known:
            yield from _differing(document, entry, item, rows[known[ref]], columns, path)
        elif item.item_ref:
            message = f"{ref} has no row in the registered table."
            yield Problem(NO_ROW, "warning", message, "Add its row to the table.", path, 1, of_ref(ref))


def _rows_of_no_item(
    document: Document, rows: tuple[RawRow, ...], known: Mapping[str, int], path: str
) -> Iterator[Problem]:
    for number, row in enumerate(rows[1:], start=1):
        ref = reference(row)
        if (
            row.is_blank
            or not any(map(str.strip, row.values()))
            or (ref and known[ref] == number and _has(document, ref))
        ):
            continue
        what = "has another number of columns" if len(row.cells) != places.WIDTH else ""
        what = what or ("repeats one" if ref and known[ref] != number else "belongs to no item")
        message = f"The row of {ref or 'no reference'} {what}."
        yield Problem(NO_ITEM, "warning", message, "Correct its reference, or take the row out.", path, row.line)


def _has(document: Document, ref: str) -> bool:
    found = document.item_by_ref.get(ref)
    return found is not None and found[1].item_ref == ref


def _differing(
    document: Document, entry: DataObject, item: Item, row: RawRow, columns: tuple[Column, ...], path: str
) -> Iterator[Problem]:
    cells = {column.place: value(row.cells[column.place]) for column in columns}
    told = {column.place: column.tell(document, entry, item) for column in columns}
    for column in columns:
        place = column.place
        if not column.agrees(cells[place], told[place]) and not _said_beside(column, cells, told, columns):
            yield Problem(
                DIFFERS, "warning", _words(column, item, cells, told), REMEDY, path, row.line, of_ref(item.item_ref)
            )


REMEDY = "The YAML counts: correct the table, or propose the change."


def _words(column: Column, item: Item, cells: Mapping[int, str], told: Mapping[int, Words]) -> str:
    said = _shortened(" ".join(cells[column.place].split())) if column.says(cells[column.place]) else ""
    wanted = _shortened(" ".join("|".join(told[column.place]).split()))
    sides = f"{said or 'nothing'} in the table, {wanted or 'nothing'} in the YAML"
    return f"{item.item_ref}: column {column.place + 1} ({column.key}) says {sides}."


def _shortened(text: str) -> str:
    return f"“{text[:60]}…”" if len(text) > 60 else f"“{text}”" if text else ""


def _said_beside(
    column: Column, cells: Mapping[int, str], told: Mapping[int, Words], columns: tuple[Column, ...]
) -> bool:
    """Whether a cell that says nothing has another beside it that says the same thing: a key, expected data."""
    if column.says(cells[column.place]):
        return False
    by_place = {one.place: one for one in columns}
    words = {place: by_place[place].says(cells[place]) for place in _BESIDE}
    if column.place in (places.EXPECTED, places.EXPECTED_BESIDES):
        return told[column.place] in (words[places.EXPECTED], words[places.EXPECTED_BESIDES])
    if column.place == places.PRIMARY_KEY:
        return "pk" in words[places.CONSTRAINTS]
    return column.place == places.CONSTRAINTS and told[column.place] == ("pk",) and bool(words[places.PRIMARY_KEY])


_BESIDE = (places.EXPECTED, places.EXPECTED_BESIDES, places.CONSTRAINTS, places.PRIMARY_KEY)
