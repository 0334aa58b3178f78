"""The parts of a standard that somebody may want to change: what they are called, and how they are found by words. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from specs_app.document import paths
from specs_app.document.names import category_title, object_title
from specs_app.document.titles import titles_of
from specs_app.document.types import Cms, Document, Return
from specs_app.projection.search.words import fold


@dataclass(frozen=True, slots=True)
class Target:
    """One part. ``kind`` and ``key`` name it in links, ``address`` in the document; ``context`` is what it lies within."""

    kind: str
    key: str
    title: str
    address: str
    context: str = ""

    @property
    def noun(self) -> str:
        """What it is, in the middle of a sentence."""
        return NOUNS[self.kind]

    @property
    def form_kind(self) -> str:
        """What kind of part the table of forms calls it."""
        return "system" if self.kind == "cms" else self.kind

    @property
    def label(self) -> str:
        """What it is, at the beginning of a line."""
        return f"{self.noun[:1].upper()}{self.noun[1:]}"


NOUNS = {
    "item": "item",
    "object": "object",
    "category": "code list",
    "return": "return",
    "cms": "case management system",
    "extract": "SQL of",
    "authority": "authority",
}


def part_of(document: Document, kind: str, key: str) -> Target | None:
    """The part of that kind and key; None where the document has none."""
    finder = FINDERS.get(kind)
    return finder(document, key) if finder else None


def _item(document: Document, key: str) -> Target | None:
    found = document.item_by_ref.get(key)
    if found is None:
        return None
    entry, item = found
    context = object_title(entry, document.settings)
    return Target("item", key, item.name, paths.of_item(entry, item), context)


def _object(document: Document, key: str) -> Target | None:
    entry = document.object_by_name.get(key)
    if entry is None:
        return None
    return Target("object", key, object_title(entry, document.settings), paths.of_object(key))


def _category(document: Document, key: str) -> Target | None:
    if key not in document.category_by_name:
        return None
    return Target("category", key, category_title(key), paths.of_category(key))


def _return(document: Document, key: str) -> Target | None:
    return _entry("return", "returns", key, document.settings.returns)


def _cms(document: Document, key: str) -> Target | None:
    return _entry("cms", "cms", key, document.settings.cms)


def _extract(document: Document, key: str) -> Target | None:
    found = document.extract_by_target.get(key)
    if found is None:
        return None
    title = f"{titles_of(document.settings).system(found.cms)} for {found.object}"
    words = f"{title}, build {found.variant}" if found.variant else title
    return Target("extract", key, words, paths.of_extract(*found.key))


def _authority(document: Document, key: str) -> Target | None:
    entry = document.authority_by_code.get(key)
    return Target("authority", key, entry.title, paths.of_authority(key)) if entry else None


def _entry(kind: str, registry: str, key: str, entries: Iterable[Return | Cms]) -> Target | None:
    titles = {entry.key: entry.title or entry.key for entry in entries}
    return Target(kind, key, titles[key], paths.of_entry(registry, key)) if key in titles else None


FINDERS: dict[str, Callable[[Document, str], Target | None]] = {
    "item": _item,
    "object": _object,
    "category": _category,
    "return": _return,
    "cms": _cms,
    "extract": _extract,
    "authority": _authority,
}


def registered(document: Document, text: str) -> list[Target]:
    """The returns and systems whose key or title holds every word, or its beginning."""
    words = fold(text).split()
    settings = document.settings
    keys = (("return", settings.returns), ("cms", settings.cms))
    known = (part_of(document, kind, entry.key) for kind, entries in keys for entry in entries)
    return [part for part in known if part and words and _holds(part, words)]


def _holds(part: Target, words: Iterable[str]) -> bool:
    text = f" {fold(f'{part.key} {part.title}')}"
    return all(f" {word}" in text for word in words)
