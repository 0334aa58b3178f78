"""A diagram as SVG, from its layout: a link on every box, a title on every mark, classes for all that has a colour.

Within a page the style sheet gives the colours; a file of its own carries them (`svg_style.STYLE`). All text is escaped here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from specs_app.diagrams.boxes import EDGE, STYLES, Set, TextLine, set_boxes
from specs_app.diagrams.layout import LABEL_HEIGHT, DrawingLayout, Point, label_text, label_width
from specs_app.diagrams.lines import curve, ends
from specs_app.diagrams.svg_style import STYLE
from specs_app.diagrams.values import Box, Diagram, Href, Line
from specs_app.diagrams.words import Clause, box_clause, sentence_of

#: What no XML may hold.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
NAMESPACE = 'xmlns="http://www.w3.org/2000/svg"'
RADIUS = 7


def as_element(diagram: Diagram, layout: DrawingLayout, href: Href, key: str) -> str:
    """For a page: named by its title, described by the element of the id ``<key>-words``."""
    about = f'role="group" aria-labelledby="{key}-title" aria-describedby="{key}-words"'
    head = f'<title id="{key}-title">{_text(diagram.title)}</title>'
    return _svg(diagram, layout, href, f'class="portal-drawing" {about}', head)


def as_file(diagram: Diagram, layout: DrawingLayout, href: Href, about: str) -> str:
    """A file that stands alone; ``about`` says what it was made of."""
    head = f"<title>{_text(diagram.title)}</title><desc>{_text(about)}</desc><style>{STYLE}</style>"
    background = f'<rect class="ground" width="{_n(layout.width)}" height="{_n(layout.height)}"/>'
    return _svg(diagram, layout, href, f'{NAMESPACE} class="portal-drawing"', head + background) + "\n"


def as_print(diagram: Diagram, layout: DrawingLayout) -> str:
    """For a page on paper: with its own style, and without links."""
    head = f"<title>{_text(diagram.title)}</title><style>{STYLE}</style>"
    return _svg(diagram, layout, lambda _: "", f'{NAMESPACE} class="portal-drawing"', head)


def _svg(diagram: Diagram, layout: DrawingLayout, href: Href, attributes: str, head: str) -> str:
    wide, high = _n(layout.width), _n(layout.height)
    lines = "".join(_lines(diagram, layout))
    boxes = "".join(_boxes(diagram, layout, href))
    return (
        f'<svg {attributes} viewBox="0 0 {wide} {high}" width="{wide}" height="{high}">{head}'
        f'<g class="lines">{lines}</g><g class="boxes">{boxes}</g></svg>'
    )


def _lines(diagram: Diagram, layout: DrawingLayout) -> Iterator[str]:
    """Lines first, then what stands on them, so that no line crosses a number."""
    pairs = list(zip(diagram.lines, layout.lines, layout.labels, strict=True))
    for line, points, _ in pairs:
        yield _line(diagram, line, points)
    for line, _, middle in pairs:
        if middle and (text := label_text(line)):
            yield _label(text, middle)


def _line(diagram: Diagram, line: Line, points: tuple[Point, ...]) -> str:
    group = diagram.group_of.get(diagram.box_of[line.tail].group)
    names = ["line", line.kind, *([line.mark] if line.mark else []), *([f"t{group.tint}"] if group else ["t-none"])]
    if line.kind in {"shared", "feeds"}:
        names.append(f"w{_thickness(line.weight)}")
    missing = "missing" in {diagram.box_of[line.tail].mark, diagram.box_of[line.head].mark}
    names += ["missing"] if missing else []
    said = _text(sentence_of(diagram, line))
    marks = "".join(f'<path class="end" d="{path}"/>' for path in ends(line.kind, points))
    return f'<g class="{" ".join(names)}"><title>{said}</title><path d="{curve(points)}"/>{marks}</g>'


def _thickness(weight: int) -> int:
    """Of a line that stands for so many: one of five."""
    return min(5, weight.bit_length())


def _label(text: str, middle: Point) -> str:
    wide, half = label_width(text), LABEL_HEIGHT / 2
    x, y = middle
    plate = f'<rect x="{_n(x - wide / 2)}" y="{_n(y - half)}" width="{_n(wide)}" height="{_n(LABEL_HEIGHT)}" rx="{_n(half)}"/>'
    return f'<g class="label">{plate}<text x="{_n(x)}" y="{_n(y + 4.2)}" text-anchor="middle">{_text(text)}</text></g>'


def _boxes(diagram: Diagram, layout: DrawingLayout, href: Href) -> Iterator[str]:
    for box, made, corner in zip(diagram.boxes, set_boxes(diagram), layout.boxes, strict=True):
        yield _box(diagram, box, made, corner, href)


def _box(diagram: Diagram, box: Box, made: Set, corner: Point, href: Href) -> str:
    group = diagram.group_of.get(box.group)
    names = ["box", f"t{group.tint}" if group else "t-none"]
    names += [box.mark] if box.mark else []
    names += ["subject"] if box.subject else ["hub"] if box.key == diagram.hub else []
    said = box_clause(box)
    frame = f'<rect class="frame" width="{_n(made.width)}" height="{_n(made.height)}" rx="{RADIUS}"/>'
    face = f"{frame}{_rule(made)}{''.join(_text_line(line) for line in made.lines if line.row is None)}"
    place = f'transform="translate({_n(corner[0])} {_n(corner[1])})"'
    title = f"<title>{_text(str(said))}</title>"
    return f'<g class="{" ".join(names)}" {place}>{title}{_linked(face, said, href)}{"".join(_rows(made, href))}</g>'


def _rule(made: Set) -> str:
    if made.rule is None:
        return ""
    return f'<path class="rule" d="M{_n(EDGE)} {_n(made.rule)}H{_n(made.width - EDGE)}"/>'


def _rows(made: Set, href: Href) -> Iterator[str]:
    """The rows of a box, each a link where it leads somewhere."""
    for line in made.lines:
        if line.row is None:
            continue
        target = line.row.target if line.style == "row" else ()
        yield _linked(_text_line(line), Clause(line.row.text, target), href)


def _linked(inside: str, said: Clause, href: Href) -> str:
    address = href(said.target) if said.target else ""
    if not address:
        return inside
    return f'<a href="{_text(address)}" aria-label="{_text(said.text)}">{inside}</a>'


def _text_line(line: TextLine) -> str:
    mark = f" {line.row.mark}" if line.row and line.row.mark else ""
    size = STYLES[line.style][0]
    return f'<text class="{line.style}{mark}" x="{_n(line.x)}" y="{_n(line.y)}" font-size="{_n(size)}">{_text(line.text)}</text>'


def _text(text: str) -> str:
    return escape(UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text))


def _n(number: float) -> str:
    """A number as short as it can be written."""
    return f"{number:.1f}".removesuffix(".0")
