"""What a script writes down of itself: that an edition was run, in a table that stays, and how the last run went."""

from __future__ import annotations

from collections.abc import Collection

from specs_app.sql.comments import one_line
from specs_app.sql.dialects.base import Dialect
from specs_app.sql.fillings import Filling
from specs_app.sql.plan import Origin, ScriptPlan
from specs_app.sql.tables import SqlTable

VERSIONS = "version_log"
#: Where the standard itself has a table of that name.
EDITIONS = "edition_log"
RUN = "run_log"
#: How long the texts of the logs are: a name, a sentence.
SHORT, LONG = 128, 400


def version_log(prefix: str, taken: Collection[str]) -> str:
    """The name of the table that stays, behind the prefix."""
    return EDITIONS if f"{prefix}{VERSIONS}".casefold() in {name.casefold() for name in taken} else VERSIONS


def _columns(plan: ScriptPlan, texts: Collection[str], *more: tuple[str, str]) -> str:
    text = plan.dialect.types["text"].sized.format(LONG if "detail" in texts else SHORT)
    lines = [(name, text) for name in texts] + list(more)
    return ",\n    ".join(f"{plan.dialect.identifier(name)} {kind} NULL" for name, kind in lines)


def create_version_log(plan: ScriptPlan, name: str) -> str:
    """Makes the table that stays."""
    columns = _columns(plan, TEXTS, ("run_at", plan.dialect.stamp))
    return plan.dialect.create_table(plan.names.home, plan.names.own(name), columns)


TEXTS = ("edition", "revision", "checksum", "cms", "dialect", "authority")


def version_row(plan: ScriptPlan, name: str) -> str:
    """One row more in the table that stays."""
    origin, dialect = plan.origin, plan.dialect
    values = (origin.release, origin.revision, origin.checksum, origin.cms, dialect.key, origin.authority)
    columns = ", ".join(map(dialect.identifier, (*TEXTS, "run_at")))
    said = ", ".join(dialect.text(one_line(value, dialect)[:SHORT]) for value in values)
    target = f"INSERT INTO {plan.names.placed(name)} ({columns})"
    return dialect.insert(target, f"SELECT {said}, {dialect.clock}{dialect.nowhere}")


def create_run_log(plan: ScriptPlan) -> str:
    """Makes the table of the last run."""
    columns = _columns(plan, ("step", "table_name", "detail"), ("found", "INTEGER"), ("noted_at", plan.dialect.stamp))
    return plan.dialect.create_table(plan.names.home, plan.names.own(RUN), columns)


def noted(plan: ScriptPlan, step: str, table: str, detail: str, found: str, rows: str) -> str:
    """Notes a step of the run: ``found`` is what was counted, in ``rows`` (a FROM, or what stands for none)."""
    dialect = plan.dialect
    columns = ", ".join(map(dialect.identifier, ("step", "table_name", "detail", "found", "noted_at")))
    said = ", ".join(dialect.text(value) for value in (step, table[:LONG], detail[:LONG]))
    target = f"INSERT INTO {plan.names.placed(RUN)} ({columns})"
    return dialect.insert(target, f"SELECT {said}, {found}, {dialect.clock}{rows}")


def begun(plan: ScriptPlan) -> str:
    """Notes that the run begins, against which the first table's time is measured."""
    return noted(plan, "begin", "", "", "0", plan.dialect.nowhere)


def filled(plan: ScriptPlan, table: str) -> str:
    """Notes how many rows a table has, once it is filled."""
    return noted(plan, "filled", table, "", "COUNT(*)", f" FROM {plan.names.table(table)}")


def results(plan: ScriptPlan) -> tuple[str, ...]:
    """What of the run is shown: the tests that found something, the rows of each table, and how long each took."""
    dialect, log = plan.dialect, plan.names.placed(RUN)
    step, table, detail, found, at = map(dialect.identifier, ("step", "table_name", "detail", "found", "noted_at"))
    tests = (
        f"SELECT {table}, {detail}, {found} FROM {log}\n"
        f"WHERE {step} = {dialect.text('test')} AND {found} > 0\nORDER BY {table}, {detail}"
    )
    took = dialect.elapsed(f"LAG({at}) OVER (ORDER BY {at})", at)
    rows = (
        f"SELECT {table}, {found} AS row_count, {took} AS took FROM {log}\n"
        f"WHERE {step} <> {dialect.text('test')}\nORDER BY {at}"
    )
    shown = ((tests, "test"), (rows, "console_output"))
    return tuple(query for query, kind in shown if plan.wants(kind))


def own_version(table: SqlTable, origin: Origin, dialect: Dialect) -> Filling:
    """One row for the standard's own table of versions, in its columns that are known by name; none where its key is not."""
    facts = f"revision {origin.revision}, checksum {origin.checksum}, {origin.cms}, {dialect.key}, {origin.authority}"
    known = {
        "version_number": dialect.text(one_line(origin.release or origin.revision, dialect)),
        "description": dialect.text(one_line(facts, dialect)),
        "is_current": dialect.text("1"),
        "created_at": dialect.clock,
    }
    values = {
        column.name: f"CAST({known[column.name.casefold()]} AS {column.type})"
        for column in table.columns
        if column.name.casefold() in known
    }
    if not table.entry.keys or any(item.name not in values for item in table.entry.keys):
        return Filling("", (f"{table.name} is not filled: its key is not known",))
    target = f"INSERT INTO {dialect.identifier(table.name)} ({', '.join(map(dialect.identifier, values))})"
    query = f"SELECT {', '.join(values.values())}{dialect.nowhere}"
    said = f"{table.name}: {len(values)} of {len(table.columns)} columns filled from the edition itself"
    return Filling(dialect.insert(target, query), (said,), frozenset(values), origin="edition")
