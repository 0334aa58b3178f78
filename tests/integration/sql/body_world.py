"""A database in which bodies written by hand can be run: the tables that they read, invented, and what is asked of it then."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

import psycopg
import sqlglot
from psycopg import sql
from sqlglot import exp

from specs_app.document.extracts import Extract
from specs_app.document.names import Kind
from specs_app.document.types import Document
from specs_app.sql.dialects import DIALECTS
from specs_app.sql.tables import SqlTable, tables_of
from tests.body_sources.rows import Sources, SourceTable

KINDS: Mapping[Kind, str] = {
    "integer": "number",
    "float": "number",
    "decimal": "number",
    "date": "date",
    "datetime": "timestamp",
    "boolean": "boolean",
}
#: Councils' bodies compare keys that are numbers with the standard's, which are text; a server must be told that it may.
MIXED = ("bigint", "integer", "date", "timestamp", "numeric")
EXTENSIONS = ("cube", "earthdistance")


def own_columns(document: Document) -> dict[str, dict[str, tuple[str, int]]]:
    """The columns of the standard's own tables, each with its kind and the most signs that a text in it may have (0: any)."""
    tables, _ = tables_of(document, DIALECTS["postgres"])
    return {
        table.name: {
            column.name: (KINDS.get(column.logical.kind, "text"), _size(column.type)) for column in table.columns
        }
        for table in tables
    }


def _size(kind: str) -> int:
    found = re.search(r"\((\d+)\)", kind)
    return int(found[1]) if found else 0


def parsed(extracts: Iterable[Extract]) -> dict[str, exp.Query]:
    """The queries of bodies in PostgreSQL, by their objects."""
    trees = {extract.object: sqlglot.parse_one(extract.sql, dialect="postgres") for extract in extracts}
    return {name: tree for name, tree in trees.items() if isinstance(tree, exp.Query)}


def sources_of(document: Document, queries: Mapping[str, exp.Query]) -> Sources:
    """Tables from which all these queries give rows."""
    return Sources(queries, own_columns(document), date.today())


def build(connection: psycopg.Connection, tables: Iterable[SourceTable]) -> None:
    """Makes the tables of a system, and one beside them that nobody reads."""
    for name in EXTENSIONS:
        connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(name)))
    for kind in MIXED:
        connection.execute(f"CREATE CAST ({kind} AS text) WITH INOUT AS IMPLICIT")  # type: ignore[arg-type]
    connection.execute("CREATE FUNCTION checksum(text) RETURNS int LANGUAGE sql RETURN hashtext($1)")
    connection.execute("CREATE TABLE bystander (a text); INSERT INTO bystander VALUES ('x')")
    for table in tables:
        _make(connection, table)


def _make(connection: psycopg.Connection, table: SourceTable) -> None:
    name = sql.Identifier(*table.path)
    if len(table.path) > 1:
        connection.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(table.path[0])))
    columns = sql.SQL(", ").join(
        sql.SQL("{} {}").format(sql.Identifier(column), sql.SQL(kind))  # type: ignore[arg-type]
        for column, kind in table.columns.items()
    )
    connection.execute(sql.SQL("CREATE TABLE {} ({})").format(name, columns))
    places = sql.SQL(", ").join([sql.Placeholder()] * len(table.columns))
    with connection.cursor() as cursor:
        if table.columns:
            cursor.executemany(sql.SQL("INSERT INTO {} VALUES ({})").format(name, places), table.rows)


def checksums(connection: psycopg.Connection, prefix: str) -> dict[str, str]:
    """A checksum of the rows of each table that is not the standard's own."""
    tables = connection.execute(
        "SELECT schemaname, tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
    ).fetchall()
    found = {}
    for schema, name in tables:
        if not name.startswith(prefix):
            query = "SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {} t"
            row = connection.execute(sql.SQL(query).format(sql.Identifier(schema, name))).fetchone()
            found[f"{schema}.{name}"] = row[0] if row else ""
    return found


def rows_of(connection: psycopg.Connection, name: str) -> list[str]:
    """The rows of one of the standard's tables, each as text, in a fixed order."""
    return sorted(
        row[0] for row in connection.execute(sql.SQL("SELECT t::text FROM {} t").format(sql.Identifier(name)))
    )


def rows_by_query(connection: psycopg.Connection, table: SqlTable, query: exp.Query) -> list[str]:
    """What a query gives by itself, as rows of a table: each column under its name, in the kind of the table's column."""
    kinds = dict(
        connection.execute(
            "SELECT attname, format_type(atttypid, NULL) FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0",
            (table.name,),
        ).fetchall()
    )
    given = {name.casefold() for name in query.named_selects}
    columns = ", ".join(
        f"CAST({column.name if column.name in given else 'NULL'} AS {kinds[column.name]})" for column in table.columns
    )
    text = f"SELECT ROW({columns})::text FROM ({query.sql('postgres', comments=False)}) AS given"
    return sorted(row[0] for row in connection.execute(text))  # type: ignore[arg-type]


def constraints(connection: psycopg.Connection) -> tuple[set[str], set[str], set[str]]:
    """The tables that have a primary key, the names of foreign keys, and those of indexes."""
    keys = connection.execute("SELECT conrelid::regclass::text FROM pg_constraint WHERE contype = 'p'").fetchall()
    links = connection.execute("SELECT conname FROM pg_constraint WHERE contype = 'f'").fetchall()
    indexes = connection.execute("SELECT indexname FROM pg_indexes WHERE schemaname = 'public'").fetchall()
    return {row[0] for row in keys}, {row[0] for row in links}, {row[0] for row in indexes}
