"""Drawings in the book: that of each domain, and the map of them all, each on the smallest sheet that holds it at its own size.

At its own size no letter of a drawing is below 9 pt. One that no sheet holds is left out, which the page says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from django.utils.safestring import SafeString, mark_safe

from specs_app.diagrams.catalogue import domain_keys
from specs_app.diagrams.domains import domain_map
from specs_app.diagrams.layout import DrawingLayout
from specs_app.diagrams.objects import of_domain, within_domain
from specs_app.diagrams.svg import as_print
from specs_app.diagrams.values import Diagram
from specs_app.diagrams.words import Sentence, in_words
from specs_app.document.types import Document
from specs_app.publishing.pdf.scope import BookScope

PaperSheet = Literal["", "wide", "large", "large-wide"]
#: Width and height in pixels that a sheet has for a drawing, the smallest first: A4 upright and on its side, A3 likewise; a
#: heading stands above the drawing.
SHEETS: dict[PaperSheet, tuple[int, int]] = {
    "": (657, 820),
    "wide": (986, 580),
    "large": (986, 1330),
    "large-wide": (1451, 890),
}
#: The name of the map of all domains; no domain has it.
MAP = ""


@dataclass(frozen=True, slots=True)
class BookFigure:
    """A drawing, with the ``sheet`` that it is on; ``svg`` is empty where none holds it. ``lines`` are its lines in words.

    ``is_less``: there is more to show, which no sheet would hold.
    """

    svg: SafeString
    sheet: PaperSheet
    lines: tuple[Sentence, ...]
    is_less: bool = False


def diagrams_of(document: Document, scope: BookScope) -> dict[str, tuple[Diagram, ...]]:
    """The diagrams that a book shows, by the key of their domain: of everything all and their map, of a domain its own.

    Of a domain there are three, each less than the one before: with what it is linked to in others, without, and without its keys.
    """
    keys = domain_keys(document)
    if scope.kind != "whole":
        keys = [scope.key] if scope.kind == "domain" and scope.key in keys else []
    found = {key: tuple(_of_domain(document, key)) for key in keys}
    return {MAP: (domain_map(document),), **found} if len(found) > 1 else {**found}


def _of_domain(document: Document, key: str) -> Iterator[Diagram]:
    within = within_domain(document, key)
    yield of_domain(document, key)
    yield within
    yield replace(within, boxes=tuple(replace(box, rows=()) for box in within.boxes))


def figures(document: Document, scope: BookScope, layouts: Mapping[Diagram, DrawingLayout]) -> dict[str, BookFigure]:
    """The drawings of a book by the names of their diagrams. There is none of what could be laid out, and was not."""
    found = diagrams_of(document, scope).items()
    made = {key: [one for one in some if one in layouts or not one.can_be_drawn] for key, some in found}
    return {key: figure(some, layouts) for key, some in made.items() if some}


def figure(diagrams: Sequence[Diagram], layouts: Mapping[Diagram, DrawingLayout]) -> BookFigure:
    """The first of some diagrams that a sheet holds, on the first such sheet."""
    for diagram in diagrams:
        layout = layouts.get(diagram)
        sheet = _sheet(layout) if layout else None
        if layout is not None and sheet is not None:
            svg = mark_safe(as_print(diagram, layout))  # noqa: S308 - escaped where it is written
            return BookFigure(svg, sheet, in_words(diagram).lines, is_less=diagram is not diagrams[0])
    return BookFigure(SafeString(""), "", in_words(diagrams[0]).lines)


def _sheet(layout: DrawingLayout) -> PaperSheet | None:
    holds = (name for name, (wide, high) in SHEETS.items() if layout.width <= wide and layout.height <= high)
    return next(holds, None)
