"""How a system fills an item, in the words and signs that every page uses, and the bar that counts it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from specs_app.document.holding import BODY, MAPPING, NOTHING, FilledCount, ItemFilling

#: The length of a bar, in units of its drawing.
BAR: Final = 400
HELD: Final = "held"


@dataclass(frozen=True, slots=True)
class Way:
    """One way: a sign for the eye, its name, and what it means in a sentence."""

    sign: str
    words: str
    about: str


#: The keys are classes of the style, too; an item is filled in the first way that holds.
WAYS: Final[Mapping[str, Way]] = {
    BODY: Way("■", "SQL by hand", "A query that people wrote fills it."),
    MAPPING: Way("●", "Mapping", "A mapping names the place in the system that it comes from."),
    HELD: Way("○", "Said only (no source)", "The system is said to hold it; nobody has recorded where."),
    NOTHING: Way("–", "Nothing said", "Nothing is recorded of that item for that system."),
}


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar: where it begins and how long it is; ``kind`` is a class of the style and names its pattern."""

    kind: str
    start: int
    length: int


def kind_of(one: ItemFilling) -> str:
    """The key of how an item is filled."""
    return one.by or (HELD if one.held else NOTHING)


def way_of(one: ItemFilling) -> Way:
    """How an item is filled."""
    return WAYS[kind_of(one)]


def note_of(one: ItemFilling) -> str:
    """What is noted of it, behind why the place that its mapping names fills nothing."""
    unused = f"The SQL written by hand leaves it NULL, so {one.unused} fills nothing." if one.unused else ""
    return " ".join(filter(None, (unused, one.note)))


def segments_of(one: FilledCount) -> tuple[Segment, ...]:
    """The parts of a bar of which something is said; what is left of it is what nothing is said of."""
    ends = [length_of(count, one.total) for count in (one.body, one.filled, one.filled + one.held)]
    starts = zip((BODY, MAPPING, HELD), (0, *ends), ends, strict=False)
    return tuple(Segment(kind, start, end - start) for kind, start, end in starts if end > start)


def length_of(count: int, total: int) -> int:
    """Of a bar; at least one unit of what is there."""
    return max(BAR * count // total, 1) if count else 0
