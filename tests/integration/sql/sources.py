"""Source tables made from a script's own reading of the mappings, with a few rows of text that fit the columns' types."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import psycopg
import sqlglot
from psycopg import sql
from sqlglot import exp

SAMPLES = {
    "int": ("1", "2", "3"),
    "bigint": ("1", "2", "3"),
    "double precision": ("1", "2", "3"),
    "numeric": ("1", "2", "3"),
    "timestamp": ("2024-01-31", "2024-02-29 10:00", None),
    "date": ("2024-01-31", "2024-02-29", None),
    "boolean": ("1", "0", None),
    "bytea": ("a", "b", "c"),
}
TEXTS = ("a", "b", "c")


def make(connection: psycopg.Connection, script: str, rows: int = 3) -> dict[tuple[str, ...], set[str]]:
    """Creates every table that the script reads and does not make, with so many rows (at most 3); tells their columns."""
    wanted = _wanted(sqlglot.parse(script, dialect="postgres"))
    for path, columns in wanted.items():
        _create(connection, path, sorted(columns))
        _fill(connection, path, columns, rows)
    return {path: set(columns) for path, columns in wanted.items()}


def _wanted(statements: Iterable[exp.Expr | None]) -> dict[tuple[str, ...], dict[str, set[str]]]:
    """The columns of each source table, with the types that the script casts them to (empty: none)."""
    wanted: dict[tuple[str, ...], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    known = [statement for statement in statements if statement is not None]
    made = {statement.this.this.name for statement in known if isinstance(statement, exp.Create)}
    for statement in known:
        if isinstance(statement, exp.Insert):
            query = statement.expression
            called = {
                table.alias_or_name: tuple(part.name for part in table.parts) for table in query.find_all(exp.Table)
            }
            for column in query.find_all(exp.Column):
                path = called[column.table]
                if path[-1] not in made:
                    cast = column.find_ancestor(exp.Cast)
                    wanted[path][column.name].add(cast.to.sql("postgres").lower() if cast else "")
    return wanted


def _create(connection: psycopg.Connection, path: tuple[str, ...], columns: list[str]) -> None:
    if len(path) > 1:
        connection.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(path[0])))
    lines = sql.SQL(", ").join(sql.SQL("{} text").format(sql.Identifier(name)) for name in columns)
    connection.execute(sql.SQL("CREATE TABLE {} ({})").format(sql.Identifier(*path), lines))


def _fill(connection: psycopg.Connection, path: tuple[str, ...], columns: dict[str, set[str]], rows: int) -> None:
    for number in range(rows):
        values = [_sample(kinds, number) for kinds in columns.values()]
        statement = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
            sql.Identifier(*path),
            sql.SQL(", ").join(map(sql.Identifier, columns)),
            sql.SQL(", ").join([sql.Placeholder()] * len(columns)),
        )
        connection.execute(statement, values)


def _sample(kinds: set[str], number: int) -> str | None:
    """A value that all uses of a column take; none where it is read both as a date and as something else."""
    casts = kinds - {""}
    if len(casts) > 1 or ("timestamp" in casts and "" in kinds):
        return None
    return SAMPLES.get(next(iter(casts), ""), TEXTS)[number]
