"""The pages of the matrices: which there are, and what stands around the table of one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from specs_app.publishing.links import Links
from specs_app.publishing.matrices.matrix import Matrix, MatrixChoice
from specs_app.publishing.matrices.registry import FORMS, MATRICES
from specs_app.publishing.pages.components import Link
from specs_app.publishing.pages.filter_form import Filter, asked_for, control, controls
from specs_app.publishing.pages.matrix_cells import ASKED, UNNAMED
from specs_app.publishing.pages.ways import WAYS
from specs_app.versions.version import Version

GAPS = (("yes", "Only those with a gap"), ("no", "Only those without"))
#: What the signs in the cells mean; the bars of the third matrix have a legend of their own.
LEGENDS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "items-returns": (
        (ASKED, "asked for: section and the return’s own name"),
        (UNNAMED, "asked for, and nobody has recorded where: a gap"),
        ("–", "not asked for"),
    ),
    "items-systems": tuple((way.sign, way.words) for way in WAYS.values()),
}


@dataclass(frozen=True, slots=True)
class MatrixPage:
    """One matrix: the form that narrows it, what was found, its files. A page of what was found is made a table."""

    title: str
    about: str
    noun: str
    controls: tuple[Filter, ...]
    query: str
    active: bool
    given: dict[str, str]
    found: Sequence[Any]
    files: tuple[Link, ...]
    legend: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MatrixEntry:
    """A matrix in the list of them, with its files."""

    link: Link
    about: str
    files: tuple[Link, ...]


def matrix_list(links: Links) -> tuple[MatrixEntry, ...]:
    """Every matrix in a sentence."""
    return tuple(
        MatrixEntry(Link(matrix.title, links.matrices(key)), matrix.about, _files(matrix, {}, links))
        for key, matrix in MATRICES.items()
    )


def _files(matrix: Matrix, given: Mapping[str, str], links: Links) -> tuple[Link, ...]:
    return tuple(Link(form.upper(), links.matrix_file(matrix.key, form, **given)) for form in FORMS)


def asked_of(matrix: Matrix, query: Mapping[str, str]) -> dict[str, str]:
    """What a query asks of a matrix."""
    return asked_for(query, matrix.filters)


def matrix_page(matrix: Matrix, version: Version, asked: MatrixChoice, links: Links) -> MatrixPage:
    """A matrix with all that fits, of which a page is to be shown."""
    given = {name: text for name, text in asked.items() if text}
    gaps = control("gaps", "Gaps", GAPS, asked["gaps"])
    return MatrixPage(
        title=matrix.title,
        about=matrix.about,
        noun=matrix.noun,
        controls=(*controls(version.document, asked), gaps),
        query=asked["q"],
        active=bool(given),
        given=given,
        found=matrix.rows(version, asked),
        files=_files(matrix, given, links),
        legend=LEGENDS.get(matrix.key, ()),
    )
