"""How a table is filled: the rows of the source table that feeds its key, a NULL for every column that is not known.

A value is taken as it is where the server converts it without a word, and cast to the column's type where it would refuse
(``Dialect.convert``). Text is never cast: a cast would cut what is too long, while the plain insert says so.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from specs_app.document.types import Cms
from specs_app.sql.bodies import Body
from specs_app.sql.comments import comment
from specs_app.sql.dialects.base import Dialect
from specs_app.sql.sources import ALIAS, ColumnSource, NotKnown, source_of
from specs_app.sql.tables import SqlColumn, SqlTable

Found = tuple[SqlColumn, ColumnSource | NotKnown]


@dataclass(frozen=True, slots=True)
class Filling:
    """How one table is filled. ``statement`` is empty where it is not; ``summary`` has a line for all that is not known."""

    statement: str
    summary: tuple[str, ...]
    filled: frozenset[str] = frozenset()


def filling_of(
    table: SqlTable, cms: Cms, dialect: Dialect, own_tables: Collection[str], bodies: Mapping[str, Body]
) -> Filling:
    """The filling of one table: its hand-written body, or what the mappings of its items tell."""
    if body := bodies.get(table.name):
        return _by_hand(table, body, dialect)
    found = [
        (column, source_of(column.item.mapping(cms.key), dialect, own_tables, cms.dialect)) for column in table.columns
    ]
    start, reason = _start(found)
    if start is None:
        return Filling("", (f"{table.name} is not filled: {reason}",))
    return _mapped(table, found, start, dialect)


def _by_hand(table: SqlTable, body: Body, dialect: Dialect) -> Filling:
    target = f"INSERT INTO {dialect.identifier(table.name)} ({', '.join(map(dialect.identifier, body.columns))})"
    statement = dialect.insert(target, body.query, body.named)
    return Filling(statement, (f"{table.name} is filled by a body written by hand",), frozenset(body.columns))


def _start(found: list[Found]) -> tuple[ColumnSource | None, str]:
    """The source of the key, or why there is none."""
    keys = [(column, source) for column, source in found if column.item.primary_key]
    if not keys:
        return None, "the specification gives it no key"
    for column, source in keys:
        if isinstance(source, NotKnown):
            return None, f"no source for its key {column.name} ({source.reason})"
    sources = [source for _, source in keys if isinstance(source, ColumnSource)]
    if len({source.table.casefold() for source in sources}) > 1:
        return None, "the parts of its key are held in several tables, join not known"
    return sources[0], ""


def _mapped(table: SqlTable, found: list[Found], start: ColumnSource, dialect: Dialect) -> Filling:
    values = {column.name: _value(column, source, start, dialect) for column, source in found}
    filled = frozenset(name for name, (value, _) in values.items() if value != "NULL")
    names = ",\n    ".join(map(dialect.identifier, values))
    target = f"INSERT INTO {dialect.identifier(table.name)} (\n    {names}\n)"
    query = f"SELECT\n{_select_list(values, dialect)}\nFROM {dialect.aliased(start.table, ALIAS)}"
    statement = dialect.insert(target, query)
    said = [f"{table.name}: {len(filled)} of {len(values)} columns filled from {start.table}"]
    said += [f"{table.name}.{name} is NULL: {reason}" for name, (_, reason) in values.items() if reason]
    return Filling(statement, tuple(said), filled)


def _value(
    column: SqlColumn, source: ColumnSource | NotKnown, start: ColumnSource, dialect: Dialect
) -> tuple[str, str]:
    """The value of a column in SQL, and why it is NULL where it is."""
    if isinstance(source, NotKnown):
        return "NULL", source.reason
    if source.table.casefold() != start.table.casefold():
        return "NULL", f"held in {source.written}, join not known"
    converted = column.logical.kind in dialect.convert
    return f"CAST({source.value} AS {column.type})" if converted else source.value, ""


def _select_list(values: Mapping[str, tuple[str, str]], dialect: Dialect) -> str:
    lines = []
    for number, (name, (value, reason)) in enumerate(values.items(), start=1):
        comma = "," if number < len(values) else ""
        lines.append(
            f"    {value} AS {dialect.identifier(name)}{comma}" + (f" {comment(reason, dialect)}" if reason else "")
        )
    return "\n".join(lines)
