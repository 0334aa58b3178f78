"""What the two databases are asked: SQLite's FTS5 and PostgreSQL's text search, over the same columns.

Each engine says how a query is written, and three statements: what bears exactly one of some names, what holds the words (best
first), and how many of these have the same facets. Names count most, then definitions, then codes, returns and mappings.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import connection

from specs_app.models import SearchEntry
from specs_app.projection.search.exactness import WHOLES
from specs_app.projection.search.scope import Result
from specs_app.projection.search.words import Phrase, Query, SoughtTerm

_TABLE = SearchEntry._meta.db_table
_SHOWN = ", ".join(f"entry.{name}" for name in Result._fields)


@dataclass(frozen=True, slots=True)
class Engine:
    """``written`` makes the engine's own text of a query, ``named`` of one that looks at names alone, ``names`` of exact names.

    ``exactly`` takes the last of these, ``tally`` the first, ``ranked`` either of the others; `WHOLES_FIRST` is for names.
    """

    written: Callable[[Query, bool], str]
    named: Callable[[Query, bool], str]
    names: Callable[[Sequence[str]], str | list[str]]
    exactly: str
    ranked: str
    tally: str
    #: That a text holds another, which is a parameter.
    holds: str


def engine() -> Engine:
    """That of the database in use."""
    return POSTGRESQL if connection.vendor == "postgresql" else SQLITE


def _sqlite(query: Query, every: bool) -> str:
    words = (" AND " if every else " OR ").join(map(_sqlite_term, query.terms))
    return f"({words}) OR ({{called formerly}} : ({_sqlite_names(query.called)}))" if query.called else words


def _sqlite_named(query: Query, every: bool) -> str:
    return f"{{called head}} : ({(' AND ' if every else ' OR ').join(map(_sqlite_term, query.terms))})"


def _sqlite_term(term: SoughtTerm) -> str:
    said = (f'"{" ".join(phrase)}"' + ("*" if _is_beginning(term, phrase) else "") for phrase in term.phrases)
    return f"({' OR '.join(said)})"


def _sqlite_names(names: Sequence[str]) -> str:
    return " OR ".join(f'"{name}"' for name in names)


def _postgresql(query: Query, every: bool) -> str:
    words = (" & " if every else " | ").join(_postgresql_term(term) for term in query.terms)
    return " | ".join([f"({words})", *(f"{name}:AC" for name in query.called)])


def _postgresql_named(query: Query, every: bool) -> str:
    return (" & " if every else " | ").join(_postgresql_term(term, "A") for term in query.terms)


def _postgresql_term(term: SoughtTerm, weight: str = "") -> str:
    said = (_postgresql_phrase(phrase, weight, "*" if _is_beginning(term, phrase) else "") for phrase in term.phrases)
    return f"({' | '.join(said)})"


def _postgresql_phrase(phrase: Phrase, weight: str, beginning: str) -> str:
    ending = f":{beginning}{weight}" if beginning or weight else ""
    return f"({' <-> '.join(f'{word}{ending}' for word in phrase)})"


def _is_beginning(term: SoughtTerm, phrase: Phrase) -> bool:
    """A single word that was typed may be the beginning of a longer one; what means the same is meant whole."""
    return phrase is term.phrases[0] and len(phrase) == 1


#: How a ranked statement begins its order: what other parts lie in comes before these.
WHOLES_FIRST = "whole DESC,"
_WHOLES = f"entry.kind IN ({', '.join(map(repr, WHOLES))})"
#: The weights of ``called, head, definition, details, words, formerly``, so far apart that what stands in a name comes first.
_BM25 = "bm25(specs_app_searchindex, 10000.0, 10000.0, 100.0, 10.0, 1.0, 10.0)"
SQLITE = Engine(
    written=_sqlite,
    named=_sqlite_named,
    names=lambda names: f"{{called formerly}} : ({_sqlite_names(names)})",
    holds="instr({}, %s) > 0",
    exactly=f"""
        SELECT {_SHOWN} FROM specs_app_searchindex JOIN {_TABLE} AS entry ON entry.id = specs_app_searchindex.rowid
        WHERE specs_app_searchindex MATCH %s AND entry.specification_id = %s AND entry.kind <> %s {{narrowed}}
        ORDER BY entry.id LIMIT %s
    """,  # noqa: S608
    ranked=f"""
        SELECT {_SHOWN} FROM (
            SELECT entry.id AS id, {_WHOLES} AS whole, {_BM25} AS rank
            FROM specs_app_searchindex JOIN {_TABLE} AS entry ON entry.id = specs_app_searchindex.rowid
            WHERE specs_app_searchindex MATCH %s AND entry.specification_id = %s AND entry.kind <> %s {{narrowed}}
            ORDER BY {{first}} rank, entry.id LIMIT %s
        ) AS best JOIN {_TABLE} AS entry ON entry.id = best.id ORDER BY {{first}} best.rank, entry.id
    """,  # noqa: S608
    tally=f"""
        SELECT entry.facets, count(*)
        FROM specs_app_searchindex JOIN {_TABLE} AS entry ON entry.id = specs_app_searchindex.rowid
        WHERE specs_app_searchindex MATCH %s AND entry.specification_id = %s AND entry.kind <> %s {{narrowed}}
        GROUP BY entry.facets
    """,  # noqa: S608
)
POSTGRESQL = Engine(
    written=_postgresql,
    named=_postgresql_named,
    names=list,
    holds="strpos({}, %s) > 0",
    exactly=f"""
        SELECT {_SHOWN} FROM {_TABLE} AS entry
        WHERE string_to_array(entry.called || ' ' || entry.formerly, ' ') && %s::text[]
        AND entry.specification_id = %s AND entry.kind <> %s {{narrowed}}
        ORDER BY entry.id LIMIT %s
    """,  # noqa: S608
    ranked=f"""
        SELECT {_SHOWN} FROM (
            SELECT entry.id AS id, {_WHOLES} AS whole,
                ts_rank('{{{{0.0001, 0.001, 0.03, 1.0}}}}', entry.sought, query) AS rank
            FROM {_TABLE} AS entry, to_tsquery('english', %s) AS query
            WHERE entry.sought @@ query AND entry.specification_id = %s AND entry.kind <> %s {{narrowed}}
            ORDER BY {{first}} rank DESC, entry.id LIMIT %s
        ) AS best JOIN {_TABLE} AS entry ON entry.id = best.id ORDER BY {{first}} best.rank DESC, entry.id
    """,  # noqa: S608
    tally=f"""
        SELECT entry.facets, count(*) FROM {_TABLE} AS entry, to_tsquery('english', %s) AS query
        WHERE entry.sought @@ query AND entry.specification_id = %s AND entry.kind <> %s {{narrowed}}
        GROUP BY entry.facets
    """,  # noqa: S608
)
