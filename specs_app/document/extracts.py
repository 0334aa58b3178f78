"""Hand-written bodies of extracts, one a system and object, and what a body says column by column.

A body is text; here it is only read. Whether it may run, and whether it gives what its object asks for, is proved in ``sql/``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from specs_app.document.dialects import DEFAULT, DIALECTS

#: System, object, and the local build of the system that it is written for; empty for the usual one.
ExtractKey: TypeAlias = tuple[str, str, str]
LONGEST = 200_000
#: So many parts of a body may stand within each other; what asks each for those around it would take minutes on deeper ones.
DEEPEST = 500


@dataclass(frozen=True, slots=True)
class Extract:
    """The body of one object's extract from one system, or from a local build of it (``variant``). ``sql`` has plain line ends."""

    cms: str
    object: str
    variant: str = ""
    sql: str = ""

    @property
    def key(self) -> ExtractKey:
        """What it is known by."""
        return self.cms, self.object, self.variant

    @property
    def target(self) -> str:
        """How edits and addresses name it: ``mosaic/ssd_person``, ``mosaic/ssd_person/warehouse``."""
        return "/".join(filter(None, self.key))


@dataclass(frozen=True, slots=True)
class BodyParts:
    """What a body says: its output columns and its named queries, each as the text of what it is made from, written alike.

    ``rest`` is the whole query without comments and blanks. Nothing in them where the text is no query.
    """

    columns: dict[str, str] = field(default_factory=dict)
    queries: dict[str, str] = field(default_factory=dict)
    rest: str = ""

    def __bool__(self) -> bool:
        return bool(self.rest)


@lru_cache(maxsize=1_024)
def parts_of(sql: str, dialect: str = DEFAULT) -> BodyParts:
    """The parts of a body in a dialect (a key of ``DIALECTS``). Never raises for what the text says."""
    query = query_in(sql, dialect)
    return _parts(query, dialect) if query else BodyParts()


def query_in(sql: str, dialect: str) -> exp.Query | None:
    """The one query that a body is; None where it is none, or longer or deeper than is read."""
    if len(sql) > LONGEST or dialect not in DIALECTS:
        return None
    try:
        trees = statements_in(sql, dialect)
    except (SqlglotError, RecursionError):
        return None
    query = trees[0] if len(trees) == 1 else None
    return query if isinstance(query, exp.Query) and not is_too_deep(query) else None


def statements_in(sql: str, parser: str) -> list[exp.Expr]:
    """The statements of a text, as the parser of that name reads them. Raises ``SqlglotError`` and ``RecursionError``."""
    return [tree for tree in sqlglot.parse(sql, dialect=parser) if tree and type(tree) is not exp.Semicolon]


def is_too_deep(query: exp.Expr) -> bool:
    """Whether more parts than `DEEPEST` stand within each other, as those of a long chain of OR do."""
    level, depth = [query], 0
    while level and depth <= DEEPEST:
        level, depth = [part for whole in level for part in whole.iter_expressions()], depth + 1
    return bool(level)


def _parts(query: exp.Query, dialect: str) -> BodyParts:
    named = query.args.get("with_")
    queries = {entry.alias: _text(entry.this, dialect) for entry in (named.expressions if named else ())}
    columns: dict[str, str] = {}
    for column in query.selects:
        name = column_name(column)
        said = _text(column.unalias(), dialect)
        columns[name] = f"{columns[name]}, {said}" if name in columns else said
    return BodyParts(columns, queries, _text(query, dialect))


def column_name(column: exp.Expr) -> str:
    """What an output column is called, in lower case: its alias, or the name of the column that it is; empty for others."""
    named = isinstance(column, (exp.Alias, exp.Column, exp.Star))
    return ("*" if isinstance(column.this, exp.Star) else column.alias_or_name.casefold()) if named else ""


def _text(tree: exp.Expr, dialect: str) -> str:
    return tree.sql(dialect=dialect, comments=False)
