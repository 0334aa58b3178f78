"""Hand-written bodies under later names: what a body calls the specification's own tables and columns follows their new names.

Only these names change, at their places in the text; comments, layout and the system's own tables stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.scope import traverse_scope

from specs_app.document.extracts import Extract, query_in
from specs_app.document.links import End

#: Where a name stands in the text: begin and end, and the name that goes there.
Place = tuple[int, int, str]


def body_renamed(extract: Extract, dialect: str, objects: Mapping[str, str], items: Mapping[End, End]) -> str:
    """The text of a body under the later names; as it is where it is no query that can be followed."""
    names = frozenset(objects.items()), frozenset(items.items())
    return _renamed(extract.sql, extract.object, dialect, *names) if objects or items else extract.sql


@lru_cache(maxsize=512)
def _renamed(
    sql: str, target: str, dialect: str, objects: frozenset[tuple[str, str]], items: frozenset[tuple[End, End]]
) -> str:
    tables, columns = dict(objects), {old: new[1] for old, new in items if old[1] != new[1]}
    query = query_in(sql, dialect)
    try:
        found = {*_outputs(query, target, columns), *_names(query, tables, columns)} if query else set()
    except (SqlglotError, RecursionError):
        return sql
    for start, end, name in sorted(found, reverse=True):
        sql = f"{sql[:start]}{name}{sql[end:]}"
    return sql


def _outputs(query: exp.Query, target: str, columns: Mapping[End, str]) -> Iterator[Place]:
    """The names that the body gives to the object's items."""
    for column in query.selects:
        new = columns.get((target, column.alias_or_name.casefold()))
        alias = column.args.get("alias") if isinstance(column, exp.Alias) else None
        if new and alias is not None:
            yield from _place(alias, new)
        elif new and isinstance(column, exp.Column) and (end := column.this.meta.get("end")):
            yield end + 1, end + 1, f" AS {new}"


def _names(query: exp.Query, tables: Mapping[str, str], columns: Mapping[End, str]) -> Iterator[Place]:
    """The names of own tables, and of their columns, where it reads these."""
    for scope in traverse_scope(query):
        read = {
            alias: table for alias, table in scope.sources.items() if isinstance(table, exp.Table) and _is_own(table)
        }
        for table in read.values():
            if (new := tables.get(table.name)) is not None:
                yield from _place(table.this, new)
        for column in scope.columns:
            source = read.get(column.table) or (next(iter(read.values())) if len(scope.sources) == 1 and read else None)
            if source is not None:
                yield from _place(column.this, columns.get((source.name, column.name)))
                if column.table == source.name and not source.alias_column_names and not source.args.get("alias"):
                    yield from _place(column.args.get("table"), tables.get(source.name))


def _is_own(table: exp.Table) -> bool:
    return isinstance(table.this, exp.Identifier) and len(table.parts) == 1


def _place(name: exp.Expr | None, new: str | None) -> Iterator[Place]:
    """Where a name stands, within the marks that it may be quoted by."""
    if new and name is not None and "start" in name.meta:
        quoted = 1 if name.args.get("quoted") else 0
        yield name.meta["start"] + quoted, name.meta["end"] + 1 - quoted, new
