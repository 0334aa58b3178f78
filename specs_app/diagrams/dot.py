"""A diagram in DOT, for Graphviz and what reads its language."""

from __future__ import annotations

from collections.abc import Iterator

from specs_app.diagrams.boxes import captions, row_text
from specs_app.diagrams.layout import label_text
from specs_app.diagrams.svg_style import GREY, PALETTE
from specs_app.diagrams.texts import one_line
from specs_app.diagrams.values import Box, Diagram, Href, Line

#: How the end of a line at its head looks.
HEADS = {"many": "crowtee", "one": "tee", "shared": "normal", "feeds": "normal"}
STYLES = {"added": "bold", "removed": "dashed", "missing": "dashed"}


def as_dot(diagram: Diagram, href: Href) -> str:
    """The diagram as a directed graph; boxes have addresses."""
    return "\n".join(_statements(diagram, href)) + "\n"


def _statements(diagram: Diagram, href: Href) -> Iterator[str]:
    yield f"digraph {_quoted(diagram.title)} {{"
    yield "  graph [rankdir=LR, nodesep=0.2, ranksep=0.8];"
    yield '  node [shape=box, style="rounded,filled", fontname="Arial"];'
    yield '  edge [dir=both, arrowtail=tee, fontname="Arial"];'
    for box in diagram.boxes:
        yield f"  {_quoted(box.key)} [{_attributes(_of_box(diagram, box, href))}];"
    for line in diagram.lines:
        yield f"  {_quoted(line.tail)} -> {_quoted(line.head)} [{_attributes(_of_line(diagram, line))}];"
    yield "}"


def _of_box(diagram: Diagram, box: Box, href: Href) -> dict[str, str]:
    group = diagram.group_of.get(box.group)
    fill, line = PALETTE[group.tint] if group else GREY
    rows = (f"{row.key} {row_text(row)}".strip() for row in box.rows)
    words = (*captions(box, diagram), box.title, box.name, *box.notes, *rows)
    found = {"label": "\n".join(filter(None, words)), "fillcolor": fill, "color": line}
    if box.mark in STYLES:
        found["style"] = f"rounded,filled,{STYLES[box.mark]}"
    return {**found, "URL": href(box.target)} if box.target else found


def _of_line(diagram: Diagram, line: Line) -> dict[str, str]:
    mark = line.mark or ("missing" if diagram.box_of[line.tail].mark == "missing" else "")
    found = {"arrowhead": HEADS[line.kind], "label": line.through or str(line.weight)}
    if line.kind in {"shared", "feeds"}:
        found["arrowtail"] = "none"
    if line.mark:
        found["label"] += f"\n({label_text(line)})"
    return {**found, "style": STYLES[mark]} if mark in STYLES else found


def _attributes(pairs: dict[str, str]) -> str:
    return ", ".join(f"{name}={_quoted(text)}" for name, text in pairs.items())


def _quoted(text: str) -> str:
    """A string of DOT. A backslash means something in labels, so it is doubled; each line is made safe by itself."""
    lines = (one_line(line).replace("\\", "\\\\").replace('"', '\\"') for line in text.split("\n"))
    return '"' + "\\n".join(lines) + '"'
