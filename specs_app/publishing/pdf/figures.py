"""Drawings in the book: that of each domain, and the map of them all, each on the smallest sheet that holds it at its own size.

At its own size no letter of a drawing is below 9 pt. One that no sheet holds is left out, which the page says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from django.utils.safestring import SafeString, mark_safe

from specs_app.diagrams.catalogue import domain_keys, find
from specs_app.diagrams.layout import Layout
from specs_app.diagrams.svg import as_print
from specs_app.diagrams.values import Diagram
from specs_app.diagrams.words import Sentence, in_words
from specs_app.document.types import Document
from specs_app.publishing.pdf.scope import Scope

Sheet = Literal["", "wide", "large", "large-wide"]
#: Width and height in pixels that a sheet has for a drawing, the smallest first: A4 upright and on its side, A3 likewise; a
#: heading stands above the drawing.
SHEETS: dict[Sheet, tuple[int, int]] = {
    "": (657, 820),
    "wide": (986, 580),
    "large": (986, 1330),
    "large-wide": (1451, 890),
}
#: The name of the map of all domains; no domain has it.
MAP = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing, with the ``sheet`` that it is on; ``svg`` is empty where none holds it. ``lines`` are its lines in words."""

    title: str
    svg: SafeString
    sheet: Sheet
    lines: tuple[Sentence, ...]


def diagrams_of(document: Document, scope: Scope) -> dict[str, Diagram]:
    """The diagrams that a book shows, by the key of their domain: of everything all and their map, of a domain its own."""
    keys = domain_keys(document)
    if scope.kind != "whole":
        keys = [scope.key] if scope.kind == "domain" and scope.key in keys else []
    elif len(keys) > 1:
        keys = [MAP, *keys]
    found = {key: find(document, "domains", key) for key in keys}
    return {key: diagram for key, diagram in found.items() if diagram}


def figures(document: Document, scope: Scope, layouts: Mapping[str, Layout]) -> dict[str, Figure]:
    """The drawings of a book by the names of their diagrams. There is none of what could be laid out, and was not."""
    found = diagrams_of(document, scope).items()
    return {key: figure(one, layouts.get(key)) for key, one in found if key in layouts or not one.can_be_drawn}


def figure(diagram: Diagram, layout: Layout | None) -> Figure:
    """One drawing, on the first sheet that holds it."""
    sheet = _sheet(layout) if layout else None
    lines = in_words(diagram).lines
    if layout is None or sheet is None:
        return Figure(diagram.title, SafeString(""), "", lines)
    return Figure(diagram.title, mark_safe(as_print(diagram, layout)), sheet, lines)  # noqa: S308 - escaped where it is written


def _sheet(layout: Layout) -> Sheet | None:
    holds = (name for name, (wide, high) in SHEETS.items() if layout.width <= wide and layout.height <= high)
    return next(holds, None)
