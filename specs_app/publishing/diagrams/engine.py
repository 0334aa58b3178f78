"""The one gateway to Graphviz: a process that reads graphs from its input, a line each, and writes the layout of each as a line.

It ends by itself where one graph takes longer than its time; what it wrote until then stands.
`laying.lay_out` starts the process.
"""

from __future__ import annotations

import json
import signal
import sys
from typing import Any

from specs_app.diagrams.layout import MARGIN, DrawingLayout, Point, written
from specs_app.jobs.processes import end_with_parent

#: How the process ends where Graphviz cannot be loaded.
LIBRARY_MISSING = 3


def laid_out(library: Any, graph: str) -> DrawingLayout:
    """The layout of a graph in DOT, as `diagrams.layout` writes it."""
    drawn = library.AGraph(string=graph)
    drawn.layout(prog="dot")
    left, bottom, right, top = _numbers(drawn.graph_attr["bb"])

    def at(x: float, y: float) -> Point:
        return (round(x - left + MARGIN, 1), round(top - y + MARGIN, 1))

    middles = {str(node): at(*_numbers(node.attr["pos"])) for node in drawn.nodes()}
    halves = {str(node): [36 * float(node.attr[side]) for side in ("width", "height")] for node in drawn.nodes()}
    curves = {
        str(key): [at(*_numbers(pair)) for pair in drawn.get_edge(tail, head, key).attr["pos"].split()]
        for tail, head, key in drawn.edges(keys=True)
    }
    boxes = [name for name in middles if name[0] == "n"]
    lines = {key[1:].rstrip("ab") for key in curves}
    return DrawingLayout(
        width=round(right - left + 2 * MARGIN, 1),
        height=round(top - bottom + 2 * MARGIN, 1),
        boxes=tuple(
            (round(x - wide, 1), round(y - high, 1))
            for (x, y), (wide, high) in ((middles[name], halves[name]) for name in sorted(boxes, key=_number))
        ),
        lines=tuple(tuple(_line(curves, number)) for number in sorted(lines, key=int)),
        labels=tuple(middles.get(f"m{number}") for number in sorted(lines, key=int)),
    )


def _number(name: str) -> int:
    return int(name[1:])


def _line(curves: dict[str, list[Point]], number: str) -> list[Point]:
    """The curves of a line; the two to the sides of its label are joined by a straight piece below that."""
    whole = curves.get(f"e{number}")
    if whole is not None:
        return whole
    first, last = curves[f"e{number}a"], curves[f"e{number}b"]
    return [*first, first[-1], last[0], *last]


def _numbers(text: str) -> list[float]:
    return [float(word) for word in text.split(",")]


def main() -> None:
    """Lay out graph after graph; the arguments are the parent's number and the seconds that one graph may take."""
    end_with_parent(int(sys.argv[1]))
    try:
        import pygraphviz  # noqa: PLC0415 - here, so that its lack is told apart from every other fault
    except (ImportError, OSError) as missing:
        sys.stderr.write(str(missing))
        sys.exit(LIBRARY_MISSING)
    for line in sys.stdin:
        signal.alarm(int(sys.argv[2]))
        sys.stdout.write(written(laid_out(pygraphviz, json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
