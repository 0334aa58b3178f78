"""The pages of the matrices: which there are, and one of them with the rows that are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, TypeAlias

from specs_app.document.names import object_title
from specs_app.document.titles import titles_of
from specs_app.document.types import Cms, DataObject, Document, ReturnMapping, item_key
from specs_app.publishing import filters
from specs_app.publishing.links import Links
from specs_app.publishing.matrices.filling import BODY, MAPPING, Filled, Filling
from specs_app.publishing.matrices.items_returns import is_gap, places_in, returns_of
from specs_app.publishing.matrices.items_systems import fillings, systems_of
from specs_app.publishing.matrices.matrix import Asked, Matrix
from specs_app.publishing.matrices.objects_systems import Row as ObjectRow
from specs_app.publishing.matrices.objects_systems import counts
from specs_app.publishing.matrices.registry import FORMS, MATRICES
from specs_app.publishing.pages.code import cut
from specs_app.publishing.pages.components import Link
from specs_app.publishing.pages.filter_form import Filter, asked_for, control, controls
from specs_app.publishing.pages.objects import domain_title
from specs_app.versions.version import Version

#: Of an expression so many letters stand in a cell; the item's page and the files have all of it.
LONGEST_SOURCE = 120
#: What fills an item: a class of the style, a sign, words.
WORDS: Mapping[str, tuple[str, str, str]] = {
    BODY: ("body", "●", "By hand"),
    MAPPING: ("mapping", "◐", "Mapped"),
    "held": ("held", "○", "Held, source not known"),
    "": ("nothing", "–", "Nothing"),
}
#: From how much percent on a cell has a sign; the last one is for all.
SIGNS = ((100, "●"), (66, "◕"), (33, "◑"), (1, "◔"), (0, "○"))
GAPS = (("yes", "Only those with a gap"), ("no", "Only those without"))


@dataclass(frozen=True, slots=True)
class Line:
    """One thing in a cell: words, and behind them a text in the letters of code."""

    text: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a row meets a column. ``kind`` is a class of the style, ``sign`` for the eye alone; ``lines`` say all. ``href`` leads
    to what it is made of. A cell of nothing has no lines."""

    label: str
    kind: str = ""
    sign: str = ""
    lines: tuple[Line, ...] = ()
    href: str = ""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One row: its link, a name below it, its cells in the order of the columns."""

    link: Link
    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class MatrixGroup:
    """The rows of one object or domain that are shown."""

    link: Link
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True, slots=True)
class MatrixPage:
    """One matrix: the form that narrows it, what was found, its files. The rows are made of a page of what was found."""

    key: str
    title: str
    about: str
    noun: str
    controls: tuple[Filter, ...]
    query: str
    active: bool
    asked: dict[str, str]
    found: Sequence[Any]
    files: tuple[Link, ...]
    legend: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MatrixGrid:
    """The table: its columns, its rows in groups, and the columns left out as no row has anything there."""

    columns: tuple[Link, ...]
    groups: tuple[MatrixGroup, ...]
    empty: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class MatrixEntry:
    """A matrix in the list of them, with its files."""

    link: Link
    about: str
    files: tuple[Link, ...]


def matrix_list(links: Links) -> tuple[MatrixEntry, ...]:
    """Every matrix in a sentence."""
    return tuple(
        MatrixEntry(Link(matrix.title, links.matrices(key)), matrix.about, _files(key, {}, links))
        for key, matrix in MATRICES.items()
    )


def _files(key: str, given: Mapping[str, str], links: Links) -> tuple[Link, ...]:
    return tuple(Link(form.upper(), links.matrix_file(key, form, **given)) for form in reversed(FORMS))


def asked_of(matrix: Matrix, query: Mapping[str, str]) -> dict[str, str]:
    """What a query asks of a matrix."""
    return asked_for(query, matrix.filters)


def matrix_page(matrix: Matrix, version: Version, asked: Asked, links: Links) -> MatrixPage:
    """A matrix with all that fits, of which a page is to be shown."""
    given = {name: text for name, text in asked.items() if text}
    gaps = control("gaps", "Gaps", GAPS, asked["gaps"])
    return MatrixPage(
        key=matrix.key,
        title=matrix.title,
        about=matrix.about,
        noun=matrix.noun,
        controls=(*controls(version.document, asked), gaps),
        query=asked["q"],
        active=bool(given),
        asked=given,
        found=matrix.rows(version, asked),
        files=_files(matrix.key, given, links),
        legend=LEGENDS[matrix.key],
    )


def grid(page: MatrixPage, version: Version, shown: Iterable[Any], asked: Asked, links: Links) -> MatrixGrid:
    """The table of those rows of a page that are shown."""
    return GRIDS[page.key](page, version, list(shown), asked, links)


def _returns_grid(
    page: MatrixPage, version: Version, shown: list[filters.Row], asked: Asked, links: Links
) -> MatrixGrid:
    """Columns of returns that ask for nothing among all that fits would be blank: they are named instead."""
    titles = titles_of(version.document.settings)
    asking = {name for _, item in page.found for name in (*item.returns, *(place.name for place in item.returns_map))}
    columns = [Link(titles.return_(key), links.return_(key), note=key) for key in returns_of(version, asked)]
    used = [column for column in columns if column.note in asking]

    def cells(row: filters.Row) -> Iterable[Cell]:
        return (_return_cell(column.text, places_in(row[1], column.note)) for column in used)

    empty = tuple(column for column in columns if column.note not in asking)
    return MatrixGrid(tuple(used), _item_groups(version.document, shown, cells, links), empty)


def _return_cell(label: str, places: Sequence[ReturnMapping]) -> Cell:
    if not places:
        return Cell(label)
    known = [place for place in places if not is_gap(place)]
    lines = tuple(Line(place.section, place.reference) for place in known) or (Line("Asked for, place not known"),)
    return Cell(label, "asked" if known else "held", "●" if known else "○", lines)


def _systems_grid(
    page: MatrixPage, version: Version, shown: list[filters.Row], asked: Asked, links: Links
) -> MatrixGrid:
    titles = titles_of(version.document.settings)

    def cells(row: filters.Row) -> Iterable[Cell]:
        return (_filling_cell(cms.title, one, titles.status) for cms, one in fillings(version, asked, row))

    return MatrixGrid(_system_columns(version, asked, links), _item_groups(version.document, shown, cells, links))


def _system_columns(version: Version, asked: Asked, links: Links) -> tuple[Link, ...]:
    return tuple(Link(cms.title, links.cms(cms.key)) for cms in systems_of(version, asked))


def _filling_cell(label: str, one: Filling, status: Callable[[str], str]) -> Cell:
    kind, sign, words = WORDS[one.by or ("held" if one.held else "")]
    delivery = [Line(status(one.status))] if one.status else []
    return Cell(label, kind, sign, (Line(words, cut(one.source, LONGEST_SOURCE)), *delivery))


def _item_groups(
    document: Document, shown: list[filters.Row], cells: Callable[[filters.Row], Iterable[Cell]], links: Links
) -> tuple[MatrixGroup, ...]:
    return tuple(
        MatrixGroup(
            Link(object_title(entry, document.settings), links.object(entry.name), note=entry.name),
            tuple(_item_row(row, cells(row), links) for row in rows),
        )
        for entry, rows in groupby(shown, key=lambda row: row[0])
    )


def _item_row(row: filters.Row, cells: Iterable[Cell], links: Links) -> MatrixRow:
    key = item_key(*row)
    return MatrixRow(Link(key, links.item(key)), row[1].name, tuple(cells))


def _heat_grid(page: MatrixPage, version: Version, shown: list[ObjectRow], asked: Asked, links: Links) -> MatrixGrid:
    document = version.document

    def rows(found: Iterable[ObjectRow]) -> tuple[MatrixRow, ...]:
        return tuple(_heat_row(document, entry, counts(version, asked, entry), links) for _, entry in found)

    groups = tuple(
        MatrixGroup(
            Link(domain_title(document, domain), links.page("objects", domain=domain) if domain else ""), rows(found)
        )
        for domain, found in groupby(shown, key=lambda row: row[0])
    )
    return MatrixGrid(_system_columns(version, asked, links), groups)


def _heat_row(document: Document, entry: DataObject, found: Iterable[tuple[Cms, Filled]], links: Links) -> MatrixRow:
    cells = tuple(
        heat_cell(cms.title, one, links.matrices("items-systems", object=entry.name, cms=cms.key)) for cms, one in found
    )
    return MatrixRow(Link(object_title(entry, document.settings), links.object(entry.name)), entry.name, cells)


def heat_cell(label: str, one: Filled, href: str) -> Cell:
    """How much is filled: a share with a sign of five, the count, and what fills it."""
    step = next(place for place, (least, _) in enumerate(SIGNS) if one.share >= least)
    step -= step == len(SIGNS) - 1 and one.filled > 0
    words = [f"{one.body} by hand"] if one.body else []
    words += [f"{one.mapping} mapped"] if one.mapping else []
    count = f"{one.filled} of {one.total}"
    lines = (Line(f"{one.share} %"), Line(count), Line(", ".join(words) or "nothing fills it"))
    return Cell(label, f"heat-{len(SIGNS) - 1 - step}", SIGNS[step][1], lines, href)


Grid: TypeAlias = Callable[[MatrixPage, Version, list[Any], Asked, Links], MatrixGrid]
GRIDS: Mapping[str, Grid] = {
    "items-returns": _returns_grid,
    "items-systems": _systems_grid,
    "objects-systems": _heat_grid,
}
#: What the signs of each matrix mean.
LEGENDS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "items-returns": (
        ("●", "asked for: section and the return’s own name"),
        ("○", "asked for, and nobody has recorded where: a gap"),
        ("–", "not asked for"),
    ),
    "items-systems": (
        ("●", "SQL written by hand fills it"),
        ("◐", "a mapping says where it is"),
        ("○", "the system is said to hold it, and nobody has recorded where: a gap"),
        ("–", "nothing is known: a gap"),
    ),
    "objects-systems": (
        ("●", "every item is filled"),
        ("◕", "two thirds or more"),
        ("◑", "a third or more"),
        ("◔", "some"),
        ("○", "none"),
    ),
}
