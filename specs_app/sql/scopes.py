"""The row scope of an object as conditions of its query. What cannot be kept is said; such an object is not filled at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from textwrap import wrap

from specs_app.document.extract_settings import RowScope
from specs_app.document.names import DATES
from specs_app.document.row_scopes import cohort_of, item_of
from specs_app.document.types import Document
from specs_app.sql.dialects.base import Dialect
from specs_app.sql.parameters import ParameterValues
from specs_app.sql.tables import SqlTable

WIDTH = 140


class ScopeNotKept(ValueError):
    """A row scope that the query of an object cannot keep; its text says why."""


@dataclass(frozen=True, slots=True)
class ScopeTask:
    """A scope to be kept: the object's table, the values of its columns in SQL, or else why there is none, and the columns that
    the script fills of the tables before it."""

    scope: RowScope
    document: Document
    table: SqlTable
    values: Mapping[str, tuple[str, str]]
    parameters: ParameterValues
    dialect: Dialect

    def value(self, reference: str) -> str:
        """The value of an item's column; raises ``ScopeNotKept`` where there is none."""
        item = item_of(self.document, self.scope.object, reference)
        if item is None or item.name not in self.values:
            raise ScopeNotKept(f"{self.scope.object} has no item {reference}")
        value, reason = self.values[item.name]
        if reason:
            raise ScopeNotKept(f"no source for {item.name} ({reason})")
        return value


def cohort_table(document: Document, scope: RowScope | None) -> str:
    """The object that a scope's rows must be in; empty where it asks for none."""
    link = cohort_of(document, scope) if scope and scope.cohort and not scope.none_because else None
    return link.parent_object if link else ""


def conditions(task: ScopeTask, parent: SqlTable | None, filled: frozenset[str]) -> tuple[str, ...]:
    """The conditions of a query; none where the scope takes all rows. ``parent`` is the table of the cohort, ``filled`` what of it
    the script fills. Raises ``ScopeNotKept``."""
    if task.scope.none_because:
        return ()
    return (*_cohort(task, parent, filled), *_window(task), *_sentinels(task))


def _cohort(task: ScopeTask, parent: SqlTable | None, filled: frozenset[str]) -> Iterator[str]:
    if not task.scope.cohort:
        return
    value, link = task.value(task.scope.cohort), cohort_of(task.document, task.scope)
    column = parent.column(link.parent_item) if parent and link else None
    if link is None or parent is None or column is None:
        raise ScopeNotKept(f"{task.scope.cohort} points at no object of the specification")
    if column.name not in filled:
        raise ScopeNotKept(f"this script does not fill {parent.name}.{column.name}, by which the rows are chosen")
    name = task.dialect.identifier
    compared = value if column.type in task.dialect.unindexed else f"CAST({value} AS {column.type})"
    members = task.dialect.aliased(name(parent.name), "cohort")
    yield f"EXISTS (SELECT 1 FROM {members} WHERE cohort.{name(column.name)} = {compared})"


def _window(task: ScopeTask) -> Iterator[str]:
    if not task.scope.window:
        return
    value, item = task.value(task.scope.window), item_of(task.document, task.scope.object, task.scope.window)
    column = task.table.column(item.name) if item else None
    if column is None or column.logical.kind not in DATES:
        raise ScopeNotKept(f"{task.scope.window} is no date")
    years = task.parameters.number(task.scope.years)
    if isinstance(years, str):
        raise ScopeNotKept(years)
    within = f"{value} >= {task.dialect.years_ago(years)}"
    yield within if task.scope.dated_only else f"({value} IS NULL OR {within})"


def _sentinels(task: ScopeTask) -> Iterator[str]:
    if not task.scope.sentinels:
        return
    words = ", ".join(map(task.dialect.text, task.scope.sentinels))
    for column in task.table.columns:
        if column.item.primary_key:
            yield f"NOT {task.values[column.name][0]} IN ({words})"


def scope_lines(scopes: Mapping[str, str]) -> tuple[str, ...]:
    """What the header of a script says of the rows that it takes. ``scopes`` has the words for each table that is filled, empty
    where nobody has said which of its rows are needed."""
    said = [line for name, words in scopes.items() if words for line in wrap(f"Rows of {name}: {words}.", WIDTH)]
    bare = [name for name, words in scopes.items() if not words]
    if bare:
        said += wrap(f"Filled without a row scope, so with all rows of the source: {', '.join(bare)}.", WIDTH)
    return tuple(said)
