"""The shapes of lines: curves, and the signs at their ends that say how many records are there."""

from __future__ import annotations

from collections.abc import Iterator
from math import hypot

from specs_app.diagrams.layout import Point
from specs_app.diagrams.values import LineKind

#: How long a crow's foot is and how far its toes stand apart, in pixels; where a bar stands.
FOOT, TOE, BAR = 11.0, 5.5, 7.0


def curve(points: tuple[Point, ...]) -> str:
    """The path of a line: a first point, then three for each cubic curve."""
    first, *rest = points
    return f"M{_at(first)}C{' '.join(map(_at, rest))}"


def ends(kind: LineKind, points: tuple[Point, ...]) -> Iterator[str]:
    """The paths of the signs: one record at the tail, many or one at the head; an arrow where a line stands for a number."""
    if kind in {"shared", "feeds"}:
        yield _arrow(points[-1], _away(points[-1], points[::-1]))
        return
    yield _bar(points[0], _away(points[0], points))
    foot = _crow if kind == "many" else _bar
    yield foot(points[-1], _away(points[-1], points[::-1]))


def _away(end: Point, points: tuple[Point, ...]) -> Point:
    """The direction of length one from an end into the line."""
    for x, y in points[1:]:
        length = hypot(x - end[0], y - end[1])
        if length > 0.5:
            return ((x - end[0]) / length, (y - end[1]) / length)
    return (1.0, 0.0)


def _crow(end: Point, away: Point) -> str:
    x, y = end
    along, across = away, (-away[1], away[0])
    root = (x + FOOT * along[0], y + FOOT * along[1])
    toes = ((x + side * TOE * across[0], y + side * TOE * across[1]) for side in (1, -1))
    return "".join(f"M{_at(root)}L{_at(toe)}" for toe in toes)


def _bar(end: Point, away: Point) -> str:
    x, y = end[0] + BAR * away[0], end[1] + BAR * away[1]
    across = (-away[1] * TOE, away[0] * TOE)
    return f"M{_at((x + across[0], y + across[1]))}L{_at((x - across[0], y - across[1]))}"


def _arrow(end: Point, away: Point) -> str:
    across = (-away[1], away[0])
    back = (end[0] + FOOT * 0.8 * away[0], end[1] + FOOT * 0.8 * away[1])
    sides = [(back[0] + side * TOE * 0.8 * across[0], back[1] + side * TOE * 0.8 * across[1]) for side in (1, -1)]
    return f"M{_at(sides[0])}L{_at(end)}L{_at(sides[1])}"


def _at(point: Point) -> str:
    return " ".join(f"{number:.1f}".removesuffix(".0") for number in point)
