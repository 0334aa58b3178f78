"""What a diagram shows: boxes, lines between them, and the groups that boxes belong to; not yet where each lies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

#: The parts of an address below that of the standard, such as ``("objects", "ssd_person")``; empty for what has no page.
Target: TypeAlias = tuple[str, ...]
#: How the address of a target is written; empty where nothing leads there.
Href: TypeAlias = Callable[[Target], str]
#: What a proposal does to a part, or that a part is named and not there (``missing``).
Mark = Literal["", "added", "removed", "changed", "missing"]
#: ``many``, ``one``: each record of the tail has many records of the head, or one. ``shared``: so many such relationships lead from
#: the one group to the other. ``feeds``: so many items of the tail go to the head.
LineKind = Literal["many", "one", "shared", "feeds"]

#: What has more is a tangle, and is not drawn: its parts are.
MOST_BOXES, MOST_LINES = 150, 250

MARK_WORDS: dict[Mark, str] = {
    "added": "Added",
    "removed": "Removed",
    "changed": "Changed",
    "missing": "Not in this version",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A line within a box: an item, with what it is a key of (``PK``, ``FK``, ``PK FK``)."""

    text: str
    key: str = ""
    target: Target = ()
    mark: Mark = ""


@dataclass(frozen=True, slots=True)
class Group:
    """What boxes belong to, a domain; ``tint`` is the number of its colour, the same in every diagram of a document."""

    key: str
    title: str
    tint: int


@dataclass(frozen=True, slots=True)
class Box:
    """One thing. ``name`` is its technical name, ``notes`` a few words each, ``group`` the key of its group.

    ``subject``: the diagram is about this one.
    """

    key: str
    title: str
    name: str = ""
    notes: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    target: Target = ()
    group: str = ""
    mark: Mark = ""
    subject: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """From one box to another, by their keys; a relationship goes from the parent to the child ``through`` the child's item.

    ``weight`` is the number that it stands for.
    """

    tail: str
    head: str
    kind: LineKind
    through: str = ""
    weight: int = 1
    mark: Mark = ""


@dataclass(frozen=True)
class Diagram:
    """A picture before it is laid out: every key of a box is there once, and every line is between two of them."""

    title: str
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...] = ()
    groups: tuple[Group, ...] = ()

    @cached_property
    def box_of(self) -> dict[str, Box]:
        return {box.key: box for box in self.boxes}

    @cached_property
    def group_of(self) -> dict[str, Group]:
        return {group.key: group for group in self.groups}

    @property
    def can_be_drawn(self) -> bool:
        """Whether there is something to see, and not too much."""
        return 0 < len(self.boxes) <= MOST_BOXES and len(self.lines) <= MOST_LINES

    @property
    def size(self) -> int:
        """How many marks it has: boxes, their rows, and lines."""
        return len(self.lines) + sum(1 + len(box.rows) for box in self.boxes)

    @cached_property
    def hub(self) -> str:
        """The key of the box with the most lines, where a reader best begins; empty where there are none."""
        ends = Counter(end for line in self.lines for end in (line.tail, line.head))
        return max(ends, key=lambda key: ends[key], default="")

    @property
    def subject(self) -> str:
        """The key of the box that it is about; empty where it is about none."""
        return next((box.key for box in self.boxes if box.subject), "")
