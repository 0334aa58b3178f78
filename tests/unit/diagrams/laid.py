"""Layouts without an engine: every box in its own row, every line straight. And the marks of a drawing, read back."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element, fromstring

from specs_app.diagrams.layout import DrawingLayout, label_text
from specs_app.diagrams.svg import as_file
from specs_app.diagrams.values import Diagram, Target

SVG = "{http://www.w3.org/2000/svg}"


def laid(diagram: Diagram) -> DrawingLayout:
    """A layout in which nothing is where it should be, and everything is there."""
    points = ((0.0, 0.0), (1.0, 0.0), (2.0, 1.0), (9.0, 1.0))
    return DrawingLayout(
        width=400.0,
        height=100.0 * len(diagram.boxes),
        boxes=tuple((0.0, 100.0 * place) for place in range(len(diagram.boxes))),
        lines=tuple(points for _ in diagram.lines),
        labels=tuple((5.0, 5.0) if label_text(line) else None for line in diagram.lines),
    )


def address(target: Target) -> str:
    return "/x/" + "/".join(target)


@dataclass(frozen=True, slots=True)
class Marks:
    """What a drawing says of its boxes and lines (their titles), and where its links lead."""

    boxes: list[str]
    lines: list[str]
    links: list[str]
    missing: list[str]


def marks_of(diagram: Diagram) -> Marks:
    drawn = fromstring(as_file(diagram, laid(diagram), address, "a test"))
    boxes, lines = _of_class(drawn, "box"), _of_class(drawn, "line")
    return Marks(
        boxes=[_title(mark) for mark in boxes],
        lines=[_title(mark) for mark in lines],
        links=[link.attrib["href"] for mark in boxes for link in mark.findall(f"{SVG}a")[:1]],
        missing=[_title(mark) for mark in (*boxes, *lines) if "missing" in mark.attrib["class"].split()],
    )


def _of_class(drawn: Element, name: str) -> list[Element]:
    return [mark for mark in drawn.iter(f"{SVG}g") if name in mark.attrib.get("class", "").split()]


def _title(mark: Element) -> str:
    return mark.findtext(f"{SVG}title") or ""
