"""Books set and bound in the process of the test, which saves the starts of three. Ends a process that has no Pango: skip first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from specs_app.publishing.pdf import binder, typesetter
from specs_app.publishing.pdf.book import Book
from specs_app.publishing.pdf.making import Press, laid_out, whole
from specs_app.publishing.pdf.parts import SetPart


class Here:
    """Sets parts in this very process."""

    def set_all(self, texts: Mapping[str, str]) -> Iterator[tuple[str, SetPart]]:
        for name, text in texts.items():
            yield name, SetPart.of(*typesetter.typeset(text, name))


@dataclass
class Remembered:
    """A shelf of this process; ``was_put`` are the names of what was set since it was last emptied."""

    parts: dict[str, SetPart] = field(default_factory=dict)
    was_put: list[str] = field(default_factory=list)

    def take(self, names: Iterable[str]) -> Mapping[str, SetPart]:
        return {name: self.parts[name] for name in names if name in self.parts}

    def put(self, name: str, part: SetPart) -> None:
        self.parts[name] = part
        self.was_put.append(name)


#: Parts of all books of this process.
SHELF = Remembered()


def pdf_of(book: Book, shelf: Remembered = SHELF) -> bytes:
    """The PDF of a book."""
    about = whole(book.cover)
    *parts, letters = laid_out(book, about, Press(Here(), shelf, lambda _: None))
    return binder.bind(about, parts, letters.data)
