"""The tables of a specification in one dialect: columns, types, primary keys and unique columns.

What cannot be a table or a column is left out with a problem, so that the others are still made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from specs_app.document import paths
from specs_app.document.names import LogicalType, in_base_types, logical_type
from specs_app.document.problems import Problem
from specs_app.document.types import DataObject, Document, Item
from specs_app.sql.dialects import dialect_of
from specs_app.sql.dialects.base import Dialect, TypeRule

SIZED = frozenset({"text", "char", "binary"})


@dataclass(frozen=True, slots=True)
class SqlColumn:
    """One column: its item, its logical type, and the type as the dialect writes it."""

    item: Item
    name: str
    logical: LogicalType
    type: str

    @property
    def comparable(self) -> tuple[str, str]:
        """What must be equal on both ends of a foreign key; a size counts only where the type has one."""
        return (self.logical.kind, self.logical.size if self.logical.kind in SIZED else "")


@dataclass(frozen=True, slots=True)
class SqlTable:
    """One table. ``key`` are the columns of the primary key that the database can hold, ``uniques`` the unique columns besides
    that relationships use.
    """

    entry: DataObject
    columns: tuple[SqlColumn, ...]
    key: tuple[SqlColumn, ...]
    uniques: tuple[SqlColumn, ...]

    @property
    def name(self) -> str:
        return self.entry.name

    def column(self, name: str) -> SqlColumn | None:
        """The column of that name, or None."""
        return next((column for column in self.columns if column.name == name), None)

    def is_unique(self, column: SqlColumn) -> bool:
        """Whether the database itself keeps this column's values apart."""
        return self.key == (column,) or column in self.uniques


def column_type(item: Item, dialect: str, *, indexed: bool = False) -> str:
    """The type of an item's column, such as ``NVARCHAR(48)``; ``indexed`` where a relationship uses the item."""
    return _type(item, dialect_of(dialect), indexed=indexed)


def columns_of(document: Document, entry: DataObject, dialect: str) -> tuple[SqlColumn, ...]:
    """The columns of an object's table as its script makes them, for pages."""
    based = in_base_types(document)
    return _columns(based.objects[document.objects.index(entry)], dialect_of(dialect), linked_items(document), [])


def tables_of(document: Document, dialect: Dialect) -> tuple[tuple[SqlTable, ...], tuple[Problem, ...]]:
    """Every table that can be made, in the document's order, and why others cannot."""
    document, problems = in_base_types(document), list[Problem]()
    linked, seen = linked_items(document), set[str]()
    tables = []
    for entry in document.objects:
        if reason := _why_no_table(entry, document.settings.table_prefix, dialect, seen):
            problems.append(_left_out("table-left-out", f"Table {entry.name!r}", reason, paths.of_object(entry.name)))
            continue
        seen.add(entry.name.casefold())
        tables.append(_table(entry, dialect, linked, problems))
    return tuple(tables), tuple(problems)


def linked_items(document: Document) -> frozenset[tuple[str, str]]:
    """The items at either end of a relationship, by the names of their object and their own."""
    children = {(entry.child_object, entry.child_item) for entry in document.relationships}
    return frozenset(children | {(entry.parent_object, entry.parent_item) for entry in document.relationships})


def _why_no_table(entry: DataObject, prefix: str, dialect: Dialect, seen: set[str]) -> str:
    if not dialect.usable(entry.name):
        return f"its name is no usable identifier in {dialect.title}"
    if not entry.name.startswith(prefix):
        return f"its name does not begin with {prefix!r}, and a script writes to no other table"
    if entry.name.casefold() in seen:
        return "another table has the same name"
    if not any(dialect.usable(item.name) for item in entry.items):
        return "it has no items that could be columns"
    return ""


def _table(
    entry: DataObject, dialect: Dialect, linked: frozenset[tuple[str, str]], problems: list[Problem]
) -> SqlTable:
    columns = _columns(entry, dialect, linked, problems)
    key = _indexable((column for column in columns if column.item.primary_key), entry, dialect, problems)
    whole = len(key) == len(entry.keys)
    key = key if whole else ()
    uniques = (column for column in columns if _is_target(entry, column, linked) and (column,) != key)
    return SqlTable(entry, columns, key, _indexable(uniques, entry, dialect, problems))


def _is_target(entry: DataObject, column: SqlColumn, linked: frozenset[tuple[str, str]]) -> bool:
    return column.item.unique and (entry.name, column.name) in linked


def _columns(
    entry: DataObject, dialect: Dialect, linked: frozenset[tuple[str, str]], problems: list[Problem]
) -> tuple[SqlColumn, ...]:
    columns, seen = [], set[str]()
    for item in entry.items:
        if reason := _why_no_column(item, dialect, seen):
            name = f"Column {item.name!r} of {entry.name}"
            problems.append(_left_out("column-left-out", name, reason, paths.of_item(entry, item)))
            continue
        seen.add(item.name.casefold())
        indexed = (entry.name, item.name) in linked
        column = SqlColumn(item, item.name, logical_type(item), _type(item, dialect, indexed=indexed))
        problems += _guessed(entry, column)
        columns.append(column)
    return tuple(columns)


def _guessed(entry: DataObject, column: SqlColumn) -> Iterator[Problem]:
    """A type that the specification does not say in full is made the widest one, and said."""
    kind, size = column.logical.kind, column.logical.size
    if kind == "unknown" or (kind == "char" and not size):
        what = "has no size" if kind == "char" else "is of no type that tables know"
        message = f"Column {column.name!r} of {entry.name} is made {column.type}: it {what}."
        remedy = (
            "Give the item a size." if kind == "char" else "Give the item a type such as nvarchar, int or datetime."
        )
        yield Problem("type-guessed", "warning", message, remedy, address=paths.of_item(entry, column.item))


def _why_no_column(item: Item, dialect: Dialect, seen: set[str]) -> str:
    if not dialect.usable(item.name):
        return f"its name is no usable identifier in {dialect.title}"
    return "another column has the same name" if item.name.casefold() in seen else ""


def _type(item: Item, dialect: Dialect, *, indexed: bool) -> str:
    spelled = dialect.spelled.get(item.type.strip().lower())
    logical = logical_type(item)
    return spelled or _sized(dialect.types[logical.kind], logical, indexed or item.primary_key)


def _sized(rule: TypeRule, logical: LogicalType, indexed: bool) -> str:
    """The type with its size, where that is within the limit; else the open type, or what can be a key or index."""
    size = str(logical.size or "")
    if rule.sized and size.isascii() and size.isdigit() and 0 < int(size[:9]) <= rule.limit:
        return rule.sized.format(int(size[:9]))
    unsaid = not size or not rule.sized
    return rule.key if indexed and unsaid and rule.key else rule.open


def _indexable(
    columns: Iterable[SqlColumn], entry: DataObject, dialect: Dialect, problems: list[Problem]
) -> tuple[SqlColumn, ...]:
    kept = []
    for column in columns:
        if column.type in dialect.unindexed:
            name, reason = f"Key on {entry.name}.{column.name}", f"{dialect.title} cannot index {column.type}"
            problems.append(_left_out("key-left-out", name, reason, paths.of_item(entry, column.item)))
        else:
            kept.append(column)
    return tuple(kept)


def _left_out(rule: str, what: str, reason: str, address: str) -> Problem:
    return Problem(rule, "warning", f"{what} is left out: {reason}.", _REMEDIES[rule], address=address)


_REMEDIES = {
    "table-left-out": "Correct the object's name or its items.",
    "column-left-out": "Rename the item.",
    "key-left-out": "Give the item a size.",
}
