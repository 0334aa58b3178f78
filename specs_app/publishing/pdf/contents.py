"""The parts of a book, and what its contents and its index tell of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from specs_app.publishing.pdf.chapters import Chapter, CodeLists, Opening


@dataclass(frozen=True, slots=True)
class Line:
    """An entry, and the place that it leads to."""

    anchor: str
    text: str
    note: str = ""
    is_head: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the book that is set by itself: a template, and what it is about.

    ``line`` is its entry in the contents, where what it is about says none. A ``numbered`` part names pages, so it is set when all
    others are, ``reckoned`` to have so many pages; where that is right, it is set once.
    """

    template: str
    about: object
    line: Line | None = None
    numbered: bool = False
    reckoned: int = 1


def contents(parts: Iterable[Part]) -> Iterator[Line]:
    """A line for each domain, object and code list, and for the parts that have one."""
    for part in parts:
        about = part.about
        if part.line:
            yield part.line
        elif isinstance(about, Opening):
            yield _head(about)
        elif isinstance(about, Chapter):
            if about.opens:
                yield _head(about.opens)
            yield Line(about.anchor, about.page.title)
        elif isinstance(about, CodeLists):
            if about.first:
                yield Line("code-lists", "Code lists", is_head=True)
            yield from (Line(one.anchor, one.page.title) for one in about.lists)


def _head(opening: Opening) -> Line:
    return Line(opening.anchor, opening.group.title, is_head=True)


def index(parts: Iterable[Part]) -> list[Line]:
    """The items by reference."""
    chapters = (part.about for part in parts if isinstance(part.about, Chapter))
    found = (Line(one.anchor, one.page.key, one.page.name) for chapter in chapters for one in chapter.entries)
    return sorted(found, key=lambda line: (line.text.casefold(), line.text, line.anchor))
