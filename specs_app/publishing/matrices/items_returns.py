"""Items by returns: which return asks for which item, in which section and under which name of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from specs_app.document.names import item_title
from specs_app.document.stages import asking, places_in, returns_in
from specs_app.document.types import Document, Item, ReturnMapping, item_key
from specs_app.publishing import filters
from specs_app.publishing.flat import FlatColumn, distinct, plain
from specs_app.publishing.matrices.matrix import Matrix, MatrixChoice, fits_gaps
from specs_app.publishing.records import Record
from specs_app.versions.version import Version

ITEM_FILTERS = ("domain", "object", "return", "q")
HEAD = plain("item_ref", "name", "title", "object", "domains")


def returns_of(version: Version, asked: MatrixChoice) -> tuple[str, ...]:
    """The columns, by the keys of returns: those of the registry in its order, those that items name where there is none; one
    where one is asked for. A stage that is asked for narrows the rows alone."""
    document = version.document
    named = (key for _, item in document.items() for key in asking(document, item))
    keys = tuple(entry.key for entry in returns_in(document)) or tuple(dict.fromkeys(named))
    return (asked["return"],) if asked["return"] in keys else keys


def is_gap(place: ReturnMapping) -> bool:
    """Whether a return asks for an item, and nobody has said where."""
    return not (place.section or place.reference)


def rows(version: Version, asked: MatrixChoice) -> list[filters.Row]:
    """The items that fit."""
    found = filters.items(version.document, {name: asked[name] for name in ITEM_FILTERS})
    if not asked["gaps"]:
        return found
    return [row for row in found if fits_gaps(any(map(is_gap, _places(version.document, row[1], asked))), asked)]


def _places(document: Document, item: Item, asked: MatrixChoice) -> Iterator[ReturnMapping]:
    """Where returns ask for an item: all of them, or the one asked for."""
    keys = asking(document, item)
    if asked["return"] in keys:
        keys = (asked["return"],)
    return (place for key in keys for place in places_in(item, key))


def record(version: Version, asked: MatrixChoice, row: filters.Row) -> Record:
    """An item, and each place at which a return asks for it."""
    return {**item_head(row), "cells": [_cell(place) for place in _places(version.document, row[1], asked)]}


def item_head(row: filters.Row) -> Record:
    """What says which item a row is."""
    entry, item = row
    return {
        "item_ref": item_key(entry, item),
        "name": item.name,
        "title": item_title(entry, item),
        "object": entry.name,
        "domains": list(item.domains),
    }


def _cell(place: ReturnMapping) -> Record:
    return {
        "return": place.name,
        "section": place.section or None,
        "reference": place.reference or None,
        "mark": place.mark or None,
        "gap": is_gap(place),
    }


def columns(version: Version, asked: MatrixChoice) -> tuple[FlatColumn, ...]:
    """A column a return: sections with its own names, ``asked for`` where neither is known."""
    return distinct((*HEAD, *(FlatColumn(key, "cells", _reader(key)) for key in returns_of(version, asked))))


def _reader(key: str) -> Any:
    return lambda record: [_said(cell) for cell in record["cells"] if cell["return"] == key]


def _said(cell: Record) -> str:
    return ": ".join(filter(None, (cell["section"], cell["reference"]))) or "asked for"


ITEMS_RETURNS = Matrix(
    key="items-returns",
    title="Items by returns",
    about="Which return asks for which item, in which section, and what the return itself calls it.",
    noun="item",
    filters=(*ITEM_FILTERS, "gaps"),
    beside=3,
    rows=rows,
    record=record,
    columns=columns,
)
