"""How one table is made: its columns with the references of their items, its keys and its indexes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from specs_app.document.deprecation import in_short
from specs_app.sql.comments import comment, one_line
from specs_app.sql.keys import ForeignKey
from specs_app.sql.plan import ScriptPlan
from specs_app.sql.tables import SqlColumn, SqlTable
from specs_app.sql.writer import Writer


@dataclass(frozen=True, slots=True)
class Making:
    """The statements that make a table; ``remarks`` are what is left out and why. ``mark`` tells one shape from another."""

    create: str
    notes: tuple[str, ...]
    keys: tuple[str, ...]
    indexes: tuple[str, ...]
    remarks: tuple[str, ...]
    mark: str


def making_of(table: SqlTable, plan: ScriptPlan) -> Making:
    """How a table is made, but for its foreign keys."""
    names, dialect = plan.names, plan.dialect
    create = dialect.create_table(names.home, names.plain(table.name), _columns(table, plan))
    keys = tuple(_unique(table, plan)) if plan.wants("create_pk", table.name) else ()
    indexes = tuple(_indexes(table, plan)) if plan.wants("create_idx", table.name) else ()
    said = "\n".join((create, *keys, *indexes))
    mark = f"shape {sha256(said.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"
    refs = [
        (names.column_name(table.name, column.name), one_line(column.item.item_ref, dialect))
        for column in table.columns
    ]
    notes = tuple(dialect.notes(names.home, names.plain(table.name), refs, mark))
    return Making(create, notes, keys, indexes, tuple(_remarks(table, plan)), mark)


def _columns(table: SqlTable, plan: ScriptPlan) -> str:
    """The lines of the columns; each ends in a tag with the reference of its item."""
    lines = []
    for number, column in enumerate(table.columns, start=1):
        rule = "NOT NULL" if column.item.primary_key else "NULL"
        comma = "," if number < len(table.columns) else ""
        name = plan.names.column(table.name, column.name)
        lines.append(f"{name} {column.type} {rule}{comma} {_tag(column, plan)}")
    return "\n    ".join(lines)


def _tag(column: SqlColumn, plan: ScriptPlan) -> str:
    return comment(f"metadata={json.dumps({'item_ref': column.item.item_ref}, separators=(',', ':'))}", plan.dialect)


def _unique(table: SqlTable, plan: ScriptPlan) -> Iterator[str]:
    home, namer = plan.names.home, plan.namer
    if table.key:
        columns = plan.columns(table.name, *(column.name for column in table.key))
        yield _altered(table, plan, plan.dialect.primary_key(home, namer.name("pk", table.name), columns))
    for column in plan.pointed_at(table):
        name = plan.dialect.identifier(namer.name("uq", table.name, column.name))
        yield _altered(table, plan, f"CONSTRAINT {name} UNIQUE ({plan.columns(table.name, column.name)})")


def _altered(table: SqlTable, plan: ScriptPlan, rule: str) -> str:
    return f"ALTER TABLE {plan.names.table(table.name)} ADD {rule}"


def _indexes(table: SqlTable, plan: ScriptPlan) -> Iterator[str]:
    for column in _to_index(table, plan):
        if column.type not in plan.dialect.unindexed:
            name = plan.dialect.identifier(plan.namer.name("idx", table.name, column.name))
            place = f"{plan.names.table(table.name)} ({plan.columns(table.name, column.name)})"
            yield f"CREATE INDEX {name} ON {place}"


def _to_index(table: SqlTable, plan: ScriptPlan) -> list[SqlColumn]:
    """The columns that relationships start from, but for those that a key finds already."""
    unique = plan.pointed_at(table)
    return [
        column for column in plan.links.indexed.get(table.name, ()) if table.key != (column,) and column not in unique
    ]


def _remarks(table: SqlTable, plan: ScriptPlan) -> Iterator[str]:
    title = plan.dialect.title
    if table.entry.keys and not table.key:
        yield f"No primary key: {title} cannot hold that of {table.name}."
    for column in _to_index(table, plan):
        if column.type in plan.dialect.unindexed:
            yield f"No index on {column.name}: {title} cannot index {column.type}."
    for column in table.columns:
        if column.item.deprecated:
            yield f"Column {table.name}.{column.name}: {in_short(column.item.deprecated)}."


def write_foreign_keys(writer: Writer, table: SqlTable, plan: ScriptPlan) -> None:
    """The foreign keys of a table, and those left out with the reason."""
    if not plan.has_keys:
        writer.comment("Foreign keys left out: temporary tables have none.")
        return
    for entry in plan.links.left_out:
        if entry.child == table.name:
            writer.comment(f"Foreign key left out: {entry.text}.")
    for key in plan.keys_of.get(table.name, ()):
        writer.statement(foreign_key(key, plan))


def foreign_key(key: ForeignKey, plan: ScriptPlan) -> str:
    """The statement that adds a foreign key."""
    parent = plan.dialect.referenced(plan.names.home, plan.names.plain(key.parent))
    target = f"REFERENCES {parent} ({plan.columns(key.parent, key.target)})"
    name = plan.dialect.identifier(key.name)
    rule = f"CONSTRAINT {name} FOREIGN KEY ({plan.columns(key.child, key.column)}) {target}"
    return plan.dialect.foreign_key(plan.names.table(key.child), rule)
