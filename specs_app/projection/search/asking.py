"""Search in the published revision, by the index of the database."""

from __future__ import annotations

from typing import Any

from django.db import connection

from specs_app.models import SearchEntry, Specification
from specs_app.projection.search import spelling
from specs_app.projection.search.engines import WHOLES_FIRST, engine
from specs_app.projection.search.exactness import in_order
from specs_app.projection.search.scope import EVERYWHERE, Found, Inquiry, Result, SearchScope, Tally
from specs_app.projection.search.words import numbers_in, query


def search(specification: Specification, text: str, limit: int = 50, scope: SearchScope = EVERYWHERE) -> Found:
    """What holds all words, best first; where nothing does, what holds them with misspelt ones put right, else any of them."""
    keys = _numbered(specification, text)
    asked = Inquiry(query(text, keys))
    if not asked.query.terms:
        return Found((), asked)
    if results := _results(specification, asked, limit + 1, scope):
        return _found(results, asked, limit)
    if scope.facets and _results(specification, asked, 1, SearchScope(scope.without)):
        return Found((), asked)
    put_right = spelling.mended(specification, asked.query.text)
    if put_right:
        better = Inquiry(query(put_right, keys), put_right)
        if results := _results(specification, better, limit + 1, scope):
            return _found(results, better, limit, (put_right,))
    if len(asked.query.terms) > 1:
        asked = Inquiry(query(put_right or text, keys), put_right, every=False)
        return _found(_results(specification, asked, limit + 1, scope), asked, limit, tuple(filter(None, (put_right,))))
    return Found((), asked, suggestions=tuple(filter(None, (put_right,))))


def tally(specification: Specification, asked: Inquiry, without: str = "") -> Tally:
    """Of all that a search finds, whatever its facets, how many have the same."""
    if not asked.query.terms:
        return {}
    chosen = engine()
    statement = chosen.tally.format(narrowed="")
    with connection.cursor() as cursor:
        cursor.execute(statement, [chosen.written(asked.query, asked.every), specification.pk, without])
        return dict(cursor.fetchall())


def _numbered(specification: Specification, text: str) -> list[str]:
    """The keys of the returns, which are asked for only where a number was typed."""
    if not numbers_in(text):
        return []
    found = SearchEntry.objects.filter(specification=specification, kind="return").order_by("key")
    return list(found.values_list("key", flat=True))


def _found(results: list[Result], asked: Inquiry, limit: int, suggestions: tuple[str, ...] = ()) -> Found:
    return Found(tuple(results[:limit]), asked, len(results) > limit, suggestions)


def _results(specification: Specification, asked: Inquiry, limit: int, scope: SearchScope) -> list[Result]:
    """The entries themselves, in a query each: the next revision may replace any of them at any moment.

    What bears the name comes before what has the words in its names, and that before the rest, which is asked for only where
    there are too few of these.
    """
    chosen, found = engine(), dict[str, Result]()
    if named := asked.query.called:
        exact = _asked(chosen.exactly, chosen.names(named), specification, scope, limit)
        found |= {entry.address: entry for entry in in_order(exact, asked.query)}
    for write, first in ((chosen.named, WHOLES_FIRST), (chosen.written, "")):
        if len(found) < limit:
            words = write(asked.query, asked.every)
            ranked = _asked(chosen.ranked, words, specification, scope, limit, first)
            found = _with(found, ranked)
    return list(found.values())[:limit]


def _with(found: dict[str, Result], others: list[Result]) -> dict[str, Result]:
    """Those that were found already keep their place."""
    return found | {entry.address: entry for entry in others if entry.address not in found}


def _asked(
    statement: str, words: Any, specification: Specification, scope: SearchScope, limit: int, first: str = ""
) -> list[Result]:
    narrowed = "".join(f" AND {engine().holds.format('entry.facets')}" for _ in scope.facets)
    given = [words, specification.pk, scope.without, *scope.facets, limit]
    with connection.cursor() as cursor:
        cursor.execute(statement.format(narrowed=narrowed, first=first), given)
        return [Result(*row) for row in cursor.fetchall()]
