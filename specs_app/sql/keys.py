"""Foreign keys and indexes: which relationships the database can hold, in which order tables are dropped."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from specs_app.document.types import Document, Relationship
from specs_app.sql.dialects.base import Dialect
from specs_app.sql.tables import SqlColumn, SqlTable


class Namer:
    """Names of constraints and indexes: readable, within the dialect's limit, and never the same twice in a script."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.used: set[str] = set()

    def name(self, *parts: str) -> str:
        """A name from its parts; shortened, with a digest of the whole, where it is too long or taken."""
        whole = "_".join(parts)
        if self.dialect.length(whole) > self.dialect.name_limit or whole.casefold() in self.used:
            whole = self._shortened(whole, repr(parts))
        self.used.add(whole.casefold())
        return whole

    def _shortened(self, whole: str, identity: str) -> str:
        digest = hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:12]
        while self.dialect.length(f"{whole}_{digest}") > self.dialect.name_limit:
            whole = whole[:-1]
        return f"{whole}_{digest}"


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """A foreign key that the database can hold."""

    name: str
    child: str
    column: str
    parent: str
    target: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A relationship that the database cannot hold, and why."""

    child: str
    text: str


@dataclass(frozen=True, slots=True)
class ForeignKeys:
    """The relationships of a script. ``indexed`` are the columns that relationships start from, by table."""

    keys: tuple[ForeignKey, ...]
    left_out: tuple[LeftOut, ...]
    indexed: Mapping[str, tuple[SqlColumn, ...]]


def links_of(document: Document, tables: Mapping[str, SqlTable], namer: Namer) -> ForeignKeys:
    """What becomes of each relationship; a relationship that is written twice counts once."""
    keys, left_out = [], []
    indexed: dict[str, list[SqlColumn]] = {}
    for entry in dict.fromkeys(map(_ends, document.relationships)):
        child, column, parent, target = entry
        if child in tables and (start := tables[child].column(column)) and start not in indexed.setdefault(child, []):
            indexed[child].append(start)
        if reason := _why_not(entry, tables):
            left_out.append(LeftOut(child, f"{child}.{column} -> {parent}.{target}: {reason}"))
        else:
            keys.append(ForeignKey(namer.name("fk", child, column), child, column, parent, target))
    return ForeignKeys(tuple(keys), tuple(left_out), {name: tuple(columns) for name, columns in indexed.items()})


def _ends(entry: Relationship) -> tuple[str, str, str, str]:
    """Child and its column, parent and its column."""
    return (entry.child_object, entry.child_item, entry.parent_object, entry.parent_item)


def _why_not(entry: tuple[str, str, str, str], tables: Mapping[str, SqlTable]) -> str:
    """Why the database cannot hold a foreign key between these ends; empty where it can."""
    start, end = _column(tables, *entry[:2]), _column(tables, *entry[2:])
    if not start or not end:
        return "the specification has no such item" if start else "this table has no such column"
    if not tables[entry[2]].is_unique(end):
        return "the item it points at is not unique"
    if start.comparable != end.comparable or start.type != end.type:
        return f"types differ ({start.type} here, {end.type} there)"
    return ""


def _column(tables: Mapping[str, SqlTable], table: str, column: str) -> SqlColumn | None:
    return tables[table].column(column) if table in tables else None


def drop_order(names: Iterable[str], keys: Iterable[ForeignKey]) -> tuple[tuple[str, ...], tuple[ForeignKey, ...]]:
    """The order in which tables can be dropped, and the foreign keys to drop before, because they close a circle."""
    left, open_keys = list(names), [key for key in keys if key.child != key.parent]
    order: list[str] = []
    first: list[ForeignKey] = []
    while left:
        pointed_at = {key.parent for key in open_keys}
        free = [name for name in left if name not in pointed_at]
        if not free:
            free = left[:1]
            first += [key for key in open_keys if key.parent == free[0]]
        order += free
        left = [name for name in left if name not in free]
        open_keys = [key for key in open_keys if key.child not in free and key.parent not in free]
    return tuple(order), tuple(first)
