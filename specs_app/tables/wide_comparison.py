"""Where the wide table says something else than the YAML that was once made from it."""

from __future__ import annotations

from collections.abc import Iterator

from specs_app.document.types import DataObject, Document, Item
from specs_app.tables.wide_cells import COMPARED


def differing_columns(document: Document, entry: DataObject, item: Item, row: list[str]) -> Iterator[int]:
    """The places of cells that say something, and not what the document says."""
    for column in COMPARED:
        if column.says(row[column.place]) and not column.agrees(row[column.place], column.tell(document, entry, item)):
            yield column.place
