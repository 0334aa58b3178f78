"""Items by systems: what fills each item from each system, its source and how far delivery is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from specs_app.document.holding import ItemFilling, filling
from specs_app.document.types import Cms
from specs_app.publishing import filters
from specs_app.publishing.flat import FlatColumn, distinct
from specs_app.publishing.matrices.items_returns import HEAD, ITEM_FILTERS, item_head
from specs_app.publishing.matrices.matrix import Matrix, MatrixChoice, fits_gaps
from specs_app.publishing.records import Record
from specs_app.versions.version import Version

#: What a table says of one system, behind the column that is called by its key.
PARTS = ("source", "status", "held")


def systems_of(version: Version, asked: MatrixChoice) -> tuple[Cms, ...]:
    """The columns: the systems of the registry, or the one that is asked for."""
    return tuple(cms for cms in version.document.settings.cms if asked["cms"] in ("", cms.key))


def fillings(version: Version, asked: MatrixChoice, row: filters.Row) -> Iterator[tuple[Cms, ItemFilling]]:
    """What fills an item from each system that is shown."""
    return ((cms, filling(version.document, *row, cms)) for cms in systems_of(version, asked))


def rows(version: Version, asked: MatrixChoice) -> list[filters.Row]:
    """The items that fit; a gap is a system that fills nothing."""
    found = filters.items(version.document, {name: asked[name] for name in ITEM_FILTERS})
    if not asked["gaps"]:
        return found
    return [row for row in found if fits_gaps(not all(one.by for _, one in fillings(version, asked, row)), asked)]


def record(version: Version, asked: MatrixChoice, row: filters.Row) -> Record:
    """An item, and how each system fills it."""
    cells = [_cell(cms, one) for cms, one in fillings(version, asked, row)]
    return {**item_head(row), "cells": cells}


def _cell(cms: Cms, one: ItemFilling) -> Record:
    return {
        "cms": cms.key,
        "filled_by": one.by or None,
        "source": one.source or None,
        "status": one.status or None,
        "note": one.note or None,
        "held": one.held,
        "gap": not one.by,
    }


def columns(version: Version, asked: MatrixChoice) -> tuple[FlatColumn, ...]:
    """Of each system what fills the item (``body``, ``mapping`` or ``nothing``), then source, status and whether it is held."""
    keys = [cms.key for cms in systems_of(version, asked)]
    return distinct((*HEAD, *(column for key in keys for column in _of_system(key))))


def _of_system(key: str) -> Iterator[FlatColumn]:
    yield FlatColumn(key, "cells", cell_reader(key, "filled_by", "nothing"))
    for part in PARTS:
        yield FlatColumn(f"{key}_{part}", "cells", cell_reader(key, part))


def cell_reader(cms: str, part: str, otherwise: str | int | None = None) -> Any:
    """Reads one part of the cell of a system from a record."""
    return lambda record: next((cell[part] for cell in record["cells"] if cell["cms"] == cms), None) or otherwise


ITEMS_SYSTEMS = Matrix(
    key="items-systems",
    title="Items by systems",
    about="What fills each item from each case management system, from where, how far delivery is, and where nothing fills it yet.",
    noun="item",
    filters=("domain", "object", "return", "cms", "q", "gaps"),
    beside=3,
    rows=rows,
    record=record,
    columns=columns,
)
