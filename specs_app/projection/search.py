"""Search in the published revision: SQLite's FTS5 or PostgreSQL's text search over the same entries.

Words are folded the same way for both (no accents, no punctuation), so that both split ``pers_sex`` and ``O'Brien`` alike; both
find beginnings of words and stem English.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import chain
from typing import Any

from django.db import connection

from specs_app.document import paths
from specs_app.document.extracts import Extract
from specs_app.document.names import category_title, object_title
from specs_app.document.sql_words import words_in
from specs_app.document.storable import clean
from specs_app.document.titles import titles_of
from specs_app.document.types import Category, DataObject, Document, Item, Settings, item_key
from specs_app.models import SearchEntry, Specification
from specs_app.models.base import ADDRESS_LENGTH
from specs_app.tables.logged_changes import LoggedChange

LONGEST_QUERY = 200
MOST_WORDS = 12
SUGGESTIONS = 3
#: The kind of entry that is no part of the standard: a change that its log tells of.
LOGGED = "change"
#: Words that say nothing about what is sought; PostgreSQL leaves them out by itself.
STOP_WORDS = frozenset(
    {
        *("a", "an", "and", "are", "at", "by", "for", "from", "in", "is", "it", "of", "on", "or", "the", "to"),
        *("was", "with"),
    }
)
_WORD = re.compile(r"[^\W_]+")
_COLUMNS = ("kind", "key", "title", "context", "extract", "head", "words")
#: What the search says of each address, by the names of its columns.
Entries = Mapping[str, Mapping[str, str]]
_SQLITE = """
    SELECT entry.* FROM specs_app_searchindex
    JOIN specs_app_searchentry AS entry ON entry.id = specs_app_searchindex.rowid
    WHERE specs_app_searchindex MATCH %s AND entry.specification_id = %s AND entry.kind <> %s
    ORDER BY lower(entry.key) = %s DESC, bm25(specs_app_searchindex, 10.0, 1.0), entry.id LIMIT %s
"""
_POSTGRES = """
    SELECT entry.* FROM specs_app_searchentry AS entry, to_tsquery('english', %s) AS query
    WHERE (setweight(to_tsvector('english', entry.head), 'A') || setweight(to_tsvector('english', entry.words), 'D')) @@ query
    AND entry.specification_id = %s AND entry.kind <> %s
    ORDER BY lower(entry.key) = %s DESC, ts_rank(
        setweight(to_tsvector('english', entry.head), 'A') || setweight(to_tsvector('english', entry.words), 'D'), query
    ) DESC, entry.id LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where is searched: in one specification, but for one kind of entry where one is named."""

    specification: Specification
    without: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, best first; ``more`` says that there is more, ``suggestions`` names close to what was typed."""

    results: tuple[SearchEntry, ...]
    more: bool = False
    suggestions: tuple[str, ...] = ()


def search(specification: Specification, text: str, limit: int = 50, *, without: str = "") -> Found:
    """What of the published revision holds all words, else what holds any of them; nothing of the kind ``without``."""
    words = _sought(text)
    if not words:
        return Found(())
    scope, exact = Scope(specification, without), _exact(text)
    results = _matching(scope, words, exact, limit + 1, all_words=True)
    suggestions = () if results else _close(scope, exact)
    if not results and len(words) > 1:
        results = _matching(scope, words, exact, limit + 1, all_words=False)
    return Found(tuple(results[:limit]), len(results) > limit, suggestions)


def search_in(document: Document, text: str, limit: int = 50, *, log: Iterable[LoggedChange] = ()) -> Found:
    """The same in any document and its change log, without an index: what holds the beginnings of the words.

    What is called exactly so comes first, then what has most of the words, and most of them in its name.
    """
    words, exact = _sought(text), _exact(text)
    if not words:
        return Found(())
    known = [SearchEntry(address=address, **entry) for address, entry in entries(document, log).items()]
    results = _holding(known, words, all)
    suggestions = () if results else _alike(((entry.key, entry.title) for entry in known), exact)
    results = results or _holding(known, words, any)
    results.sort(key=lambda entry: entry.key.lower() != exact)
    return Found(tuple(results[:limit]), len(results) > limit, suggestions)


def _holding(known: list[SearchEntry], words: list[str], needed: Callable[[Iterable[bool]], bool]) -> list[SearchEntry]:
    """The entries in which ``needed`` (all or any) of the words begin a word; those with most of them first, then in their name."""
    held = [(entry, _begun(words, f"{entry.head} {entry.words}"), _begun(words, entry.head)) for entry in known]
    found = [one for one in held if needed(one[1])]
    return [entry for entry, *counts in sorted(found, key=lambda one: (-sum(one[1]), -sum(one[2])))]


def _begun(words: list[str], text: str) -> list[bool]:
    """Which of the words begin a word of the text."""
    return [f" {word}" in f" {text}" for word in words]


def _exact(text: str) -> str:
    return clean(text).strip().lower()


def _sought(text: str) -> list[str]:
    return [word for word in fold(text[:LONGEST_QUERY]).split() if word not in STOP_WORDS][:MOST_WORDS]


def _matching(scope: Scope, words: list[str], exact: str, limit: int, *, all_words: bool) -> list[SearchEntry]:
    """The entries themselves in one query: the next revision may replace any of them at any moment."""
    if connection.vendor == "postgresql":
        query, statement = (" & " if all_words else " | ").join(f"{word}:*" for word in words), _POSTGRES
    else:
        query, statement = (" AND " if all_words else " OR ").join(f'"{word}"*' for word in words), _SQLITE
    return list(SearchEntry.objects.raw(statement, [query, scope.specification.pk, scope.without, exact, limit]))


def _close(scope: Scope, text: str) -> tuple[str, ...]:
    known = SearchEntry.objects.filter(specification=scope.specification).exclude(kind=scope.without)
    return _alike(known.values_list("key", "title"), text)


def _alike(names: Iterable[tuple[str, str]], text: str) -> tuple[str, ...]:
    """Names that are spelt much like the text."""
    known = {name.lower(): name for pair in names for name in pair if name}
    return tuple(known[name] for name in get_close_matches(text, known, SUGGESTIONS, 0.7))


def fold(text: str) -> str:
    """Lower-case words of letters and digits, separated by single spaces."""
    if not text.isascii():
        text = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return " ".join(re.findall(r"[^\W_]+", text.lower()))


def index(specification: Specification, new: Entries, old: Entries) -> None:
    """Make the stored entries, which say ``old``, say ``new``. Parts that stay as they are may be left out of both."""
    gone = [address for address, entry in old.items() if new.get(address) != entry]
    fresh = [address for address, entry in new.items() if old.get(address) != entry]
    rows = SearchEntry.objects.filter(specification=specification)
    for at in range(0, len(gone), 500):
        rows.filter(address__in=gone[at : at + 500]).delete()
    made = [SearchEntry(specification=specification, address=address, **new[address]) for address in fresh]
    SearchEntry.objects.bulk_create(made, 500)


def stored_entries(specification: Specification) -> Entries:
    """The entries as the database holds them, by address."""
    rows = SearchEntry.objects.filter(specification=specification).values("address", *_COLUMNS)
    return {row["address"]: {name: row[name] for name in _COLUMNS} for row in rows}


def entries(document: Document, log: Iterable[LoggedChange], without: frozenset[int] = frozenset()) -> Entries:
    """The entry of each object, item, code list, hand-written body and logged change, by address, but for the parts with
    the ids ``without``.

    Where a name is used twice the first one is found.
    """
    found: dict[str, Mapping[str, str]] = {}
    for address, entry in chain(_entries(document, without), map(_change, log)):
        found.setdefault(clean(address)[:ADDRESS_LENGTH], entry)
    return found


def _entries(document: Document, without: frozenset[int]) -> Iterator[tuple[str, dict[str, str]]]:
    for entry in document.objects:
        if id(entry) not in without:
            yield from _object_entries(entry, object_title(entry, document.settings))
    for category in document.categories:
        if id(category) not in without:
            yield paths.of_category(category.name), _category(category)
    for extract in document.extracts:
        yield paths.of_extract(*extract.key), _body(extract, document.settings)


def _object_entries(entry: DataObject, title: str) -> Iterator[tuple[str, dict[str, str]]]:
    yield paths.of_object(entry.name), _object(entry, title)
    for item in entry.items:
        yield paths.of_item(entry, item), _item(entry, item, title)


def _object(entry: DataObject, title: str) -> dict[str, str]:
    return _entry("object", entry.name, title, "", entry.description, [entry.description, *entry.domains])


def _item(entry: DataObject, item: Item, object_named: str) -> dict[str, str]:
    extract = ". ".join(text.rstrip(". ") for text in (item.description, item.guidance) if text)
    words = [item.description, item.guidance, item.category, entry.name, object_named, *item.domains, *item.returns]
    return _entry("item", item_key(entry, item), item.name, object_named, extract, words)


def _category(category: Category) -> dict[str, str]:
    words = [word for value in category.values for word in (value.value, value.description)]
    extract = ", ".join(value.description or value.value for value in category.values[:8])
    return _entry("category", category.name, category_title(category.name), "", extract, words)


def _body(extract: Extract, settings: Settings) -> dict[str, str]:
    """Found by its system and object, and by the words of its comments and names; what it says first is shown."""
    system = titles_of(settings).system(extract.cms)
    build = f", build {extract.variant}" if extract.variant else ""
    title = f"SQL of {system} for {extract.object}{build}"
    said = words_in(extract.sql)
    return _entry("extract", extract.target, title, "", said.beginning, [said.words])


def _change(change: LoggedChange) -> tuple[str, dict[str, str]]:
    """Found by its number before the parts of the standard, by all its other words after those that are called so."""
    notes = () if change.heading == change.notes else (change.notes,)
    references = ", ".join(item.item_ref for item in change.items)
    extract = ". ".join(text.rstrip(". ") for text in (*notes, references) if text)
    about = (name for item in change.items for name in (item.item_ref, item.former, item.object_name))
    entry = _entry(
        LOGGED, change.number, change.heading, "", extract, [change.title, change.notes, change.kind, *about]
    )
    return paths.of_change(change.number), {**entry, "head": fold(change.number)}


def _entry(kind: str, key: str, title: str, context: str, extract: str, words: Iterable[str]) -> dict[str, Any]:
    shown = {"kind": kind, "key": key, "title": title, "context": context, "extract": extract}
    return {name: clean(text) for name, text in shown.items()} | {
        "head": fold(f"{key} {title}"),
        "words": fold(" ".join(words)),
    }
