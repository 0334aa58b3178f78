"""What each column of the wide table says of an item: the words of a cell, those of the document, and a cell that says them.

One entry a column, for all that reads or writes the table. What is said is a tuple of words: nothing, one text, or the words of a
list. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from specs_app.document.cells import SAYS_NOTHING, clean
from specs_app.document.item_references import with_note
from specs_app.document.types import CmsMapping, DataObject, Document, Item
from specs_app.tables import wide_columns as places

Words: TypeAlias = tuple[str, ...]
#: What the document says in a column, given the document, the object and the item.
Tell: TypeAlias = Callable[[Document, DataObject, Item], Words]
Shape = Literal["text", "words", "pairs", "flag", "status", "upper"]
YES = "Yes"
#: What a spreadsheet takes for a formula; an apostrophe before it makes it text (OWASP, CSV injection).
_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its place: the shape of its cells, what in them says nothing, and what the document says there.

    ``key`` is the key of an item that it tells of, with what of it where that is one of many: ``cms_source/mosaic/path``.
    """

    place: int
    key: str
    shape: Shape
    tell: Tell
    nothing: frozenset[str] = SAYS_NOTHING

    def says(self, cell: str) -> Words:
        """The words of a cell, given what it holds."""
        text = clean(cell)
        if text in self.nothing:
            return ()
        if self.shape == "text":
            return (unguarded(text),)
        if self.shape == "words":
            return tuple(word for part in text.split("|") if (word := part.strip()))
        if self.shape == "pairs":
            return tuple(_pair(part) for part in text.split("|") if part.strip())
        if self.shape == "status":
            return (places.STATUSES.get(text, text),)
        return (text.upper(),) if self.shape == "upper" else (text,)

    def agrees(self, cell: str, words: Words) -> bool:
        """Whether a cell says some words, whatever their order and the blanks in them."""
        said = self.says(cell)
        return said == words or _loosely(said) == _loosely(words)

    def rewritten(self, cell: str, before: Words, after: Words, spelling: dict[str, str]) -> str | None:
        """What a cell holds once ``after`` is said instead of ``before``; None where no cell can say it.

        What of a list the change does not touch stays. ``spelling`` are the words that the column has for statuses.
        """
        if not after and not (self.shape in ("words", "pairs") and set(self.says(cell)) - set(before)):
            return ""
        text = self._text(cell, before, after, spelling)
        return text if text is not None and self._can_say(text, cell, before, after) else None

    def _text(self, cell: str, before: Words, after: Words, spelling: dict[str, str]) -> str | None:
        if self.shape == "words":
            return "|".join(_merged(self.says(cell), before, after))
        if self.shape == "pairs":
            parts = [] if clean(cell) in self.nothing else clean(cell).split("|")
            return "|".join(_pairs(parts, before, after))
        if len(after) != 1:
            return None
        if self.shape == "status":
            return spelling.get(after[0], after[0])
        return guarded(after[0])

    def _can_say(self, text: str, cell: str, before: Words, after: Words) -> bool:
        """Whether a text is read back as what it shall say."""
        said = self.says(text)
        if self.shape == "status":
            return said == after and after[0] in places.STATUSES.values()
        if self.shape in ("words", "pairs"):
            lost = set(before) - set(after)
            kept = (set(self.says(cell)) | set(after)) - lost
            return _loosely(said) == _loosely(tuple(kept))
        return _loosely(said) == _loosely(after)


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula; `unguarded` is the way back."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def _loosely(words: Words) -> frozenset[str]:
    return frozenset("".join(word.split()) for word in words)


def _pair(part: str) -> str:
    """``mosaic : pers_sex`` as ``mosaic:pers_sex``."""
    name, colon, text = part.partition(":")
    return f"{name.strip()}:{text.strip()}" if colon else part.strip()


def _merged(cell: Words, before: Words, after: Words) -> Words:
    """The words of a list: as the document has them where the cell said the same, else what changed put into what the cell has."""
    if cell == before or not cell:
        return after
    kept = tuple(word for word in cell if word in after or word not in before)
    return (*kept, *(word for word in after if word not in before and word not in kept))


def _pairs(parts: list[str], before: Words, after: Words) -> list[str]:
    """The parts of a cell, each as it is written, but for those of systems of which the document says something else now."""
    old, new = (dict(word.split(":", 1) for word in words) for words in (before, after))
    found = []
    for part in parts:
        name = _pair(part).partition(":")[0]
        if old.get(name) == new.get(name):
            found.append(part)
        elif name in new:
            found.append(f"{name} : {new.pop(name)}")
    return [*found, *(f"{name} : {text}" for name, text in new.items() if old.get(name) != text)]


def columns_of(header: list[str]) -> tuple[Column, ...]:
    """Every column that says what files say, in the order of the table, under a header of `wide_columns.WIDTH` cells."""
    matrix = (
        Column(one.place, f"returns_map/{one.name}/{one.section}", "upper", _mark(one.name, one.section))
        for one in places.returns_matrix(header)
    )
    return tuple(sorted((*matrix, *_FIXED), key=lambda column: column.place))


def _compared(place: int, key: str, shape: Shape) -> Column:
    tell = _OWN.get(key) or (_flag(key) if shape == "flag" else _attribute(key))
    return Column(place, key, shape, tell, places.EMPTY)


def _attribute(key: str) -> Tell:
    def tell(_document: Document, _entry: DataObject, item: Item) -> Words:
        found = getattr(item, key)
        return found if isinstance(found, tuple) else _one(found)

    return tell


def _one(text: str) -> Words:
    return (text,) if text else ()


def _flag(key: str) -> Tell:
    return lambda _document, _entry, item: (YES,) if getattr(item, key) else ()


def _foreign_key(document: Document, entry: DataObject, item: Item) -> Words:
    parents = document.parents_of.get((entry.name, item.name), ())
    return _one("".join(with_note(f"{one.parent_object}.{one.parent_item}", one.item_note) for one in parents))


def _constraints(_document: Document, _entry: DataObject, item: Item) -> Words:
    return (*(("pk",) if item.primary_key else ()), *item.constraints)


def _systems(_document: Document, _entry: DataObject, item: Item) -> Words:
    return tuple(one.cms for one in item.cms if one.marked)


def _in_systems(part: str) -> Tell:
    def tell(_document: Document, _entry: DataObject, item: Item) -> Words:
        return tuple(f"{one.cms}:{text}" for one in item.cms if (text := getattr(one, part)))

    return tell


def _mark(name: str, section: str) -> Tell:
    def tell(_document: Document, _entry: DataObject, item: Item) -> Words:
        marks = (place.mark.upper() for place in item.returns_map if (place.name, place.section) == (name, section))
        return tuple(dict.fromkeys(filter(None, marks)))

    return tell


def _reference(name: str) -> Tell:
    def tell(_document: Document, _entry: DataObject, item: Item) -> Words:
        return tuple(
            dict.fromkeys(place.reference for place in item.returns_map if place.name == name and place.reference)
        )

    return tell


def _of_system(cms: str, part: Callable[[CmsMapping], str]) -> Tell:
    def tell(_document: Document, _entry: DataObject, item: Item) -> Words:
        found = item.mapping(cms)
        return _one(part(found)) if found else ()

    return tell


def _variant(name: str) -> Callable[[CmsMapping], str]:
    return lambda mapping: dict(mapping.variants).get(name, "")


def _cms_columns(entry: places.CmsColumns) -> tuple[Column, ...]:
    key = f"cms_source/{entry.cms}"
    variants = (
        Column(place, f"{key}/variants/{name}", "text", _of_system(entry.cms, _variant(name)))
        for name, place in entry.variants
    )
    return (
        Column(entry.path, f"{key}/path", "text", _of_system(entry.cms, lambda one: one.source or one.note)),
        Column(entry.status, f"{key}/status", "status", _of_system(entry.cms, lambda one: one.status)),
        *variants,
    )


_OWN: dict[str, Tell] = {
    "foreign_key": _foreign_key,
    "constraints": _constraints,
    "cms": _systems,
    "cms_field": _in_systems("field"),
    "cms_table": _in_systems("table"),
}
_FIXED: tuple[Column, ...] = (
    Column(places.REF, "item_ref", "text", _attribute("item_ref")),
    Column(places.OBJECT, "object", "text", lambda _document, entry, _item: _one(entry.name), places.EMPTY),
    Column(places.SIZE, "max_field_size", "upper", _attribute("max_field_size")),
    Column(places.EXPECTED, "expected_data", "text", _attribute("expected_data")),
    Column(places.EXPECTED_BESIDES, "expected_data", "text", _attribute("expected_data")),
    Column(places.JOIN_TYPE, "join_type", "text", _attribute("join_type")),
    Column(places.STATUS, "status", "status", _attribute("status")),
    *(_compared(place, key, shape) for place, (key, shape) in places.COMPARED.items()),
    *(Column(place, f"returns_map/{name}", "text", _reference(name)) for name, place in places.REFERENCES.items()),
    *(column for entry in places.CMS for column in _cms_columns(entry)),
)
#: Those that a table that was never read says already: what enriching compares.
COMPARED = tuple(column for column in _FIXED if column.place in places.COMPARED or column.place == places.OBJECT)
