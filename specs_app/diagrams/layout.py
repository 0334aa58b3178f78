"""The graph that is laid out, and where the layout puts its parts.

The graph names nothing: boxes are ``n0``, ``n1``, lines ``e0``, ``e1``, labels of lines ``m0``, ``m1``, by their places in the
diagram. So two diagrams that differ in words alone share their layout, and no word of a reader's reaches the engine. Lengths are
pixels; one is a point of the engine's.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any, TypeAlias

from specs_app.diagrams.boxes import set_boxes
from specs_app.diagrams.lettering import width
from specs_app.diagrams.values import MARK_WORDS, Diagram, Line

Point: TypeAlias = tuple[float, float]
#: Raise it when the same graph is laid out otherwise.
EDITION = "2"
#: Around the whole; the plate of a label on a line, and its letters.
MARGIN, LABEL_HEIGHT, LABEL_SIZE = 16.0, 19.0, 12.0

#: So many boxes that hang on one side of another stand in one column.
ONE_COLUMN = 8


@dataclass(frozen=True, slots=True)
class DrawingLayout:
    """Where everything is, from the top left corner. ``boxes`` are top left corners, ``lines`` the points of cubic curves (a first
    one, then three for each curve), from tail to head; ``labels`` are the middles of the lines' labels, None where there are none.
    """

    width: float
    height: float
    boxes: tuple[Point, ...]
    lines: tuple[tuple[Point, ...], ...]
    labels: tuple[Point | None, ...]


def graph_of(diagram: Diagram) -> str:
    """The graph in DOT; equal for diagrams that are laid out alike."""
    return "\n".join(_statements(diagram))


def _statements(diagram: Diagram) -> Iterator[str]:
    spans = _spans(diagram)
    is_fan = bool(spans and diagram.subject)
    spread = 2.2 if any(line.kind == "feeds" for line in diagram.lines) else 0.55 if _labelled(diagram) else 0.6
    yield f"digraph d {{ // {EDITION}"
    yield f"graph [rankdir=LR, nodesep=0.17, ranksep={1.1 if is_fan else spread}{', ordering=out' if is_fan else ''}];"
    yield 'node [shape=box, fixedsize=true, label=""];'
    yield "edge [dir=none, tailport=e, headport=w];"
    for number, made in enumerate(set_boxes(diagram)):
        yield f"n{number} [{_size(made.width, made.height)}];"
    place = {box.key: number for number, box in enumerate(diagram.boxes)}
    for number, line in _in_order(diagram, place) if is_fan else enumerate(diagram.lines):
        yield from _edge(number, line, f"n{place[line.tail]}", f"n{place[line.head]}", spans.get(number, 1))
    yield "}"


def _in_order(diagram: Diagram, place: Mapping[str, int]) -> list[tuple[int, Line]]:
    """The lines with their numbers, in the order of the boxes at their ends, which is that of groups."""
    return sorted(enumerate(diagram.lines), key=lambda row: (place[row[1].tail], place[row[1].head], row[0]))


def _spans(diagram: Diagram) -> dict[int, int]:
    """How many columns a line reaches across, by its number, where many boxes hang on one side of another and on nothing else.

    They stand in several columns, row by row in the order of the diagram, so that each line passes between two boxes.
    """
    around: dict[str, set[str]] = {box.key: set() for box in diagram.boxes}
    for line in diagram.lines:
        around[line.tail].add(line.head)
        around[line.head].add(line.tail)
    sides: dict[tuple[str, bool], dict[str, list[int]]] = {}
    for number, line in enumerate(diagram.lines):
        for hub, leaf in ((line.tail, line.head), (line.head, line.tail)):
            if len(around[leaf]) == 1 < len(around[hub]) and line.kind in {"many", "one"}:
                sides.setdefault((hub, hub == line.tail), {}).setdefault(leaf, []).append(number)
    found: dict[int, int] = {}
    for leaves in sides.values():
        columns = _columns(len(leaves))
        ordered = (leaves[box.key] for box in diagram.boxes if box.key in leaves)
        found |= {number: 1 + at % columns for at, numbers in enumerate(ordered) for number in numbers if at % columns}
    return found


def _columns(leaves: int) -> int:
    """So many that what hangs on one side of a box is about as wide as high; a box is three times as wide as high."""
    return round(sqrt(leaves / 3)) if leaves > ONE_COLUMN else 1


def _edge(number: int, line: Line, tail: str, head: str, span: int) -> Iterator[str]:
    """One edge; where something stands on the line, a node for it and an edge to either side. A loop chooses its own sides."""
    reach = f", minlen={span}" if span > 1 else ""
    if text := label_text(line):
        yield f"m{number} [{_size(label_width(text), LABEL_HEIGHT)}];"
        yield f"{tail} -> m{number} [key=e{number}a];"
        yield f"m{number} -> {head} [key=e{number}b{reach}];"
    elif tail == head:
        yield f'{tail} -> {head} [key=e{number}, tailport="", headport=""];'
    else:
        yield f"{tail} -> {head} [key=e{number}{reach}];"


def _size(width: float, height: float) -> str:
    return f"width={width / 72:.4f}, height={height / 72:.4f}"


def _labelled(diagram: Diagram) -> bool:
    return any(label_text(line) for line in diagram.lines)


def label_text(line: Line) -> str:
    """What stands on a line; empty where nothing does."""
    if line.mark:
        return MARK_WORDS[line.mark].lower()
    return str(line.weight) if line.kind == "shared" else ""


def label_width(text: str) -> float:
    """Of the plate that a label stands on."""
    return float(round(width(text, LABEL_SIZE, bold=True) + 14))


def name_of(graph: str, engine: str) -> str:
    """The name that a layout is kept by: of its graph, and of the engine that lays it out."""
    return hashlib.sha256(f"{engine}\n{graph}".encode()).hexdigest()


def read(text: str) -> DrawingLayout:
    """A layout from what was kept of it; the inverse of `written`. Raises ValueError, KeyError or TypeError for anything else."""
    kept: dict[str, Any] = json.loads(text)
    return DrawingLayout(
        width=kept["size"][0],
        height=kept["size"][1],
        boxes=tuple(_point(point) for point in kept["boxes"]),
        lines=tuple(tuple(_point(point) for point in line) for line in kept["lines"]),
        labels=tuple(point and _point(point) for point in kept["labels"]),
    )


def written(layout: DrawingLayout) -> str:
    """A layout as it is kept: one line of JSON."""
    about = {
        "size": (layout.width, layout.height),
        "boxes": layout.boxes,
        "lines": layout.lines,
        "labels": layout.labels,
    }
    return json.dumps(about, separators=(",", ":"))


def _point(pair: list[float]) -> Point:
    return (float(pair[0]), float(pair[1]))
