"""Search in any document and its change log, without an index: what holds the beginnings of the words. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from specs_app.document.types import Document
from specs_app.projection.search import spelling
from specs_app.projection.search.entries import entries
from specs_app.projection.search.exactness import NONE, WHOLES, rank
from specs_app.projection.search.former import Formers, columns_of
from specs_app.projection.search.scope import EVERYWHERE, Found, Inquiry, Result, SearchScope, Tally
from specs_app.projection.search.words import SoughtTerm, query
from specs_app.tables.logged_changes import LoggedChange

#: How much a word counts by where it stands.
IN_NAME = 1000
_WEIGHTS = (
    ("head", IN_NAME),
    ("called", IN_NAME),
    ("definition", 100),
    ("details", 10),
    ("formerly", 10),
    ("words", 1),
)
NO_FORMERS: Formers = {}
#: An entry of the index by the names of its columns, its address with them.
Entry: TypeAlias = Mapping[str, str]


class Searched:
    """A document made ready to be searched."""

    def __init__(self, document: Document, log: Iterable[LoggedChange] = (), formers: Formers = NO_FORMERS) -> None:
        self._entries = [
            {"address": address, **entry, **columns_of(formers.get(address, ()))}
            for address, entry in entries(document, log).items()
        ]

    def search(self, text: str, limit: int = 50, scope: SearchScope = EVERYWHERE) -> Found:
        """As `asking.search`; what has most of the words, and most of them in its name, comes first."""
        keys = [entry["key"] for entry in self._entries if entry["kind"] == "return"]
        asked = Inquiry(query(text, keys))
        if not asked.query.terms:
            return Found((), asked)
        known, suggestions = self._holding(asked, SearchScope(scope.without)), tuple[str, ...]()
        if not known:
            put_right = spelling.mended_by(spelling.vocabulary(self._entries), asked.query.text)
            suggestions = tuple(filter(None, (put_right,)))
            if put_right:
                asked = Inquiry(query(put_right, keys), put_right)
                known = self._holding(asked, SearchScope(scope.without))
            if not known and len(asked.query.terms) > 1:
                asked = Inquiry(asked.query, asked.mended, every=False)
                known = self._holding(asked, SearchScope(scope.without))
        results = [_shown(entry) for entry in known if _is_within(entry, scope)]
        return Found(tuple(results[:limit]), asked, len(results) > limit, suggestions)

    def tally(self, asked: Inquiry, without: str = "") -> Tally:
        """As `asking.tally`."""
        return Counter(entry["facets"] for entry in self._holding(asked, SearchScope(without)))

    def _holding(self, asked: Inquiry, scope: SearchScope) -> list[Entry]:
        """What holds all terms, or any, or bears the name; the best first."""
        needed: Callable[[Iterable[int]], bool] = all if asked.every else any
        found = []
        for entry in self._entries:
            exact = rank(_shown(entry), asked.query)
            weights = [_weight(entry, term) for term in asked.query.terms]
            if (exact < NONE or needed(weights)) and _is_within(entry, scope):
                unnamed = min(weights, default=0) < IN_NAME
                place = (exact, -sum(map(bool, weights)), unnamed, entry["kind"] not in WHOLES, -sum(weights))
                found.append((place, entry))
        return [entry for _, entry in sorted(found, key=lambda one: one[0])]


def search_in(document: Document, text: str, limit: int = 50) -> Found:
    """What of a document alone holds the words."""
    return Searched(document).search(text, limit)


def _shown(entry: Entry) -> Result:
    return Result(*(entry[name] for name in Result._fields))


def _weight(entry: Entry, term: SoughtTerm) -> int:
    """By the best place at which the entry says the term; 0 where it does not."""
    return next((weight for name, weight in _WEIGHTS if _says(f" {entry[name]} ", term)), 0)


def _says(text: str, term: SoughtTerm) -> bool:
    first, *others = term.phrases
    beginning = f" {first[0]}" if len(first) == 1 else f" {' '.join(first)} "
    return beginning in text or any(f" {' '.join(phrase)} " in text for phrase in others)


def _is_within(entry: Entry, scope: SearchScope) -> bool:
    return entry["kind"] != scope.without and all(facet in entry["facets"] for facet in scope.facets)
