"""How large a box is and where each line of its text stands. Lengths are pixels of CSS, from the top left corner of the box."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from specs_app.diagrams.lettering import broken, width
from specs_app.diagrams.values import MARK_WORDS, Box, Diagram, Row

Style = Literal["caption", "title", "name", "note", "row", "key"]
#: Size of the letters, from one base line to the next, and whether they are bold.
STYLES: dict[Style, tuple[float, float, bool]] = {
    "caption": (12, 16, False),
    "title": (15, 18, True),
    "name": (12, 15, False),
    "note": (13, 17, False),
    "row": (13, 18, False),
    "key": (12, 18, True),
}
LEAST, MOST = 120.0, 176.0
#: Around the text; above the rows; the column of keys before them.
EDGE, GAP, KEYS = 12.0, 6.0, 44.0


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text at its base line; ``row`` is the line of the box that it belongs to."""

    text: str
    style: Style
    x: float
    y: float
    row: Row | None = None


@dataclass(frozen=True, slots=True)
class Set:
    """A box with its text set."""

    width: float
    height: float
    lines: tuple[TextLine, ...]
    #: Where the rows begin; None where there are none.
    rule: float | None = None

    @property
    def has_rows(self) -> bool:
        return self.rule is not None


def set_boxes(diagram: Diagram) -> tuple[Set, ...]:
    """Every box with its text set; those with rows are as wide as the widest of them, and so are those without."""
    made = [_set_box(box, diagram) for box in diagram.boxes]
    widest = {kind: max((one.width for one in made if one.has_rows == kind), default=0.0) for kind in (True, False)}
    return tuple(replace(one, width=widest[one.has_rows]) for one in made)


def _set_box(box: Box, diagram: Diagram) -> Set:
    """The text of a box and the room that it takes."""
    head = _head(box, diagram)
    keys = KEYS if any(row.key for row in box.rows) else 0.0
    rows = [(row, _one_line(row_text(row), "row", MOST + 60 - keys)) for row in box.rows]
    widths = [_width(text, style) for text, style in head] + [keys + _width(text, "row") for _, text in rows]
    wide = float(round(max(LEAST, *widths, 0) + 2 * EDGE))
    lines, y = _stacked(head)
    rule = y + GAP if rows else None
    if rule is not None:
        placed, y = _rows(rows, rule, keys)
        lines += placed
    return Set(wide, float(round(y + EDGE - 2)), tuple(lines), rule)


def row_text(row: Row) -> str:
    """An item with what a proposal does to it."""
    return f"{row.text} ({MARK_WORDS[row.mark].lower()})" if row.mark else row.text


def captions(box: Box, diagram: Diagram) -> tuple[str, ...]:
    """What is said above the title: what becomes of the box, and the group that it belongs to unless that says the same."""
    group = diagram.group_of.get(box.group)
    words = (MARK_WORDS[box.mark] if box.mark else "", group.title if group and group.title != box.title else "")
    return tuple(filter(None, words))


def _head(box: Box, diagram: Diagram) -> list[tuple[str, Style]]:
    found: list[tuple[str, Style]] = []
    found += [(_one_line(above, "caption", MOST), "caption") for above in captions(box, diagram)]
    found += [(line, "title") for line in broken(box.title, STYLES["title"][0], MOST, 3, bold=True)]
    if box.name:
        found.append((_one_line(box.name, "name", MOST), "name"))
    found += [(_one_line(note, "note", MOST), "note") for note in box.notes]
    return found


def _stacked(head: list[tuple[str, Style]]) -> tuple[list[TextLine], float]:
    y, lines = EDGE - 4, []
    for text, style in head:
        y += STYLES[style][1]
        lines.append(TextLine(text, style, EDGE, y))
    return lines, y


def _rows(rows: list[tuple[Row, str]], rule: float, keys: float) -> tuple[list[TextLine], float]:
    y, lines = rule, []
    for row, text in rows:
        y += STYLES["row"][1]
        if row.key:
            lines.append(TextLine(row.key, "key", EDGE, y, row))
        lines.append(TextLine(text, "row", EDGE + keys, y, row))
    return lines, y


def _one_line(text: str, style: Style, most: float) -> str:
    size, _, bold = STYLES[style]
    if width(text, size, bold=bold) <= most:
        return text
    return broken(text, size, most, 1, bold=bold)[0]


def _width(text: str, style: Style) -> float:
    size, _, bold = STYLES[style]
    return width(text, size, bold=bold)
