"""The forms of a script: as one, a file an object, stored procedures, or views."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from specs_app.sql import logs
from specs_app.sql.checks import checks_of
from specs_app.sql.dialects.base import View
from specs_app.sql.header import edition_of, header_of
from specs_app.sql.located import as_query, located
from specs_app.sql.making import foreign_key, making_of
from specs_app.sql.options import Form
from specs_app.sql.plan import ScriptPlan
from specs_app.sql.sections import (
    Makings,
    filling_of,
    write_begin,
    write_checks,
    write_create,
    write_drop,
    write_links,
    write_results,
    write_rows,
    write_unlinking,
    write_version,
)
from specs_app.sql.tables import SqlTable
from specs_app.sql.writer import Writer


def write(plan: ScriptPlan, summary: tuple[str, ...]) -> Writer:
    """The script in the form that is asked for."""
    return FORMS[plan.options.form](plan, summary)


def _started(plan: ScriptPlan, file: str = "") -> Writer:
    writer = Writer(plan.dialect, file)
    for line in header_of(plan):
        writer.comment(line)
    if plan.options.local.quiet and plan.dialect.quiet:
        writer.statement(plan.dialect.quiet)
    return writer


def _makings(plan: ScriptPlan) -> Makings:
    return {name: making_of(table, plan) for name, table in plan.tables.items()}


def _script(plan: ScriptPlan, summary: tuple[str, ...]) -> Writer:
    """First all tables, then their rows, then what links and tests them."""
    writer, makings = _started(plan), _makings(plan)
    write_begin(writer, plan)
    write_unlinking(writer, plan)
    for name in plan.tables:
        write_drop(writer, name, makings[name], plan)
    for name, table in plan.tables.items():
        write_create(writer, table, makings[name], plan)
    for name in plan.order:
        write_rows(writer, name, plan)
    for name, table in plan.tables.items():
        write_links(writer, table, makings[name], plan)
    for table in plan.tables.values():
        write_checks(writer, table, plan)
    write_version(writer, plan)
    write_results(writer, plan, summary)
    return writer


def _files(plan: ScriptPlan, summary: tuple[str, ...]) -> Writer:
    """A file that begins, one an object in the order of filling, one that links the tables, and one that ends."""
    names = [f"{number:03}_{name}.sql" for number, name in enumerate(("begin", *plan.order, "links", "end"))]
    writer, makings = _started(plan, names[0]), _makings(plan)
    write_begin(writer, plan)
    write_unlinking(writer, plan)
    for file, name in zip(names[1:-2], plan.order, strict=True):
        writer.file(file, (*edition_of(plan), f"Object: {name}"))
        write_drop(writer, name, makings[name], plan)
        write_create(writer, plan.tables[name], makings[name], plan)
        write_rows(writer, name, plan)
    writer.file(names[-2], (*edition_of(plan), "Keys and indexes of all tables"))
    for name, table in plan.tables.items():
        write_links(writer, table, makings[name], plan)
    writer.file(names[-1], (*edition_of(plan), "Tests and summary of all tables"))
    for table in plan.tables.values():
        write_checks(writer, table, plan)
    write_version(writer, plan)
    write_results(writer, plan, summary)
    return writer


def _procedures(plan: ScriptPlan, summary: tuple[str, ...]) -> Writer:
    """Makes the tables, a procedure for each that empties and fills it, and one that runs all; then runs that."""
    writer, makings = _started(plan), _makings(plan)
    home, dialect = plan.names.home, plan.dialect
    write_begin(writer, plan)
    write_unlinking(writer, plan)
    for name in plan.tables:
        write_drop(writer, name, makings[name], plan)
    for name, table in plan.tables.items():
        write_create(writer, table, makings[name], plan)
        write_indexes(writer, table, makings, plan)
    loads = {name: _procedure_name(plan, "load", name) for name in plan.order}
    for name, load in loads.items():
        steps = [dialect.emptied(home, plan.names.plain(name)), *filling_of(name, plan), logs.filled(plan, name)]
        _write_procedure(writer, plan, load, steps)
    whole = _procedure_name(plan, "run", "all")
    _write_procedure(writer, plan, whole, _whole_run(plan, loads))
    writer.container("procedure", whole)
    writer.element("insert_data")
    writer.statement(dialect.called(home, whole))
    write_results(writer, plan, summary)
    return writer


def write_indexes(writer: Writer, table: SqlTable, makings: Makings, plan: ScriptPlan) -> None:
    """The indexes of a table, where its making does not hold them."""
    if not plan.keeps and makings[table.name].indexes:
        writer.element("create_idx")
        for statement in makings[table.name].indexes:
            writer.statement(statement)


def _procedure_name(plan: ScriptPlan, verb: str, name: str) -> str:
    """A name that no table has."""
    prefix = plan.names.home.prefix
    found = plan.namer.name(f"{prefix}{verb}", name.removeprefix(prefix))
    while found.casefold() in {plan.names.plain(table).casefold() for table in plan.tables}:
        found = plan.namer.name(found, "procedure")
    return found


def _write_procedure(writer: Writer, plan: ScriptPlan, name: str, steps: list[str]) -> None:
    writer.container("procedure", name)
    writer.element("create_procedure")
    writer.statement(plan.dialect.procedure(plan.names.home, name, steps), len(steps) + 1)


def _whole_run(plan: ScriptPlan, loads: Mapping[str, str]) -> list[str]:
    """Parts the tables, fills each in its order, links them again, and tests their rows."""
    home, dialect = plan.names.home, plan.dialect
    steps = [dialect.unlink(home), f"DELETE FROM {plan.names.placed(logs.RUN)}", logs.begun(plan)]
    steps += [dialect.called(home, load) for load in loads.values()]
    for name, table in plan.tables.items():
        if plan.wants("create_fk", name):
            steps += [foreign_key(key, plan) for key in plan.keys_of.get(name, ())]
        if plan.wants("test", name):
            steps += checks_of(table, plan)
    return [*steps, logs.version_row(plan, logs.version_log(home.prefix, plan.tables))]


def _views(plan: ScriptPlan, summary: tuple[str, ...]) -> Writer:
    """A view an object, in the order in which they read each other. What has no source is a view without rows."""
    writer = _started(plan)
    write_begin(writer, plan)
    views = [_view(name, plan) for name in plan.order]
    for name, statement in plan.dialect.views(plan.names.home, views):
        writer.container("view", name)
        writer.element("create_view")
        writer.statement(statement)
    for name in plan.order:
        if plan.has_log:
            writer.container("view", plan.names.plain(name))
            writer.element("console_output")
            writer.statement(logs.filled(plan, name))
    for table in plan.tables.values():
        write_checks(writer, table, plan)
    write_version(writer, plan)
    write_results(writer, plan, summary)
    return writer


def _view(name: str, plan: ScriptPlan) -> View:
    """The query of the INSERT, with the names of its columns."""
    table = plan.tables[name]
    statement = plan.fillings[name].statement if plan.wants("insert_data", name) else ""
    if statement:
        columns, query = as_query(located(statement, table, plan.tables, plan.names), plan.dialect)
        return View(plan.names.plain(name), columns, query)
    names = [plan.names.column(name, column.name) for column in table.columns]
    nulls = ",\n    ".join(
        f"CAST(NULL AS {column.type}) AS {local}" for column, local in zip(table.columns, names, strict=True)
    )
    query = f"SELECT\n    {nulls}{plan.dialect.nowhere}\nWHERE 1 = 0"
    return View(plan.names.plain(name), ", ".join(names), query)


FORMS: Mapping[Form, Callable[[ScriptPlan, tuple[str, ...]], Writer]] = {
    "script": _script,
    "files": _files,
    "procedures": _procedures,
    "views": _views,
    "temporary": _script,
}
