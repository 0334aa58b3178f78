"""Tests of the rows of a table: keys, parents, codes and the order of dates. Sources do not promise to keep any of it.

Each test counts the rows that break a rule; nothing is altered.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from specs_app.document.names import DATES
from specs_app.document.types import Category
from specs_app.sql.keys import ForeignKey
from specs_app.sql.located import reading_located
from specs_app.sql.logs import noted
from specs_app.sql.plan import ScriptPlan
from specs_app.sql.tables import SqlColumn, SqlTable

#: Words of a column's name for the first of two dates, and those that stand in their place in the name of the second.
FIRST, SECOND = ("start", "from", "open", "opened", "began"), ("end", "to", "ceased", "close", "closed", "ended")
CODES = frozenset({"text", "char", "integer", "unknown"})
#: So many values stand in one IN, which Oracle limits.
MOST_CODES = 1000


def checks_of(table: SqlTable, plan: ScriptPlan) -> list[str]:
    """The statements that test one table, each of which notes what it found."""
    tests = (*_keys(table, plan), *_orphans(table, plan), *_codes(table, plan), *_dates(table, plan))
    own = [noted(plan, "test", table.name, detail, "COUNT(*)", rows) for detail, rows in tests]
    return [*own, *_sources(table, plan)]


def _sources(table: SqlTable, plan: ScriptPlan) -> Iterator[str]:
    """What is tested in the tables of the system."""
    for detail, rows in plan.fillings[table.name].tests if plan.wants("insert_data", table.name) else ():
        yield reading_located(noted(plan, "test", table.name, detail, "COUNT(*)", rows), plan.tables, plan.names)


def _keys(table: SqlTable, plan: ScriptPlan) -> Iterator[tuple[str, str]]:
    names = [column.name for column in table.columns if column.item.primary_key and _comparable(column, plan)]
    if not names:
        return
    said, columns, place = ", ".join(names), plan.columns(table.name, *names), plan.names.table(table.name)
    missing = " OR ".join(f"{plan.columns(table.name, name)} IS NULL" for name in names)
    yield f"key is missing: {said}", f" FROM {place} WHERE {missing}"
    double = plan.dialect.aliased(f"(SELECT {columns} FROM {place} GROUP BY {columns} HAVING COUNT(*) > 1)", "doubles")
    yield f"key stands twice: {said}", f" FROM {double}"


def _comparable(column: SqlColumn, plan: ScriptPlan) -> bool:
    return column.type not in plan.dialect.incomparable


def _orphans(table: SqlTable, plan: ScriptPlan) -> Iterator[tuple[str, str]]:
    for key in plan.keys_of.get(table.name, ()):
        yield f"no parent: {key.column} -> {key.parent}.{key.target}", _without_parent(key, plan)


def _without_parent(key: ForeignKey, plan: ScriptPlan) -> str:
    aliased, names = plan.dialect.aliased, plan.names
    column, target = f"child.{names.column(key.child, key.column)}", f"parent.{names.column(key.parent, key.target)}"
    child, parent = aliased(names.table(key.child), "child"), aliased(names.table(key.parent), "parent")
    return f" FROM {child} WHERE NOT {column} IS NULL AND NOT EXISTS (SELECT 1 FROM {parent} WHERE {target} = {column})"


def _codes(table: SqlTable, plan: ScriptPlan) -> Iterator[tuple[str, str]]:
    for column in table.columns:
        category = plan.categories.get(column.item.category)
        if category and column.logical.kind in CODES and _comparable(column, plan) and _can_be_said(category, plan):
            name = _as_text(column, table, plan)
            codes = [plan.dialect.text(entry.value) for entry in category.values]
            some = (", ".join(codes[start : start + MOST_CODES]) for start in range(0, len(codes), MOST_CODES))
            known = " OR ".join(f"{name} IN ({listed})" for listed in some)
            rows = f" FROM {plan.names.table(table.name)} WHERE NOT {name} IS NULL AND NOT ({known})"
            yield f"code is not in {category.name}: {column.name}", rows


def _can_be_said(category: Category, plan: ScriptPlan) -> bool:
    """Whether each code can stand in a script as it is."""
    texts = [entry.value for entry in category.values]
    plain = all(text.isprintable() and not any(sign in text for sign in plan.dialect.variables) for text in texts)
    return bool(texts) and plain


def _as_text(column: SqlColumn, table: SqlTable, plan: ScriptPlan) -> str:
    name = plan.columns(table.name, column.name)
    if column.logical.kind == "integer":
        return f"CAST({name} AS {plan.dialect.types['text'].sized.format(20)})"
    return name


def _dates(table: SqlTable, plan: ScriptPlan) -> Iterator[tuple[str, str]]:
    dates = {column.name: column for column in table.columns if column.logical.kind in DATES}
    for name in dates:
        for later in _later(name, dates):
            first, second = plan.columns(table.name, name), plan.columns(table.name, later)
            rows = f" FROM {plan.names.table(table.name)} WHERE {second} < {first}"
            yield f"dates out of order: {later} is before {name}", rows


def _later(name: str, dates: dict[str, SqlColumn]) -> list[str]:
    """The dates whose name differs from this one's in one word alone: ``end`` for ``start``."""
    words = name.split("_")
    swaps = [(place, word) for place, word in product(range(len(words)), SECOND) if words[place].lower() in FIRST]
    found = ("_".join([*words[:place], word, *words[place + 1 :]]) for place, word in swaps)
    return [other for other in found if other in dates]
