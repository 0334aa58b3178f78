"""The table of a matrix: columns, and the rows that are shown, in groups by object or domain."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from specs_app.document.domains import domain_title
from specs_app.document.names import item_title, object_title
from specs_app.document.stages import asking, places_in
from specs_app.document.titles import titles_of
from specs_app.document.types import DataObject, item_key
from specs_app.publishing import filters
from specs_app.publishing.links import Links
from specs_app.publishing.matrices.items_returns import returns_of
from specs_app.publishing.matrices.items_systems import fillings, systems_of
from specs_app.publishing.matrices.matrix import Matrix, MatrixChoice
from specs_app.publishing.matrices.objects_systems import counts
from specs_app.publishing.pages.components import Link
from specs_app.publishing.pages.matrix_cells import Cell, filling_cell, heat_cell, return_cell
from specs_app.versions.version import Version


@dataclass(frozen=True, slots=True)
class Sheet:
    """A matrix as it is asked for: all that was ``found``, and the rows of it that are ``shown``."""

    matrix: Matrix
    version: Version
    asked: MatrixChoice
    links: Links
    found: Sequence[Any]
    shown: Iterable[Any]


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One row: its link, a name below it, its cells in the order of the columns; its ``title`` where the link is none."""

    link: Link
    name: str
    cells: tuple[Cell, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class MatrixGroup:
    """The rows of one object or domain that are shown."""

    link: Link
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True, slots=True)
class MatrixGrid:
    """Columns, and rows in groups; ``empty`` are columns left out, as none of the rows found has anything there."""

    columns: tuple[Link, ...]
    groups: tuple[MatrixGroup, ...]
    empty: tuple[Link, ...] = ()


def grid(sheet: Sheet) -> MatrixGrid:
    """The table of what is shown."""
    return GRIDS[sheet.matrix.key](sheet)


def _of_returns(sheet: Sheet) -> MatrixGrid:
    titles, links = titles_of(sheet.version.document.settings), sheet.links
    named = {key for _, item in sheet.found for key in asking(sheet.version.document, item)}
    keys = returns_of(sheet.version, sheet.asked)
    columns = {key: Link(titles.return_(key), links.return_(key)) for key in keys}
    used = {key: column for key, column in columns.items() if key in named}

    def cells(row: filters.Row) -> Iterable[Cell]:
        return (return_cell(column.text, places_in(row[1], key)) for key, column in used.items())

    empty = tuple(column for key, column in columns.items() if key not in used)
    return MatrixGrid(tuple(used.values()), _item_groups(sheet, cells), empty)


def _of_systems(sheet: Sheet) -> MatrixGrid:
    status = titles_of(sheet.version.document.settings).status

    def cells(row: filters.Row) -> Iterable[Cell]:
        return (filling_cell(cms.title, one, status) for cms, one in fillings(sheet.version, sheet.asked, row))

    return MatrixGrid(_system_columns(sheet), _item_groups(sheet, cells))


def _system_columns(sheet: Sheet) -> tuple[Link, ...]:
    return tuple(Link(cms.title, sheet.links.cms(cms.key)) for cms in systems_of(sheet.version, sheet.asked))


def _item_groups(sheet: Sheet, cells: Callable[[filters.Row], Iterable[Cell]]) -> tuple[MatrixGroup, ...]:
    settings, links = sheet.version.document.settings, sheet.links
    return tuple(
        MatrixGroup(
            Link(object_title(entry, settings), links.object(entry.name)),
            tuple(_item_row(row, cells(row), links) for row in rows),
        )
        for entry, rows in groupby(sheet.shown, key=lambda row: row[0])
    )


def _item_row(row: filters.Row, cells: Iterable[Cell], links: Links) -> MatrixRow:
    key = item_key(*row)
    return MatrixRow(Link(key, links.item(key)), row[1].name, tuple(cells), item_title(*row))


def _of_objects(sheet: Sheet) -> MatrixGrid:
    document, links = sheet.version.document, sheet.links
    groups = tuple(
        MatrixGroup(
            Link(domain_title(document, domain), links.page("objects", domain=domain) if domain else ""),
            tuple(_heat_row(sheet, entry) for _, entry in rows),
        )
        for domain, rows in groupby(sheet.shown, key=lambda row: row[0])
    )
    return MatrixGrid(_system_columns(sheet), groups)


def _heat_row(sheet: Sheet, entry: DataObject) -> MatrixRow:
    links = sheet.links
    cells = tuple(
        heat_cell(cms.title, one, links.matrices("items-systems", object=entry.name, cms=cms.key))
        for cms, one in counts(sheet.version, sheet.asked, entry)
    )
    title = object_title(entry, sheet.version.document.settings)
    return MatrixRow(Link(title, links.object(entry.name)), entry.name, cells)


GRIDS: Mapping[str, Callable[[Sheet], MatrixGrid]] = {
    "items-returns": _of_returns,
    "items-systems": _of_systems,
    "objects-systems": _of_objects,
}
