"""Search in the published revision, by the index of the database."""

from __future__ import annotations

from typing import Any

from django.db import connection

from specs_app.models import Specification
from specs_app.projection.search import spelling
from specs_app.projection.search.engines import Engine, engine
from specs_app.projection.search.exactness import in_order
from specs_app.projection.search.scope import EVERYWHERE, Asked, Found, Result, Scope, Tally
from specs_app.projection.search.words import query


def search(specification: Specification, text: str, limit: int = 50, scope: Scope = EVERYWHERE) -> Found:
    """What holds all words, best first; where nothing does, what holds them with misspelt ones put right, else any of them."""
    asked = Asked(query(text))
    if not asked.query.terms:
        return Found((), asked)
    if results := _results(specification, asked, limit + 1, scope):
        return _found(results, asked, limit)
    if scope.facets and _results(specification, asked, 1, Scope(scope.without)):
        return Found((), asked)
    put_right = spelling.mended(specification, asked.query.text)
    if put_right:
        better = Asked(query(put_right), put_right)
        if results := _results(specification, better, limit + 1, scope):
            return _found(results, better, limit, (put_right,))
    if len(asked.query.terms) > 1:
        asked = Asked(query(put_right or text), put_right, every=False)
        return _found(_results(specification, asked, limit + 1, scope), asked, limit, tuple(filter(None, (put_right,))))
    return Found((), asked, suggestions=tuple(filter(None, (put_right,))))


def tally(specification: Specification, asked: Asked, without: str = "") -> Tally:
    """Of all that a search finds, whatever its facets, how many have the same."""
    if not asked.query.terms:
        return {}
    chosen = engine()
    statement = chosen.tally.format(narrowed="")
    with connection.cursor() as cursor:
        cursor.execute(statement, [chosen.written(asked.query, asked.every), specification.pk, without])
        return dict(cursor.fetchall())


def _found(results: list[Result], asked: Asked, limit: int, suggestions: tuple[str, ...] = ()) -> Found:
    return Found(tuple(results[:limit]), asked, len(results) > limit, suggestions)


def _results(specification: Specification, asked: Asked, limit: int, scope: Scope) -> list[Result]:
    """The entries themselves, in a query each: the next revision may replace any of them at any moment."""
    chosen, named = engine(), asked.query.called
    exact = _asked(chosen, chosen.exactly, [chosen.names(named)], specification, scope, limit) if named else []
    first = in_order(exact, asked.query)
    if len(first) >= limit:
        return first
    known = {entry.address for entry in first}
    words = [write(asked.query, asked.every) for write in (chosen.named, chosen.written)]
    ranked = _asked(chosen, chosen.ranked, words, specification, scope, limit)
    return [*first, *(entry for entry in ranked if entry.address not in known)][:limit]


def _asked(
    chosen: Engine, statement: str, words: list[Any], specification: Specification, scope: Scope, limit: int
) -> list[Result]:
    narrowed = "".join(f" AND {chosen.holds.format('entry.facets')}" for _ in scope.facets)
    given = [*words, specification.pk, scope.without, *scope.facets, limit]
    with connection.cursor() as cursor:
        cursor.execute(statement.format(narrowed=narrowed), given)
        return [Result(*row) for row in cursor.fetchall()]
