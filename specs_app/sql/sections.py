"""The sections of a script, in the order in which they run: drops, tables with their rows, keys, checks, summary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from specs_app.document.deprecation import in_short
from specs_app.sql.dialects.base import Dialect
from specs_app.sql.fillings import Filling
from specs_app.sql.keys import ForeignKey, ForeignKeys, Namer, drop_order
from specs_app.sql.order import fill_order
from specs_app.sql.tables import SqlColumn, SqlTable
from specs_app.sql.writer import Writer


@dataclass(frozen=True)
class ScriptPlan:
    """All that a script says, before it is written."""

    tables: Mapping[str, SqlTable]
    links: ForeignKeys
    fillings: Mapping[str, Filling]
    dialect: Dialect
    namer: Namer

    @cached_property
    def targets(self) -> frozenset[tuple[str, str]]:
        """The columns, by table and name, that the keys which are written point at."""
        return frozenset((key.parent, key.target) for key in self.links.keys if not refused(key, self))

    @cached_property
    def keys_of(self) -> Mapping[str, Sequence[ForeignKey]]:
        """The keys of each table that has any, by its name."""
        found: dict[str, list[ForeignKey]] = {}
        for key in self.links.keys:
            found.setdefault(key.child, []).append(key)
        return found

    def quoted(self, *names: str) -> str:
        """Names of the specification as a list of identifiers."""
        return ", ".join(map(self.dialect.identifier, names))


def write_drops(writer: Writer, plan: ScriptPlan) -> None:
    """Drops the tables of an earlier run, those that point at others first."""
    order, circle = drop_order(plan.tables, plan.links.keys)
    for name in order:
        writer.container("table", name)
        writer.element("drop_table")
        for key in circle:
            if key.parent == name:
                writer.statement(plan.dialect.drop_key(plan.quoted(key.child), plan.quoted(key.name)))
        writer.statement(plan.dialect.drop_table(plan.quoted(name)))


def write_tables(writer: Writer, plan: ScriptPlan) -> None:
    """Creates each table with its keys, and fills it where a source is known."""
    for name in fill_order(plan.fillings):
        table = plan.tables[name]
        writer.container("table", name)
        writer.element("create_table")
        for column in table.columns:
            if column.item.deprecated:
                writer.comment(f"Column {name}.{column.name}: {in_short(column.item.deprecated)}.")
        columns = ",\n    ".join(_column(column, plan.dialect) for column in table.columns)
        writer.statement(f"CREATE TABLE {plan.quoted(name)} (\n    {columns}\n)")
        _write_unique(writer, table, plan)
        _write_rows(writer, plan.fillings[name])


def _column(column: SqlColumn, dialect: Dialect) -> str:
    return f"{dialect.identifier(column.name)} {column.type} {'NOT NULL' if column.item.primary_key else 'NULL'}"


def _write_unique(writer: Writer, table: SqlTable, plan: ScriptPlan) -> None:
    if table.key:
        writer.element("create_pk")
        columns = plan.quoted(*(column.name for column in table.key))
        writer.statement(_constraint(plan, table, plan.namer.name("pk", table.name), f"PRIMARY KEY ({columns})"))
    elif table.entry.keys:
        writer.comment(f"No primary key: {plan.dialect.title} cannot hold that of {table.name}.")
    for column in pointed_at(table, plan):
        writer.element("create_pk")
        name = plan.namer.name("uq", table.name, column.name)
        writer.statement(_constraint(plan, table, name, f"UNIQUE ({plan.quoted(column.name)})"))


def pointed_at(table: SqlTable, plan: ScriptPlan) -> tuple[SqlColumn, ...]:
    """The unique columns beside the key that foreign keys need. Others are not enforced: sources do not promise it."""
    return tuple(column for column in table.uniques if (table.name, column.name) in plan.targets)


def _constraint(plan: ScriptPlan, table: SqlTable, name: str, rule: str) -> str:
    return f"ALTER TABLE {plan.quoted(table.name)} ADD CONSTRAINT {plan.quoted(name)} {rule}"


def _write_rows(writer: Writer, filling: Filling) -> None:
    writer.element("insert_data")
    if filling.statement:
        writer.statement(filling.statement)
    else:
        for line in filling.summary:
            writer.comment(line)


def write_keys(writer: Writer, plan: ScriptPlan) -> None:
    """Links the tables: foreign keys, those left out with the reason, and indexes on the columns that they start from."""
    for name, table in plan.tables.items():
        keys = plan.keys_of.get(name, ())
        left_out = [entry for entry in plan.links.left_out if entry.child == name]
        columns = plan.links.indexed.get(name, ())
        if not (keys or left_out or columns):
            continue
        writer.container("table", name)
        writer.element("create_fk")
        for entry in left_out:
            writer.comment(f"Foreign key left out: {entry.text}.")
        for key in keys:
            _write_key(writer, key, plan)
        writer.element("create_idx")
        for column in columns:
            _write_index(writer, table, column, plan)


def _write_key(writer: Writer, key: ForeignKey, plan: ScriptPlan) -> None:
    if reason := refused(key, plan):
        writer.comment(f"Foreign key left out: {key.child}.{key.column} -> {key.parent}.{key.target}: {reason}.")
        return
    target = f"REFERENCES {plan.quoted(key.parent)} ({plan.quoted(key.target)})"
    rule = f"FOREIGN KEY ({plan.quoted(key.column)}) {target}{plan.dialect.late_key}"
    writer.statement(_constraint(plan, plan.tables[key.child], key.name, rule))


def refused(key: ForeignKey, plan: ScriptPlan) -> str:
    """Why the rows of this script would break a key, where the dialect checks rows at hand; empty where they do not."""
    start, end = plan.fillings[key.child], plan.fillings[key.parent]
    if plan.dialect.late_key or key.target in end.filled or not (end.statement or key.column in start.filled):
        return ""
    return f"this script does not fill {key.parent}.{key.target}"


def _write_index(writer: Writer, table: SqlTable, column: SqlColumn, plan: ScriptPlan) -> None:
    if table.key == (column,) or column in pointed_at(table, plan):
        return
    if column.type in plan.dialect.unindexed:
        writer.comment(f"No index on {column.name}: {plan.dialect.title} cannot index {column.type}.")
        return
    name = plan.quoted(plan.namer.name("idx", table.name, column.name))
    writer.statement(f"CREATE INDEX {name} ON {plan.quoted(table.name)} ({plan.quoted(column.name)})")


def write_checks(writer: Writer, plan: ScriptPlan) -> None:
    """Counts, for each foreign key, the rows that have no parent: sources do not promise to keep our keys. Names the codes of
    sources that no look-up lists.
    """
    if codes := [test for filling in plan.fillings.values() for test in filling.tests]:
        writer.container("checks", "codes_not_looked_up")
        writer.element("test")
        writer.statement("\nUNION ALL\n".join(codes))
    parts = [_orphans(key, plan) for key in plan.links.keys]
    if parts:
        writer.container("checks", "rows_without_parent")
        writer.element("test")
        writer.statement("\nUNION ALL\n".join(parts))


def _orphans(key: ForeignKey, plan: ScriptPlan) -> str:
    dialect, label = plan.dialect, plan.dialect.text(f"{key.child}.{key.column} -> {key.parent}.{key.target}")
    column, target = f"child.{plan.quoted(key.column)}", f"parent.{plan.quoted(key.target)}"
    child, parent = dialect.aliased(plan.quoted(key.child), "child"), dialect.aliased(plan.quoted(key.parent), "parent")
    return (
        f"SELECT {label} AS relationship, COUNT(*) AS rows_without_parent FROM {child}\n"
        f"WHERE NOT {column} IS NULL AND NOT EXISTS (SELECT 1 FROM {parent} WHERE {target} = {column})"
    )


def write_summary(writer: Writer, plan: ScriptPlan, summary: tuple[str, ...]) -> None:
    """Ends the script: what is not known, as comments, and the rows of each table as a result."""
    writer.container("summary", "console_output")
    writer.element("console_output")
    for line in summary:
        writer.comment(line)
    text = plan.dialect.text
    parts = [
        f"SELECT {text(name)} AS table_name, COUNT(*) AS row_count FROM {plan.quoted(name)}" for name in plan.tables
    ]
    if parts:
        writer.statement("\nUNION ALL\n".join(parts))
