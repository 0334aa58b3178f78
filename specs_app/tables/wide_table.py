"""What the wide table of items knows beyond the YAML, taken into the document.

Sizes, expected data, join types, statuses, the returns matrix with the returns' own field names, and per system the source path
and delivery status. Nothing that the document says is overwritten; what has no home is counted and listed.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from specs_app.document.cells import SAYS_NOTHING, clean
from specs_app.document.paths import of_ref
from specs_app.document.problems import Problem
from specs_app.document.types import CmsMapping, DataObject, Document, Item, Return, ReturnMapping, Settings, Term
from specs_app.tables import wide_columns as columns
from specs_app.tables.wide_cells import COMPARED

_PATH = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*){1,3}", re.ASCII)
_PLACEHOLDER = re.compile(r"placeholder|unknown_", re.IGNORECASE)
_SIZE = re.compile(r"[1-9][0-9]{0,4}|MAX", re.ASCII)

YAML_WINS = "The YAML says otherwise and was kept: compare both by hand."
NO_HOME = "The YAML has no place for it: a table inside the source keeps it, and the page of the item shows it."


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A column with cells that could not be placed, how many, and what to do."""

    column: str
    count: int
    remedy: str


@dataclass(frozen=True, slots=True)
class Enriched:
    """The document with what the table adds, what is wrong in the table, and what of it was not placed."""

    document: Document
    problems: tuple[Problem, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()


@dataclass(slots=True)
class _Table:
    """The rows being taken in, with what is found on the way."""

    header: list[str]
    own_tables: frozenset[str]
    file: str
    problems: list[Problem] = field(default_factory=list)
    left: Counter[tuple[int, str]] = field(default_factory=Counter)

    def problem(self, rule: str, message: str, remedy: str, line: int, ref: str = "") -> None:
        address = of_ref(ref) if ref else ""
        self.problems.append(Problem(rule, "warning", message, remedy, self.file, line, address))

    def leave(self, place: int, remedy: str = NO_HOME) -> None:
        self.left[place, remedy] += 1

    def unplaced(self) -> tuple[Unplaced, ...]:
        return tuple(
            Unplaced(f"{place + 1} {' '.join(self.header[place].split())}", count, remedy)
            for (place, remedy), count in sorted(self.left.items())
        )


def enrich(document: Document, csv_bytes: bytes, *, file: str = "") -> Enriched:
    """The document with what the table adds. A table of another shape adds nothing and is a problem; ``file`` names it there."""
    try:
        rows = list(csv.reader(io.StringIO(csv_bytes.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        return _refused(document, f"The table cannot be read: {error}.", "Save it as CSV in the encoding UTF-8.", file)
    wrong = columns.wrong_header(rows[0] if rows else [])
    if wrong:
        message = f"Column {wrong[0] + 1} is not what it should be: expected {wrong[1]}."
        return _refused(document, message, "Give the columns the order of the table of data objects.", file)
    own = frozenset(entry.name.lower() for entry in document.objects)
    table = _Table(rows[0], own, file)
    found = dict(_rows(table, document, rows[1:]))
    objects = tuple(_object(table, document, entry, found) for entry in document.objects)
    enriched = replace(document, objects=objects)
    enriched = replace(enriched, settings=with_sections(enriched, rows[0]))
    return Enriched(enriched, tuple(table.problems), table.unplaced())


def _refused(document: Document, message: str, remedy: str, file: str) -> Enriched:
    return Enriched(document, (Problem("csv-unreadable", "error", message, remedy, file, 1),))


def _rows(table: _Table, document: Document, rows: Sequence[list[str]]) -> Iterator[tuple[str, tuple[int, list[str]]]]:
    """Row number and cleaned cells of each item that the document has, by reference; the first row of a reference counts."""
    seen: set[str] = set()
    for number, row in enumerate(rows, start=2):
        cells = [clean(text) for text in row]
        if not any(cells):
            continue
        ref = cells[columns.REF] if len(cells) == columns.WIDTH else ""
        if ref not in document.item_by_ref or ref in seen:
            message = f"Row {number} ({ref or 'without a reference'}) belongs to no item, or repeats one."
            table.problem("csv-row-not-placed", message, "Correct its reference and its number of columns.", number)
            continue
        seen.add(ref)
        yield ref, (number, cells)


def _object(
    table: _Table, document: Document, entry: DataObject, found: dict[str, tuple[int, list[str]]]
) -> DataObject:
    items = (
        _item(table, document, entry, item, *found[item.item_ref]) if item.item_ref in found else item
        for item in entry.items
    )
    return replace(entry, items=tuple(items))


def _item(table: _Table, document: Document, entry: DataObject, item: Item, number: int, row: list[str]) -> Item:
    for place, text in enumerate(row):
        if text not in SAYS_NOTHING and place not in columns.PLACED:
            table.leave(place)
    for place in _differing(document, entry, item, row):
        table.leave(place, YAML_WINS)
    found = replace(
        item,
        max_field_size=item.max_field_size or _size(table, row, number, item),
        expected_data=item.expected_data or _expected(table, row),
        join_type=item.join_type or _said(row[columns.JOIN_TYPE]),
        status=item.status or _status(table, row, columns.STATUS),
        returns_map=item.returns_map or tuple(_returns(table, row)),
    )
    _report_marks(table, found, number)
    return replace(found, cms=_mappings(table, found, row))


def _differing(document: Document, entry: DataObject, item: Item, row: list[str]) -> Iterator[int]:
    """The places of cells that say something, and not what the document says."""
    for column in COMPARED:
        if column.says(row[column.place]) and not column.agrees(row[column.place], column.tell(document, entry, item)):
            yield column.place


def _size(table: _Table, row: list[str], number: int, item: Item) -> str:
    text = row[columns.SIZE].upper()
    if text in SAYS_NOTHING:
        return ""
    if _SIZE.fullmatch(text):
        return text
    message = f"The size {row[columns.SIZE]!r} of {item.item_ref} is no whole number."
    table.problem("bad-size", message, "Correct it in the table.", number, item.item_ref)
    table.leave(columns.SIZE, "Correct the size in the table.")
    return ""


def _said(text: str) -> str:
    return "" if text in SAYS_NOTHING else text


def _expected(table: _Table, row: list[str]) -> str:
    first, second = _said(row[columns.EXPECTED]), _said(row[columns.EXPECTED_BESIDES])
    if first and second and first != second:
        table.leave(columns.EXPECTED_BESIDES, "The column expected_data says otherwise and was taken.")
    return first or second


def _status(table: _Table, row: list[str], place: int) -> str:
    text = row[place]
    if text in SAYS_NOTHING:
        return ""
    if text not in columns.STATUSES:
        table.leave(place, "This is no status: correct it in the table.")
    return columns.STATUSES.get(text, "")


def _returns(table: _Table, row: list[str]) -> Iterator[ReturnMapping]:
    """Marked places of the matrix in their order, then field names of returns that are marked nowhere."""
    references = {name: row[place] for name, place in columns.REFERENCES.items() if row[place] not in SAYS_NOTHING}
    marked = set()
    for column in columns.returns_matrix(table.header):
        mark = row[column.place].upper()
        if mark not in SAYS_NOTHING:
            marked.add(column.name)
            yield ReturnMapping(column.name, column.section, references.get(column.name, ""), mark)
    for name, reference in references.items():
        if name not in marked:
            yield ReturnMapping(name, reference=reference)


def _report_marks(table: _Table, item: Item, number: int) -> None:
    for name in dict.fromkeys(place.name for place in item.returns_map if place.name not in item.returns):
        message = f"{item.item_ref} is marked for the return {name}, which the item does not list."
        remedy = "Add the return to the item, or remove the mark."
        table.problem("return-mark-not-listed", message, remedy, number, item.item_ref)


def _mappings(table: _Table, item: Item, row: list[str]) -> tuple[CmsMapping, ...]:
    known = {entry.cms: entry for entry in item.cms}
    for place in columns.CMS:
        before = known.get(place.cms) or CmsMapping(place.cms, marked=False)
        after = _mapping(table, before, place, row)
        if place.cms in known or after != before:
            known[place.cms] = after
    return tuple(known[cms] for cms in sorted(known))


def _mapping(table: _Table, before: CmsMapping, place: columns.CmsColumns, row: list[str]) -> CmsMapping:
    """The mapping with source or note, status and local builds, where it has none of its own."""
    text = "" if row[place.path] in SAYS_NOTHING else row[place.path]
    is_path = _is_path(table, text)
    status = _status(table, row, place.status)
    variants = tuple((name, row[where]) for name, where in place.variants if row[where] not in SAYS_NOTHING)
    return replace(
        before,
        source=before.source or (text if is_path else ""),
        note=before.note or ("" if is_path else text),
        status=before.status or status,
        variants=before.variants or variants,
    )


def _is_path(table: _Table, text: str) -> bool:
    """A table and a column, of the system and not of the specification itself, and no placeholder."""
    return names_a_path(text) and not table.own_tables & {part.lower() for part in text.split(".")[:-1]}


def names_a_path(text: str) -> bool:
    """Whether a text has the form of a table and a column, and is no placeholder."""
    return bool(_PATH.fullmatch(text)) and not _PLACEHOLDER.search(text)


def with_sections(document: Document, header: list[str]) -> Settings:
    """The register of returns with the sections that the matrix uses, in its order."""
    used = {(place.name, place.section) for _, item in document.items() for place in item.returns_map if place.section}
    order = [(column.name, column.section) for column in columns.returns_matrix(header)]
    sections = {entry.key: _sections(entry, used, order) for entry in document.settings.returns}
    returns = tuple(replace(entry, sections=sections[entry.key]) for entry in document.settings.returns)
    return replace(document.settings, returns=returns)


def _sections(entry: Return, used: set[tuple[str, str]], order: list[tuple[str, str]]) -> tuple[Term, ...]:
    found = (section for name, section in order if name == entry.key and (name, section) in used)
    known = {section.key: section for section in entry.sections}
    return tuple({**known, **{key: Term(key) for key in found if key not in known}}.values())
