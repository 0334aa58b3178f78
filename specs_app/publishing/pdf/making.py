"""A book made: what is not kept of its parts is set, then what names pages, then all is bound."""

from __future__ import annotations

import string
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version as version_of
from itertools import accumulate
from typing import Protocol

from specs_app.publishing.pdf.book import Book, Cover
from specs_app.publishing.pdf.contents import Part
from specs_app.publishing.pdf.errors import TELL, PdfLayoutFailed
from specs_app.publishing.pdf.parts import PartShelf, SetPart, Whole
from specs_app.publishing.pdf.setting import LIMIT, UNPRINTABLE, bound, name_of_text, printed, typesetters
from specs_app.publishing.pdf.style import style

#: How often what names pages is set until its own pages are as many as were reckoned with.
MOST_TURNS = 5
Say = Callable[[str], None]


class Setters(Protocol):
    """What sets texts by their names, as `setting.Typesetters` does."""

    def set_all(self, texts: Mapping[str, str]) -> Iterator[tuple[str, SetPart]]:
        """Each text, in the order in which they are done."""


@dataclass(frozen=True, slots=True)
class Press:
    """What sets texts, unless the shelf has them. ``say`` is told how far it is."""

    setters: Setters
    shelf: PartShelf
    say: Say

    def set(self, texts: Sequence[str]) -> list[SetPart]:
        """Parts with these texts, in their order."""
        names = [name_of_text(text, part_design()) for text in texts]
        found = dict(self.shelf.take(set(names)))
        wanted = {name: text for name, text in zip(names, texts, strict=True) if name not in found}
        for number, (name, part) in enumerate(self.setters.set_all(wanted), 1):
            self.shelf.put(name, part)
            found[name] = part
            self.say(f"{number} of {len(wanted)} parts are laid out.")
        return [found[name] for name in names]


def make(book: Book, shelf: PartShelf, say: Say, limit: float = LIMIT) -> bytes:
    """The PDF of a book. Raises PdfError."""
    about = whole(book.cover)
    with typesetters(limit) as setters:
        parts = laid_out(book, about, Press(setters, shelf, say))
    say("The parts are bound.")
    return bound(about, parts, limit)


def laid_out(book: Book, about: Whole, press: Press) -> list[SetPart]:
    """All parts in their order, and behind them one whose font has the letters of heads and feet."""
    plain = [part for part in book.parts if not part.numbered]
    done = press.set([printed(part.template, {"about": part.about}) for part in plain])
    parts = _with_numbered(book, dict(zip(map(id, plain), done, strict=True)), press)
    return [*parts, *press.set([printed("pdf/letters.html", {"letters": _letters(about, parts)})])]


def _letters(about: Whole, parts: Sequence[SetPart]) -> str:
    """Every letter that the heads and feet of pages may need."""
    words = (about.title, about.standard, about.foot, *(mark[1] for part in parts for mark in part.marks))
    return " ".join(sorted(set(string.ascii_letters + string.digits + string.punctuation).union(*words) - {" "}))


def _with_numbered(book: Book, done: Mapping[int, SetPart], press: Press) -> list[SetPart]:
    """All parts in their order: those that name pages are set until the pages that they name are right."""
    lengths = [done[id(part)].pages if id(part) in done else part.reckoned for part in book.parts]
    for _ in range(MOST_TURNS):
        pages = dict(_pages(book.parts, done, lengths))
        numbered = [part for part in book.parts if part.numbered]
        texts = [printed(part.template, {"about": part.about, "pages": pages}) for part in numbered]
        made = dict(zip(map(id, numbered), press.set(texts), strict=True))
        parts = [done.get(id(part)) or made[id(part)] for part in book.parts]
        if lengths == (lengths := [part.pages for part in parts]):
            return parts
    raise PdfLayoutFailed("The contents of the PDF could not be numbered.", TELL)


def _pages(parts: Sequence[Part], done: Mapping[int, SetPart], lengths: Sequence[int]) -> Iterator[tuple[str, int]]:
    """The page of each place, from 1; a part that is not set yet is known by its entry in the contents alone."""
    starts = [1, *accumulate(lengths, initial=1)][1:]
    for part, start in reversed(list(zip(parts, starts, strict=False))):
        if found := done.get(id(part)):
            yield from ((name, start + place[0]) for name, place in found.anchors.items())
        elif part.line:
            yield part.line.anchor, start


def whole(cover: Cover) -> Whole:
    """What the PDF is called."""
    standard = cover.imprint.title
    words = (cover.title, cover.publisher or standard, cover.description, standard, cover.foot or cover.imprint.line)
    title, author, about, head, foot = (UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text) for text in words)
    return Whole(title, author, about, cover.imprint.published.replace(microsecond=0).isoformat(), head, foot)


@cache
def part_design() -> str:
    """What shapes a part besides its text: the style, and WeasyPrint."""
    return f"{version_of('weasyprint')}\0{style()}"
