"""The sections of a script: what begins it, what makes, fills, links and tests each table, and what ends it."""

from __future__ import annotations

from collections.abc import Mapping

from specs_app.sql import logs
from specs_app.sql.checks import checks_of
from specs_app.sql.located import located
from specs_app.sql.making import Making, write_foreign_keys
from specs_app.sql.plan import ScriptPlan
from specs_app.sql.tables import SqlTable
from specs_app.sql.writer import Writer

Makings = Mapping[str, Making]


def write_begin(writer: Writer, plan: ScriptPlan) -> None:
    """Makes the tables of the logs, and parts the tables of an earlier run, of whatever edition, from each other."""
    home, dialect = plan.names.home, plan.dialect
    version = logs.version_log(home.prefix, plan.tables)
    writer.container("log", plan.names.own(version))
    writer.element("create_table")
    table = logs.create_version_log(plan, version)
    if home.temporary:
        _write_dropped(writer, plan.names.placed(version), plan)
        writer.statement(table)
    else:
        writer.statement(dialect.if_missing(home, plan.names.own(version), [table]))
    writer.container("log", plan.names.own(logs.RUN))
    writer.element("drop_table")
    _write_dropped(writer, plan.names.placed(logs.RUN), plan)
    writer.container("log", plan.names.own(logs.RUN))
    writer.element("create_table")
    writer.statement(logs.create_run_log(plan))
    writer.statement(logs.begun(plan))


def _write_dropped(writer: Writer, table: str, plan: ScriptPlan) -> None:
    """Drops a table, given as an identifier, if it is there."""
    dialect = plan.dialect
    drops = dialect.drop_temporary(table) if plan.names.home.temporary else [dialect.drop_table(table)]
    for statement in drops:
        writer.statement(statement)


def write_unlinking(writer: Writer, plan: ScriptPlan) -> None:
    """Drops the foreign keys of an earlier run, so that tables can be dropped and filled in any order."""
    if (plan.wants("drop_table") or plan.keeps) and not plan.names.home.temporary:
        writer.container("keys", f"{plan.names.home.prefix}*")
        writer.element("drop_table")
        writer.statement(plan.dialect.unlink(plan.names.home))


def write_drop(writer: Writer, name: str, making: Making, plan: ScriptPlan) -> None:
    """Drops the table of an earlier run; where tables are kept, only one of another shape."""
    if not plan.wants("drop_table", name):
        return
    writer.container("table", name)
    writer.element("drop_table")
    if plan.keeps:
        writer.statement(plan.dialect.drop_outdated(plan.names.home, plan.names.plain(name), making.mark))
    else:
        _write_dropped(writer, plan.names.table(name), plan)


def write_create(writer: Writer, table: SqlTable, making: Making, plan: ScriptPlan) -> None:
    """Creates a table with its key and indexes; where tables are kept, only one that is missing."""
    if not plan.wants("create_table", table.name):
        return
    writer.container("table", table.name)
    writer.element("create_table")
    for remark in making.remarks:
        writer.comment(remark)
    if plan.keeps:
        whole = (making.create, *making.notes, *making.keys, *making.indexes)
        writer.statement(plan.dialect.if_missing(plan.names.home, plan.names.plain(table.name), whole), len(whole))
        return
    for statement in (making.create, *making.notes):
        writer.statement(statement)
    if making.keys:
        writer.element("create_pk")
        for statement in making.keys:
            writer.statement(statement)


def write_rows(writer: Writer, name: str, plan: ScriptPlan) -> None:
    """Fills a table where a source is known."""
    writer.container("table", name)
    writer.element("insert_data")
    for statement in emptying_of(name, plan) + filling_of(name, plan):
        writer.statement(statement)
    if not plan.wants("insert_data", name):
        writer.comment(f"{name} is not filled: the authority's settings leave it out.")
    elif not plan.fillings[name].statement:
        for line in plan.fillings[name].summary:
            writer.comment(line)
    if plan.has_log:
        writer.statement(logs.filled(plan, name))


def emptying_of(name: str, plan: ScriptPlan) -> list[str]:
    """What empties a table that was kept."""
    return [plan.dialect.emptied(plan.names.home, plan.names.plain(name))] if plan.keeps else []


def filling_of(name: str, plan: ScriptPlan) -> list[str]:
    """What fills a table."""
    if plan.wants("insert_data", name) and plan.fillings[name].statement:
        return [located(plan.fillings[name].statement, plan.tables[name], plan.tables, plan.names)]
    return []


def write_links(writer: Writer, table: SqlTable, making: Making, plan: ScriptPlan) -> None:
    """Links a table to others: foreign keys, those left out with the reason; and its indexes, unless it was kept with them."""
    linked = plan.wants("create_fk", table.name) and plan.has_links(table.name)
    indexed = making.indexes and not plan.keeps
    if linked or indexed:
        writer.container("table", table.name)
    if linked:
        writer.element("create_fk")
        write_foreign_keys(writer, table, plan)
    if indexed:
        writer.element("create_idx")
        for statement in making.indexes:
            writer.statement(statement)


def write_checks(writer: Writer, table: SqlTable, plan: ScriptPlan) -> None:
    """Tests the rows of a table."""
    if plan.wants("test", table.name) and (checks := checks_of(table, plan)):
        writer.container("table", table.name)
        writer.element("test")
        for statement in checks:
            writer.statement(statement)


def write_version(writer: Writer, plan: ScriptPlan) -> None:
    """Notes that the edition was run."""
    version = logs.version_log(plan.names.home.prefix, plan.tables)
    writer.container("log", plan.names.own(version))
    writer.element("insert_data")
    writer.statement(logs.version_row(plan, version))


def write_results(writer: Writer, plan: ScriptPlan, summary: tuple[str, ...]) -> None:
    """Says what is not known, and shows what the run found."""
    writer.container("summary", "console_output")
    writer.element("console_output")
    for line in summary:
        writer.comment(line)
    for query in logs.results(plan):
        writer.statement(query)
