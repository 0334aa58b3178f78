"""How a system fills an item, in the words and signs that every page uses, and the bar that counts it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from specs_app.publishing.matrices.filling import BODY, MAPPING, NOTHING, FilledCount

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


def way_of(*, written: bool, placed: bool, marked: bool) -> Way:
    """How an item is filled that SQL gives (``written``), that a mapping places, or that is only marked as held."""
    return WAYS[BODY if written else MAPPING if placed else HELD if marked else NOTHING]


def segments_of(one: FilledCount) -> tuple[Segment, ...]:
    """The parts of a bar of which something is said; what is left of it is what nothing is said of."""
    ends = [length_of(count, one.total) for count in (one.body, one.filled, one.filled + one.held)]
    starts = zip((BODY, MAPPING, HELD), (0, *ends), ends, strict=False)
    return tuple(Segment(kind, start, end - start) for kind, start, end in starts if end > start)


def length_of(count: int, total: int) -> int:
    """Of a bar; at least one unit of what is there."""
    return max(BAR * count // total, 1) if count else 0
