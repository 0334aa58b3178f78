"""The output columns of a parsed query: their names, and whether they can be anything but NULL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlglot import exp

PLACEHOLDER = "PLACEHOLDER_DATA"
DEEPEST = 60
CASTS = (exp.Cast, exp.TryCast, exp.Convert, exp.Paren)


@dataclass(frozen=True, slots=True)
class Output:
    """One output column; ``null`` says that it is never anything but NULL."""

    name: str
    null: bool


Outputs = tuple[Output, ...] | None
Known = Mapping[str, Outputs]


def outputs_of(query: exp.Expr, known: Known | None = None, depth: int = 0) -> Outputs:
    """The output columns of a query in order; None where a ``*`` of a table hides them.

    ``known`` are the named queries that it may read, by folded name.
    """
    if depth > DEEPEST:
        return None
    scope = dict(known or {})
    named = query.args.get("with_")
    for entry in named.expressions if named else ():
        scope[entry.alias.casefold()] = None
        scope[entry.alias.casefold()] = _renamed(entry, outputs_of(entry.this, scope, depth + 1))
    if isinstance(query, exp.SetOperation):
        return _both(query, scope, depth)
    if isinstance(query, exp.Subquery):
        return outputs_of(query.this, scope, depth + 1)
    return _Select(query, scope, depth).outputs() if isinstance(query, exp.Select) else None


def _both(query: exp.SetOperation, scope: Known, depth: int) -> Outputs:
    """Of a UNION; a long one leans to the left, so it is gone down in a loop."""
    branches: list[exp.Expr] = []
    left: exp.Expr = query
    while isinstance(left, exp.SetOperation):
        branches.append(left.expression)
        left = left.this
    first = outputs_of(left, scope, depth + 1)
    for branch in branches:
        other = outputs_of(branch, scope, depth + 1)
        if first is None or other is None or len(first) != len(other):
            return first and tuple(Output(one.name, False) for one in first)
        first = tuple(Output(one.name, one.null and two.null) for one, two in zip(first, other, strict=True))
    return first


def _renamed(entry: exp.Expr, found: Outputs) -> Outputs:
    alias = entry.args.get("alias")
    names = [column.name for column in (alias.args.get("columns") or ())] if alias else []
    if not names:
        return found
    if found is None or len(found) != len(names):
        return tuple(Output(name, False) for name in names)
    return tuple(Output(name, one.null) for name, one in zip(names, found, strict=True))


class _Select:
    """One SELECT and what it reads from."""

    def __init__(self, query: exp.Select, scope: Known, depth: int) -> None:
        self.query, self.scope, self.depth = query, scope, depth
        self._sources: dict[str, Outputs] | None = None

    def outputs(self) -> Outputs:
        found: list[Output] = []
        for projection in self.query.expressions:
            star = isinstance(projection, exp.Star) or (
                isinstance(projection, exp.Column) and isinstance(projection.this, exp.Star)
            )
            more = self._star(projection) if star else (self._output(projection),)
            if more is None:
                return None
            found.extend(more)
        return tuple(found)

    def _output(self, projection: exp.Expr) -> Output:
        value = projection.this if isinstance(projection, exp.Alias) else projection
        return Output(projection.alias_or_name, self._null(value))

    def _null(self, value: exp.Expr) -> bool:
        while isinstance(value, CASTS):
            value = value.this
        if isinstance(value, exp.Null) or (isinstance(value, exp.Literal) and value.name == PLACEHOLDER):
            return True
        return isinstance(value, exp.Column) and self._column_is_null(value)

    def _column_is_null(self, column: exp.Column) -> bool:
        sources = self.sources
        outputs = sources.get(column.table.casefold()) if column.table else next(iter(sources.values()), None)
        if outputs is None or (not column.table and len(sources) > 1):
            return False
        return any(one.null for one in outputs if one.name.casefold() == column.name.casefold())

    def _star(self, projection: exp.Expr) -> Outputs:
        table = projection.table.casefold() if isinstance(projection, exp.Column) else ""
        wanted = [self.sources.get(table)] if table else list(self.sources.values())
        found: list[Output] = []
        for outputs in wanted:
            if outputs is None:
                return None
            found.extend(outputs)
        return tuple(found) if wanted else None

    @property
    def sources(self) -> dict[str, Outputs]:
        if self._sources is None:
            self._sources = {}
            start = self.query.args.get("from_")
            tables = [start.this] if start else []
            for table in (*tables, *(join.this for join in self.query.args.get("joins") or ())):
                self._sources[table.alias_or_name.casefold()] = self._source(table)
        return self._sources

    def _source(self, table: exp.Expr) -> Outputs:
        if isinstance(table, exp.Table) and not table.args.get("db"):
            return self.scope.get(table.name.casefold())
        if isinstance(table, exp.Subquery) and isinstance(table.this, exp.Query):
            return _renamed(table, outputs_of(table.this, self.scope, self.depth + 1))
        return None
