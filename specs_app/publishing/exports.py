"""The files that hold a whole version: one entry a format. Equal revisions give equal bytes."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, TypeAlias

from specs_app.diagrams.dbml import as_dbml
from specs_app.document.types import Category, DataObject, Document, Item
from specs_app.publishing.flat import FlatTable, item_columns, names, plain, rows_of, table
from specs_app.publishing.pdf import files as pdf_files
from specs_app.publishing.records import VALUE_KEYS, Record, category_record, document_parts, item_record
from specs_app.tables import csv_files, workbooks
from specs_app.tables.wide_rows import new_table
from specs_app.versions.editions import Edition

#: A file as a whole, or piece by piece.
File: TypeAlias = bytes | Iterator[bytes]
#: Letters of a piece, at the least.
PIECE = 2**16
#: Without an indentation, of which Python's own encoder in C knows nothing.
LINE = json.JSONEncoder(ensure_ascii=False)
#: The oldest date that a zip file can carry: files in it have no time of their own.
ZIP_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Export:
    """A format: what its file is called behind the standard's name, its media type, its title, and how it is made.

    What can be made piece by piece is, so that a large file never stands in memory. ``named`` files say what their version is
    called, which a tag may alter; all others follow from the revision alone.
    """

    ending: str
    media_type: str
    title: str
    make: Callable[[Edition], File]
    named: bool = False


def as_json(edition: Edition) -> Iterator[bytes]:
    """Everything as one JSON object, a record a line."""
    return _pieces(_json(document_parts(edition)))


def _json(parts: Iterable[tuple[str, str | None | Iterator[Record]]]) -> Iterator[str]:
    before = "{"
    for key, value in parts:
        yield f"{before}\n{LINE.encode(key)}: "
        yield from _records(value) if isinstance(value, Iterator) else (LINE.encode(value),)
        before = ","
    yield "\n}\n"


def _records(records: Iterator[Record]) -> Iterator[str]:
    before = "["
    for record in records:
        yield f"{before}\n{LINE.encode(record)}"
        before = ","
    yield "[]" if before == "[" else "\n]"


def _pieces(texts: Iterable[str]) -> Iterator[bytes]:
    """Texts in their order, in pieces that are worth sending."""
    held: list[str] = []
    size = 0
    for text in texts:
        held.append(text)
        size += len(text)
        if size >= PIECE:
            yield "".join(held).encode("utf-8", "replace")
            held, size = [], 0
    yield "".join(held).encode("utf-8", "replace")


def as_csv(edition: Edition) -> Iterator[bytes]:
    """One row an item."""
    document = edition.version.document
    columns = item_columns(document)
    records = (item_record(document, *row) for row in document.items())
    return _csv(names(columns), rows_of(columns, records))


def as_xlsx(edition: Edition) -> bytes:
    """One row an item, as a workbook; its properties say of which version."""
    document = edition.version.document
    table = items_table(document, document.items())
    about = f"{document.settings.title or edition.version.slug}, {edition.name}"
    return workbooks.write(table.columns, table.rows, "Items", about)


def items_table(document: Document, rows: Iterable[tuple[DataObject, Item]], cms: str = "") -> FlatTable:
    """Items as rows; of the systems only ``cms`` where one is named."""
    return table(item_columns(document, cms), (item_record(document, *row) for row in rows))


def as_yaml(edition: Edition) -> bytes:
    """The YAML files as they are, in a zip."""
    archive, files = io.BytesIO(), edition.version.files
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as bundle:
        for path in sorted(files):
            if path.endswith((".yml", ".yaml")):
                bundle.writestr(zip_entry(path), files[path])
    return archive.getvalue()


def zip_entry(path: str) -> zipfile.ZipInfo:
    """A file of a zip, of a day that is always the same."""
    entry = zipfile.ZipInfo(path, ZIP_DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def object_csv(document: Document, entry: DataObject) -> bytes:
    """One row an item of one object."""
    made = items_table(document, ((entry, item) for item in entry.items))
    return b"".join(_csv(made.columns, made.rows))


def category_csv(category: Category) -> bytes:
    """One row a code."""
    made = table(plain(*VALUE_KEYS), category_record(category)["values"])
    return b"".join(_csv(made.columns, made.rows))


def as_wide_csv(edition: Edition) -> bytes:
    """The registered table as it is; where none is registered, one made of what the files say."""
    version = edition.version
    path = version.document.settings.wide_table
    return version.files[path] if version.document.table_columns else new_table(version.document)


def dbml_of(edition: Edition) -> bytes:
    """Every object with its items and relationships."""
    return as_dbml(edition.version.document, edition.version.slug).encode("utf-8", "replace")


def _csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """A byte order mark lets spreadsheets see that the text is UTF-8."""
    return _pieces(chain(["\ufeff"], csv_files.lines(columns, rows)))


EXPORTS: dict[str, Export] = {
    "pdf": Export(".pdf", "application/pdf", "Everything as a PDF", pdf_files.ask, named=True),
    "json": Export(".json", "application/json", "Everything as JSON", as_json, named=True),
    "yaml": Export("-yaml.zip", "application/zip", "The YAML files (zip)", as_yaml),
    "csv": Export(".csv", "text/csv; charset=utf-8", "All items as CSV", as_csv),
    "wide-csv": Export("-wide.csv", "text/csv; charset=utf-8", "The wide table of items (CSV)", as_wide_csv),
    "dbml": Export(".dbml", "text/plain; charset=utf-8", "All objects as DBML, for tools that draw databases", dbml_of),
    "xlsx": Export(".xlsx", workbooks.MEDIA_TYPE, "All items as a spreadsheet (XLSX)", as_xlsx, named=True),
}
