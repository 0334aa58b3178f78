"""What stands where a row of a matrix meets a column: words and numbers, with a sign or a bar beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from specs_app.document.holding import FilledCount, ItemFilling
from specs_app.document.types import ReturnMapping
from specs_app.publishing.matrices.items_returns import is_gap
from specs_app.publishing.pages.code import cut
from specs_app.publishing.pages.ways import HELD, Segment, kind_of, segments_of, way_of

#: Of an expression so many letters stand in a cell; the item's page and the files have all of it.
LONGEST_SOURCE = 120
#: A return asks for an item under a name that is recorded, or that nobody has recorded.
ASKED, UNNAMED = "✓", "?"
#: From how much percent on a cell has the next ground; 0 is of those that nothing fills.
STEPS = (1, 34, 67, 100)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing in a cell: words, and behind them a text in the letters of code."""

    text: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """``label`` is the title of its column, ``kind`` a class of the style, ``sign`` for the eye alone; ``lines`` say all. ``href``
    leads to what it is made of, ``bar`` draws how much. A cell without lines is one of nothing.
    """

    label: str
    kind: str = ""
    sign: str = ""
    lines: tuple[Line, ...] = ()
    href: str = ""
    bar: tuple[Segment, ...] = ()


def return_cell(label: str, places: Sequence[ReturnMapping]) -> Cell:
    """Where a return asks for an item: each section with the name it has there."""
    if not places:
        return Cell(label)
    known = [place for place in places if not is_gap(place)]
    lines = tuple(Line(place.section, place.reference) for place in known) or (Line("Asked for"),)
    return Cell(label, "asked" if known else HELD, ASKED if known else UNNAMED, lines)


def filling_cell(label: str, one: ItemFilling, status: Callable[[str], str]) -> Cell:
    """What fills an item, from where, and how far delivery is, which ``status`` puts in words."""
    kind, way = kind_of(one), way_of(one)
    delivery = [Line(status(one.status))] if one.status else []
    return Cell(label, kind or "nothing", way.sign, (Line(way.words, cut(one.source, LONGEST_SOURCE)), *delivery))


def heat_cell(label: str, one: FilledCount, href: str) -> Cell:
    """How much is filled: the share, the count, and what fills it, drawn as a bar too."""
    step = sum(one.share >= least for least in STEPS) or int(one.filled > 0)
    counts = (
        (one.body, "SQL by hand"),
        (one.mapping, "mapping"),
        (one.held, "said only"),
        (one.unsaid, "nothing said"),
    )
    told = f"{one.filled} of {one.total}: " + (
        ", ".join(f"{count} {words}" for count, words in counts if count) or "no items"
    )
    return Cell(label, f"heat-{step}", "", (Line(f"{one.share} %"), Line(told)), href, segments_of(one))
