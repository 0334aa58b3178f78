"""How tables of a system are reached from the one that an object's rows begin with: chains of the joins that the settings declare.

Only a join that promises at most one row is used, so that no row of the object is doubled. Each table is joined once.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from specs_app.document.extract_settings import Join
from specs_app.sql.dialects.base import Dialect
from specs_app.sql.sources import ALIAS, table_of


@dataclass(frozen=True, slots=True)
class TableJoin:
    """A join in one dialect: the quoted identifiers of both tables and the columns that are equal. See ``Join``."""

    table: str
    parent: str
    columns: tuple[tuple[str, str], ...]
    at_most_one: bool


def table_joins(joins: Iterable[Join], cms: str, dialect: Dialect) -> tuple[TableJoin, ...]:
    """The joins of a system that can be written; those of tables or columns that are no identifiers are left out."""
    return tuple(made for join in joins if join.cms == cms and (made := _made(join, dialect)))


def _made(join: Join, dialect: Dialect) -> TableJoin | None:
    table, parent = table_of(join.table, dialect), table_of(join.parent, dialect)
    names = [name for pair in join.columns for name in pair]
    if not (table and parent and names and all(map(dialect.usable, names))):
        return None
    columns = tuple((_column(own, dialect), _column(other, dialect)) for own, other in join.columns)
    return TableJoin(table, parent, columns, join.at_most_one)


def _column(name: str, dialect: Dialect) -> str:
    return dialect.quote(dialect.folded(name))


@dataclass(frozen=True, slots=True)
class TableTree:
    """The tables that are joined to ``start``, in the order of the joins."""

    start: str
    joins: tuple[TableJoin, ...] = ()

    @property
    def aliases(self) -> dict[str, str]:
        """What each table is called, by its identifiers in lower case: ``src``, ``src2``, ``src3``."""
        tables = (self.start, *(join.table for join in self.joins))
        return {table.casefold(): f"{ALIAS}{place if place > 1 else ''}" for place, table in enumerate(tables, start=1)}

    def reaching(self, table: str, joins: Iterable[TableJoin]) -> TableTree | str:
        """The tree with a table in it, or why it cannot be reached."""
        if table.casefold() in self.aliases:
            return self
        known, here = tuple(joins), self.aliases.keys()
        if chain := _shortest(table, [join for join in known if join.at_most_one], here):
            return TableTree(self.start, (*self.joins, *chain))
        return _why_not(table, _shortest(table, known, here), known)

    def written(self, dialect: Dialect) -> str:
        """The FROM with its joins."""
        aliases = self.aliases
        lines = [f"FROM {dialect.aliased(self.start, ALIAS)}"]
        for join in self.joins:
            own, other = aliases[join.table.casefold()], aliases[join.parent.casefold()]
            equal = " AND ".join(f"{own}.{column} = {other}.{matched}" for column, matched in join.columns)
            lines.append(f"LEFT JOIN {dialect.aliased(join.table, own)} ON {equal}")
        return "\n".join(lines)


def _shortest(table: str, joins: Sequence[TableJoin], here: Collection[str]) -> tuple[TableJoin, ...]:
    """The shortest way from the tables that are here to another, first the join that leaves them; empty where there is none."""
    met, ways = {table.casefold()}, deque[tuple[TableJoin, ...]]([()])
    while ways:
        way = ways.popleft()
        last = (way[0].parent if way else table).casefold()
        if last in here:
            return way
        for join in joins:
            if join.table.casefold() == last and join.parent.casefold() not in met:
                met.add(join.parent.casefold())
                ways.append((join, *way))
    return ()


def _why_not(table: str, chain: tuple[TableJoin, ...], joins: tuple[TableJoin, ...]) -> str:
    loose = next((join for join in chain if not join.at_most_one), None)
    if loose:
        return f"the join of {loose.table} to {loose.parent} does not promise at most one row"
    if not any(join.table.casefold() == table.casefold() for join in joins):
        return "join not known"
    return "its joins lead in a circle or to another table"
