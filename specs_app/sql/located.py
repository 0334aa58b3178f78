"""An INSERT in the standard's words, with an authority's names: where source tables lie, what ours and their columns are called.

What changes is found in the parsed statement and written where it stands, each name quoted by the dialect; all else, comments
included, stays as it was.
"""

from __future__ import annotations

from collections.abc import Mapping

import sqlglot
from sqlglot import exp

from specs_app.sql.dialects.base import Dialect
from specs_app.sql.names import Names
from specs_app.sql.order import tables_read
from specs_app.sql.tables import SqlTable

Edit = tuple[int, int, str]


def located(statement: str, table: SqlTable, tables: Mapping[str, SqlTable], names: Names) -> str:
    """The statement with the names of ``names``; ``table`` is the one that it fills."""
    if not statement or names.are_standard:
        return statement
    tree = sqlglot.parse_one(statement, dialect=names.dialect.parser)
    return _applied(statement, [*_target(tree, table, names), *_reads(tree, tables, names)])


def reading_located(statement: str, tables: Mapping[str, SqlTable], names: Names) -> str:
    """The same of an INSERT into a table that is no part of the standard."""
    if names.are_standard:
        return statement
    return _applied(statement, _reads(sqlglot.parse_one(statement, dialect=names.dialect.parser), tables, names))


def _reads(tree: exp.Expr, tables: Mapping[str, SqlTable], names: Names) -> list[Edit]:
    own, edits = {name.casefold(): entry for name, entry in tables.items()}, list[Edit]()
    for read in tables_read(tree):
        edits += _own(read, own[read.name.casefold()], names) if read.name.casefold() in own else _source(read, names)
    return edits


def as_query(statement: str, dialect: Dialect) -> tuple[str, str]:
    """The columns that an INSERT fills, as a list of identifiers, and its query, named queries included."""
    target = sqlglot.parse_one(statement, dialect=dialect.parser).this
    end = _span(target.expressions[-1])[1]
    first = target.this.args.get("catalog") or target.this.args.get("db") or target.this.this
    start = statement.rindex("INSERT INTO ", 0, _span(first)[0])
    columns = ", ".join(statement[slice(*_span(part))] for part in target.expressions)
    return columns, statement[:start] + statement[statement.index(")", end) + 1 :].lstrip("\n")


def _target(tree: exp.Expr, table: SqlTable, names: Names) -> list[Edit]:
    target = tree.this
    edits = [(*_span(target.this.this), names.table(table.name))]
    spelled = {names.dialect.own(column.name): column.name for column in table.columns}
    edits += [(*_span(part), names.column(table.name, spelled[part.name])) for part in target.expressions]
    return edits


def _own(read: exp.Table, entry: SqlTable, names: Names) -> list[Edit]:
    """A table of ours, by its local name; where columns are called otherwise, a query that gives them the standard's names."""
    local = names.table(entry.name)
    if any((entry.name, column.name) in names.columns for column in entry.columns):
        identifier = names.dialect.identifier
        columns = ", ".join(
            f"{names.column(entry.name, column.name)} AS {identifier(column.name)}" for column in entry.columns
        )
        local = f"(SELECT {columns} FROM {local})"
    if not read.alias:
        local = names.dialect.aliased(local, names.dialect.identifier(entry.name))
    first = read.args.get("catalog") or read.args.get("db") or read.this
    return [(_span(first)[0], _span(read.this)[1], local)]


def _source(read: exp.Table, names: Names) -> list[Edit]:
    """A table of the system, with the schema in front; where it names one itself, with the database alone."""
    if not names.source or read.args.get("catalog") or not isinstance(read.this, exp.Identifier):
        return []
    missing = names.source[:-1] if read.args.get("db") else names.source
    start = _span(read.args.get("db") or read.this)[0]
    return [(start, start, "".join(f"{names.dialect.quote(name)}." for name in missing))] if missing else []


def _span(part: exp.Expr) -> tuple[int, int]:
    """Where an identifier stands, its marks included."""
    return part.meta["start"], part.meta["end"] + 1


def _applied(statement: str, edits: list[Edit]) -> str:
    for start, end, text in sorted(edits, reverse=True):
        statement = statement[:start] + text + statement[end:]
    return statement
