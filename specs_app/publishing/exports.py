"""The files that hold a whole version: one entry a format. Equal revisions give equal bytes."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from specs_app.document.types import Category, DataObject, Document, Item
from specs_app.publishing.flat import FlatTable, item_columns, plain, table
from specs_app.publishing.pdf import files
from specs_app.publishing.records import VALUE_KEYS, category_record, document_record, item_record
from specs_app.tables import csv_files, workbooks
from specs_app.versions.version import Version

#: The oldest date that a zip file can carry: files in it have no time of their own.
ZIP_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Export:
    """A format: what its file is called behind the standard's name, its media type, its title, and how it is made."""

    ending: str
    media_type: str
    title: str
    make: Callable[[Version], bytes]


def as_json(version: Version) -> bytes:
    """Everything as one JSON object, indented."""
    return (json.dumps(document_record(version.document), ensure_ascii=False, indent=2) + "\n").encode()


def as_csv(version: Version) -> bytes:
    """One row an item."""
    return _csv(items_table(version.document, version.document.items()))


def as_xlsx(version: Version) -> bytes:
    """One row an item, as a workbook."""
    table = items_table(version.document, version.document.items())
    return workbooks.write(table.columns, table.rows, "Items")


def items_table(document: Document, rows: Iterable[tuple[DataObject, Item]], cms: str = "") -> FlatTable:
    """Items as rows; of the systems only ``cms`` where one is named."""
    return table(item_columns(document, cms), (item_record(document, *row) for row in rows))


def as_yaml(version: Version) -> bytes:
    """The YAML files as they are, in a zip."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as bundle:
        for path in sorted(version.files):
            if path.endswith((".yml", ".yaml")):
                bundle.writestr(_entry(path), version.files[path])
    return archive.getvalue()


def _entry(path: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, ZIP_DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def object_csv(document: Document, entry: DataObject) -> bytes:
    """One row an item of one object."""
    return _csv(items_table(document, ((entry, item) for item in entry.items)))


def category_csv(category: Category) -> bytes:
    """One row a code."""
    return _csv(table(plain(*VALUE_KEYS), category_record(category)["values"]))


def _csv(rows: FlatTable) -> bytes:
    """A byte order mark lets spreadsheets see that the text is UTF-8."""
    return csv_files.write(rows.columns, rows.rows).encode("utf-8-sig", "replace")


EXPORTS: dict[str, Export] = {
    "pdf": Export(".pdf", "application/pdf", "Everything as a PDF", files.ask),
    "json": Export(".json", "application/json", "Everything as JSON", as_json),
    "yaml": Export("-yaml.zip", "application/zip", "The YAML files (zip)", as_yaml),
    "csv": Export(".csv", "text/csv; charset=utf-8", "All items as CSV", as_csv),
    "xlsx": Export(".xlsx", workbooks.MEDIA_TYPE, "All items as a spreadsheet (XLSX)", as_xlsx),
}
