"""A part as it was set: its PDF, and what the binder has to know of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

#: Number of the page within the part from 0, and the place on it in points from its lower left corner.
Place: TypeAlias = tuple[int, float, float]
#: Level of a heading, its words, and its place.
Mark: TypeAlias = tuple[int, str, int, float, float]


@dataclass(frozen=True, slots=True)
class SetPart:
    """``anchors`` are the places that links name, ``marks`` the headings for the outline, in their order."""

    data: bytes
    pages: int
    anchors: Mapping[str, Place]
    marks: tuple[Mark, ...]

    @classmethod
    def of(cls, data: bytes, about: Mapping[str, Any]) -> SetPart:
        """From what the typesetter says."""
        anchors = {name: (place[0], place[1], place[2]) for name, place in about["anchors"].items()}
        marks = tuple((mark[0], mark[1], mark[2], mark[3], mark[4]) for mark in about["marks"])
        return cls(data, about["pages"], anchors, marks)

    @property
    def about(self) -> dict[str, Any]:
        """All but the PDF, as JSON has it."""
        return {"pages": self.pages, "anchors": self.anchors, "marks": self.marks}


class PartShelf(Protocol):
    """Where parts are kept by name."""

    def take(self, names: Iterable[str]) -> Mapping[str, SetPart]:
        """Those of these that are there."""

    def put(self, name: str, part: SetPart) -> None:
        """Keep one."""


@dataclass(frozen=True, slots=True)
class Whole:
    """What a bound PDF is called.

    ``created`` is an ISO moment in UTC; ``standard`` and ``foot`` are what stands at the head and at the foot of all pages but the
    first.
    """

    title: str
    author: str
    about: str
    created: str
    standard: str
    foot: str
    language: str = "en-GB"
