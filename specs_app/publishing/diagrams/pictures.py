"""A diagram as a page shows it: the drawing, the same in words, and the files that hold it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from django.utils.safestring import SafeString, mark_safe

from specs_app.diagrams.layout import DrawingLayout
from specs_app.diagrams.svg import as_element
from specs_app.diagrams.values import MOST_BOXES, Box, Diagram
from specs_app.diagrams.words import Clause, in_words
from specs_app.models import Specification
from specs_app.publishing.diagrams.kept import Awaited, layouts
from specs_app.publishing.links import Links
from specs_app.publishing.pages.components import Link

#: The forms that a diagram is kept in: ending, and what it is called.
FORMS = {"svg": "SVG", "dot": "DOT", "mmd": "Mermaid", "dbml": "DBML"}
#: A drawing wider than this, in pixels, is not seen whole on a telephone, or on a desk.
TELEPHONE, DESK = 330, 1120
#: So many links in a drawing are stepped through by key; past more there is a way.
MOST_STOPS = 10


@dataclass(frozen=True, slots=True)
class Said:
    """What begins alike, said of several: each a name that leads somewhere (the address empty where nowhere) and what follows."""

    before: str
    entries: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """``key`` is unique in its page; ``absent`` is what relationships name and this version does not have.

    Without ``svg`` the words stand alone: while it is ``awaited``, or as it cannot be drawn.
    """

    key: str
    title: str
    svg: SafeString
    awaited: bool
    too_large: bool
    width: float
    boxes: int
    lines: int
    said_of_boxes: tuple[Said, ...]
    said_of_lines: tuple[Said, ...]
    files: tuple[Link, ...]
    has_ends: bool
    absent: tuple[str, ...]

    @property
    def about(self) -> str:
        """How much there is to see."""
        return f"{_count(self.boxes, 'box')} and {_count(self.lines, 'line')}"

    @property
    def is_wide(self) -> bool:
        """Wider than a telephone."""
        return self.width > TELEPHONE

    @property
    def is_broad(self) -> bool:
        """Wider than a page on a desk."""
        return self.width > DESK

    @property
    def has_many_stops(self) -> bool:
        """More links than anyone likes to step through."""
        return self.svg.count("<a ") > MOST_STOPS

    @property
    def limit(self) -> int:
        """How many boxes are drawn at most."""
        return MOST_BOXES


def picture(
    specification: Specification, diagram: Diagram, links: Links, key: str = "diagram", files: Sequence[Link] = ()
) -> Picture:
    """One diagram."""
    return pictures(specification, {key: diagram}, links, {key: files})[key]


def pictures(
    specification: Specification,
    diagrams: Mapping[str, Diagram],
    links: Links,
    files: Mapping[str, Sequence[Link]] | None = None,
) -> dict[str, Picture]:
    """Several diagrams of a page, by their keys: one query for all."""
    found = layouts(specification, list(diagrams.values()))
    pairs = zip(diagrams.items(), found, strict=True)
    return {key: _picture(key, diagram, stands, links, (files or {}).get(key, ())) for (key, diagram), stands in pairs}


def _picture(
    key: str, diagram: Diagram, stands: DrawingLayout | None | Awaited, links: Links, files: Sequence[Link]
) -> Picture:
    layout = stands if isinstance(stands, DrawingLayout) else None
    words = in_words(diagram)
    return Picture(
        key=key,
        title=diagram.title,
        # Every text in it is escaped where it is written.
        svg=mark_safe(as_element(diagram, layout, lambda target: links.page(*target), key) if layout else ""),  # noqa: S308
        awaited=isinstance(stands, Awaited),
        too_large=bool(diagram.boxes) and not diagram.can_be_drawn,
        width=layout.width if layout else 0,
        boxes=len(diagram.boxes),
        lines=len(diagram.lines),
        said_of_boxes=tuple(_said(sentence.before, sentence.clauses, links) for sentence in words.boxes),
        said_of_lines=tuple(_said(sentence.before, sentence.clauses, links) for sentence in words.lines),
        files=tuple(files),
        absent=tuple(chain.from_iterable(_names(box) for box in diagram.boxes if box.mark == "missing")),
        has_ends=any(line.kind in {"many", "one"} for line in diagram.lines),
    )


def _names(box: Box) -> list[str]:
    """What a box stands for: one thing, or in the map of domains several."""
    return [box.name] if box.name else box.title.split(", ")


def _said(before: str, clauses: Sequence[Clause], links: Links) -> Said:
    entries = (Link(one.text, links.page(*one.target) if one.target else "", note=one.after) for one in clauses)
    return Said(before, tuple(entries))


def files_of(links: Links, kind: str, name: str = "") -> tuple[Link, ...]:
    """The files of a diagram."""
    return tuple(Link(words, links.model_file(kind, name, ending)) for ending, words in FORMS.items())


def _count(number: int, name: str) -> str:
    plural = {"box": "boxes"}.get(name, f"{name}s")
    return f"{number} {name if number == 1 else plural}"
