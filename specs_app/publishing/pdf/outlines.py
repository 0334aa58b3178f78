"""The outline of a bound PDF: the headings of all its parts, by their levels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from specs_app.publishing.pdf.parts import SetPart


@dataclass(slots=True)
class OutlineEntry:
    """A heading and those below it; ``page`` from 0."""

    level: int
    title: str
    page: int
    left: float
    top: float
    below: list[OutlineEntry] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many entries are below it, at any depth."""
        return sum(1 + entry.count for entry in self.below)


def nested(entries: Sequence[OutlineEntry]) -> list[OutlineEntry]:
    """Entries put below the last one before them that has a higher level."""
    top: list[OutlineEntry] = []
    way: list[OutlineEntry] = []
    for entry in entries:
        while way and way[-1].level >= entry.level:
            way.pop()
        (way[-1].below if way else top).append(entry)
        way.append(entry)
    return top


def add_outline(book: Pdf, parts: Sequence[SetPart], starts: Sequence[int]) -> None:
    """Give the book its outline; all entries are closed."""
    marks = (
        OutlineEntry(level, title, start + page, left, top)
        for part, start in zip(parts, starts, strict=True)
        for level, title, page, left, top in part.marks
    )
    if entries := nested(list(marks)):
        root = book.make_indirect(Dictionary(Type=Name.Outlines, Count=len(entries)))
        _hang(book, root, entries)
        book.Root.Outlines = root


def _hang(book: Pdf, above: Object, entries: Sequence[OutlineEntry]) -> None:
    made = [book.make_indirect(_item(book, above, entry)) for entry in entries]
    for one, following in pairwise(made):
        one.Next, following.Prev = following, one
    above.First, above.Last = made[0], made[-1]
    for one, entry in zip(made, entries, strict=True):
        if entry.below:
            one.Count = -entry.count
            _hang(book, one, entry.below)


def _item(book: Pdf, above: Object, entry: OutlineEntry) -> Dictionary:
    place = Array([book.pages[entry.page].obj, Name.XYZ, entry.left, entry.top, 0])
    return Dictionary(Title=String(entry.title), Parent=above, Dest=place)
