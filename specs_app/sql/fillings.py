"""How a table is filled: the rows of the source table that feeds its key, a NULL for every column that is not known.

A value is taken as it is where the server converts it without a word, and cast to the column's type where it would refuse
(``Dialect.convert``). Text is never cast: a cast would cut what is too long, while the plain insert says so. Codes are turned into
those of the standard where a look-up says how; one that it does not list becomes NULL and is counted by a test. Rows are those of
the object's row scope; where that cannot be kept the table stays empty, as nobody said that more may be taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from specs_app.document.extract_settings import Lookup, RowScope
from specs_app.document.row_scopes import lookup_for, scope_for, scope_words
from specs_app.document.types import Cms, Document
from specs_app.sql.bodies import Body
from specs_app.sql.comments import comment
from specs_app.sql.dialects.base import Dialect
from specs_app.sql.joins import TableJoin, TableTree, table_joins
from specs_app.sql.parameters import NO_VALUES, ParameterValues
from specs_app.sql.scopes import ScopeNotKept, ScopeTask, cohort_table, conditions
from specs_app.sql.sources import ColumnSource, NotKnown, SourceWords, source_of
from specs_app.sql.tables import SqlColumn, SqlTable

Found = dict[str, ColumnSource | NotKnown]
#: A value in SQL, and why it is NULL where it is.
Value = tuple[str, str]
CODE_LENGTH = 450
#: From what the rows of a table come: a hand-written body, the mappings of items, the edition itself, nothing.
FillingOrigin = Literal["body", "mappings", "edition", ""]


@dataclass(frozen=True, slots=True)
class Filling:
    """How one table is filled. ``statement`` is empty where it is not; ``summary`` has a line for all that is not known.

    ``scope`` are the words for its rows, empty where nobody has said which are needed. ``tests`` are what is tested beside the
    rows themselves: what a look-up does not list, in words, with the FROM and WHERE of the rows that it is counted in.
    """

    statement: str
    summary: tuple[str, ...]
    filled: frozenset[str] = frozenset()
    scope: str = ""
    tests: tuple[tuple[str, str], ...] = ()
    origin: FillingOrigin = ""


@dataclass(frozen=True)
class FillingPlan:
    """What fillings are made from. ``bodies`` are by object."""

    document: Document
    cms: Cms
    dialect: Dialect
    tables: Mapping[str, SqlTable]
    bodies: Mapping[str, Body] = field(default_factory=dict)
    values: ParameterValues = NO_VALUES

    @cached_property
    def own(self) -> dict[str, str]:
        """The specification's tables by their names in lower case."""
        return {entry.name.casefold(): entry.name for entry in self.document.objects}

    @cached_property
    def words(self) -> SourceWords:
        """What mappings are read with."""
        return SourceWords(self.dialect, self.own, self.cms.dialect, self.values)

    @cached_property
    def joins(self) -> tuple[TableJoin, ...]:
        """The joins of the system."""
        return table_joins(self.document.settings.joins, self.cms.key, self.dialect)

    def scope(self, name: str) -> RowScope | None:
        """The scope of an object's rows from the system."""
        return scope_for(self.document.settings, name, self.cms.key)

    def lookup(self, column: SqlColumn) -> Lookup | None:
        """The look-up of a column's codes in the system."""
        return lookup_for(self.document.settings, column.item.item_ref, self.cms.key)


def fillings_of(plan: FillingPlan) -> dict[str, Filling]:
    """The filling of each table: its hand-written body, or what the mappings of its items tell."""
    done: dict[str, Filling] = {}
    for name in plan.tables:
        _fill(name, plan, done, ())
    return {name: done[name] for name in plan.tables}


def _fill(name: str, plan: FillingPlan, done: dict[str, Filling], waiting: tuple[str, ...]) -> None:
    """Fills a table after the one of which its scope chooses the rows."""
    if name in done:
        return
    cohort = "" if name in plan.bodies else cohort_table(plan.document, plan.scope(name))
    if cohort in (*waiting, name):
        done[name] = _empty(name, f"its row scope asks for rows of {cohort}, which wait for its own")
        return
    if cohort in plan.tables:
        _fill(cohort, plan, done, (*waiting, name))
    done[name] = filling_of(plan.tables[name], plan, done.get(cohort))


def _empty(name: str, reason: str) -> Filling:
    return Filling("", (f"{name} is not filled: {reason}",))


def filling_of(table: SqlTable, plan: FillingPlan, cohort: Filling | None = None) -> Filling:
    """The filling of one table; ``cohort`` is that of the table of which its scope chooses the rows."""
    if body := plan.bodies.get(table.name):
        return _by_hand(table, body, plan)
    found: Found = {column.name: source_of(column.item.mapping(plan.cms.key), plan.words) for column in table.columns}
    tree = _start(table, found, plan)
    if isinstance(tree, str):
        return _empty(table.name, tree)
    try:
        return _mapped(table, found, tree, plan, cohort)
    except ScopeNotKept as error:
        return _empty(table.name, f"its row scope cannot be kept: {error}")


def _by_hand(table: SqlTable, body: Body, plan: FillingPlan) -> Filling:
    dialect, scope = plan.dialect, plan.scope(table.name)
    target = f"INSERT INTO {dialect.identifier(table.name)} ({', '.join(map(dialect.identifier, body.columns))})"
    statement = dialect.insert(target, body.query, body.named)
    words = body.scope or (scope_words(plan.document, scope, plan.values.values) if scope else "")
    said = (f"{table.name} is filled by a body written by hand",)
    return Filling(statement, said, frozenset(body.columns), words, origin="body")


def _start(table: SqlTable, found: Found, plan: FillingPlan) -> TableTree | str:
    """The tables of the key, begun with one from which the others are reached; or why there is none."""
    keys = [column.name for column in table.columns if column.item.primary_key]
    if not keys:
        return "the specification gives it no key"
    sources = list[ColumnSource]()
    for name in keys:
        source = found[name]
        if isinstance(source, NotKnown):
            return f"no source for its key {name} ({source.reason})"
        sources.append(source)
    wanted = dict.fromkeys(name for source in sources for name in source.tables)
    trees = [_reached(TableTree(start), wanted, plan) for start in wanted]
    known = next((tree for tree in trees if isinstance(tree, TableTree)), None)
    return known or f"the parts of its key are held in several tables, {trees[0]}"


def _reached(tree: TableTree, wanted: Mapping[str, None], plan: FillingPlan) -> TableTree | str:
    for name in wanted:
        longer = tree.reaching(name, plan.joins)
        if isinstance(longer, str):
            return longer
        tree = longer
    return tree


def _mapped(table: SqlTable, found: Found, tree: TableTree, plan: FillingPlan, cohort: Filling | None) -> Filling:
    reasons: dict[str, str] = {}
    for name, source in found.items():
        if isinstance(source, NotKnown):
            reasons[name] = source.reason
            continue
        longer = _reached(tree, dict.fromkeys(source.tables), plan)
        if isinstance(longer, str):
            reasons[name] = f"held in {source.written}, {longer}"
        else:
            tree = longer
    raw = {
        name: source.value(plan.dialect, tree.aliases)
        for name, source in found.items()
        if isinstance(source, ColumnSource) and name not in reasons
    }
    values = {column.name: _value(column, raw, reasons, plan) for column in table.columns}
    where = (*_whole_keys(table, found, values, tree), *_where(table, values, plan, cohort))
    return _written(table, values, _Rows(tree, where, raw), plan)


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of a query: its tables, its conditions, and the values that its columns have in the source."""

    tree: TableTree
    where: tuple[str, ...]
    raw: Mapping[str, str]

    def text(self, dialect: Dialect, *more: str) -> str:
        """FROM and WHERE."""
        conditions = "\n  AND ".join((*self.where, *more))
        return self.tree.written(dialect) + (f"\nWHERE {conditions}" if conditions else "")


def _value(column: SqlColumn, raw: Mapping[str, str], reasons: Mapping[str, str], plan: FillingPlan) -> Value:
    if column.name in reasons:
        return "NULL", reasons[column.name]
    value, lookup = raw[column.name], plan.lookup(column)
    if lookup and lookup.codes:
        text = plan.dialect.text
        cases = " ".join(f"WHEN {text(code)} THEN {text(meant)}" for code, meant in lookup.codes)
        value = f"CASE {_as_code(value, plan.dialect)} {cases} END"
    converted = column.logical.kind in plan.dialect.convert
    return f"CAST({value} AS {column.type})" if converted else value, ""


def _as_code(value: str, dialect: Dialect) -> str:
    """A code as text, whatever the source keeps it as."""
    return f"CAST({value} AS {dialect.types['text'].sized.format(CODE_LENGTH)})"


def _whole_keys(table: SqlTable, found: Found, values: Mapping[str, Value], tree: TableTree) -> Iterator[str]:
    """A row that meets none in the table of a part of its key has no whole key."""
    for column in table.columns:
        source = found[column.name]
        if column.item.primary_key and isinstance(source, ColumnSource) and source.tables != (tree.start,):
            yield f"NOT {values[column.name][0]} IS NULL"


def _where(table: SqlTable, values: Mapping[str, Value], plan: FillingPlan, cohort: Filling | None) -> tuple[str, ...]:
    scope = plan.scope(table.name)
    if scope is None:
        return ()
    task = ScopeTask(scope, plan.document, table, values, plan.values, plan.dialect)
    parent = plan.tables.get(cohort_table(plan.document, scope))
    return conditions(task, parent, cohort.filled if cohort and cohort.statement else frozenset())


def _written(table: SqlTable, values: Mapping[str, Value], rows: _Rows, plan: FillingPlan) -> Filling:
    dialect, scope = plan.dialect, plan.scope(table.name)
    filled = frozenset(name for name, (value, _) in values.items() if value != "NULL")
    names = ",\n    ".join(map(dialect.identifier, values))
    target = f"INSERT INTO {dialect.identifier(table.name)} (\n    {names}\n)"
    statement = dialect.insert(target, f"SELECT\n{_select_list(values, dialect)}\n{rows.text(dialect)}")
    joined = f" and {len(rows.tree.joins)} joined tables" if rows.tree.joins else ""
    said = [f"{table.name}: {len(filled)} of {len(values)} columns filled from {rows.tree.start}{joined}"]
    said += [f"{table.name}.{name} is NULL: {reason}" for name, (_, reason) in values.items() if reason]
    words = scope_words(plan.document, scope, plan.values.values) if scope else ""
    tests = dict(_tests(table, rows, plan))
    said += [f"{table.name}.{name}: codes are looked up" for name in tests]
    return Filling(statement, tuple(said), filled, words, tuple(tests.values()), "mappings")


def _tests(table: SqlTable, rows: _Rows, plan: FillingPlan) -> Iterator[tuple[str, tuple[str, str]]]:
    """For each column with a look-up the rows whose code it does not list."""
    for column in table.columns:
        lookup = plan.lookup(column)
        if lookup and lookup.codes and column.name in rows.raw:
            code = _as_code(rows.raw[column.name], plan.dialect)
            listed = ", ".join(plan.dialect.text(known) for known, _ in lookup.codes)
            unlisted = rows.text(plan.dialect, f"NOT {code} IN ({listed})")
            yield column.name, (f"code is in no look-up: {column.name}", f"\n{unlisted}")


def _select_list(values: Mapping[str, Value], dialect: Dialect) -> str:
    lines = []
    for number, (name, (value, reason)) in enumerate(values.items(), start=1):
        comma = "," if number < len(values) else ""
        lines.append(
            f"    {value} AS {dialect.identifier(name)}{comma}" + (f" {comment(reason, dialect)}" if reason else "")
        )
    return "\n".join(lines)
