"""Records as tables: each column is read from a record by a rule, and the columns of a version are always the same.

The columns of an item: its own keys; a pair such as the foreign key as ``foreign_key_object`` and ``foreign_key_item``; a list
of entries as parallel lists, ``returns`` (their names), ``returns_section`` and so on; for each system ``<cms>_table``,
``<cms>_field``, ``<cms>_source``, ``<cms>_status``, ``<cms>_note`` and ``<cms>_variants``; ``metadata_<key>`` for every key that
the version has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count
from typing import Any

from specs_app.document.item_keys import TOLD
from specs_app.document.types import Document
from specs_app.publishing.records import Record

#: What a column tells of how one system holds an item.
OF_A_SYSTEM = ("table", "field", "source", "status", "note", "variants")


@dataclass(frozen=True, slots=True)
class FlatColumn:
    """``name`` stands in the header; ``key`` is the key of the record that the cells come from."""

    name: str
    key: str
    read: Callable[[Record], Any]


@dataclass(frozen=True, slots=True)
class FlatTable:
    """Rows of values under the names of their columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def table(columns: Sequence[FlatColumn], records: Iterable[Record]) -> FlatTable:
    """The records as rows."""
    return FlatTable(names(columns), tuple(rows_of(columns, records)))


def distinct(columns: Iterable[FlatColumn]) -> tuple[FlatColumn, ...]:
    """The columns under names that never repeat: one that is taken by another is numbered, such as ``name_2``."""
    found: dict[str, FlatColumn] = {}
    for column in columns:
        numbered = (f"{column.name}_{number}" for number in count(2))
        name = next(name for name in chain((column.name,), numbered) if name not in found)
        found[name] = replace(column, name=name)
    return tuple(found.values())


def names(columns: Sequence[FlatColumn]) -> tuple[str, ...]:
    """What stands in the header."""
    return tuple(column.name for column in columns)


def rows_of(columns: Sequence[FlatColumn], records: Iterable[Record]) -> Iterator[tuple[Any, ...]]:
    """The records as rows, one by one."""
    readers = [column.read for column in columns]
    return (tuple(read(record) for read in readers) for record in records)


def plain(*keys: str) -> tuple[FlatColumn, ...]:
    """Keys that are one column each."""
    return tuple(FlatColumn(key, key, lambda record, key=key: record.get(key)) for key in keys)  # type: ignore[misc]


def one(key: str, *parts: str) -> tuple[FlatColumn, ...]:
    """A key that holds a record of its own, or nothing."""
    return tuple(FlatColumn(f"{key}_{part}", key, _part(key, part)) for part in parts)


def many(key: str, *parts: str) -> tuple[FlatColumn, ...]:
    """A key that holds a list of records: parallel lists, the first of them under the key itself."""
    names = (key, *(f"{key}_{part}" for part in parts[1:]))
    return tuple(FlatColumn(name, key, _parts(key, part)) for name, part in zip(names, parts, strict=True))


def _part(key: str, part: str) -> Callable[[Record], Any]:
    return lambda record: (record.get(key) or {}).get(part)


def _parts(key: str, part: str) -> Callable[[Record], Any]:
    return lambda record: [entry.get(part) for entry in record.get(key) or ()]


PLACES = ("return", "section", "reference", "mark")
#: Keys of an item that are not one column each. The keys of its metadata differ from version to version.
OWN: dict[str, tuple[FlatColumn, ...]] = {
    "foreign_key": one("foreign_key", "object", "item"),
    "returns": many("returns", *PLACES),
    "unlisted_returns": many("unlisted_returns", *PLACES),
    "cms": (FlatColumn("cms", "cms", lambda record: [entry["cms"] for entry in record["cms"] if entry["marked"]]),),
    "validators": many("validators", "validator", "values", "rule"),
    "deprecated": one("deprecated", "since", "replaced_by", "remove_in"),
    "metadata": (),
}


def _of_keys(*keys: str) -> tuple[FlatColumn, ...]:
    return tuple(column for key in keys for column in OWN.get(key, plain(key)))


_KEYS = [key.in_rest for key in TOLD if key.name != "validators"]
_SYSTEMS = _KEYS.index("cms") + 1
#: What stands before the systems, and what stands behind them.
ITEM_HEAD = _of_keys(*_KEYS[:_SYSTEMS])
ITEM_TAIL = _of_keys("validators", *_KEYS[_SYSTEMS:])


def item_columns(document: Document, cms: str = "") -> tuple[FlatColumn, ...]:
    """The columns of the items of a version; of the systems only ``cms`` where one is named."""
    systems = (cms,) if cms else tuple(_systems(document))
    held = (column for system in systems for column in of_system(system))
    return (*ITEM_HEAD, *held, *ITEM_TAIL, *one("metadata", *_metadata(document)))


def of_system(cms: str) -> Iterator[FlatColumn]:
    """How one system holds an item."""
    for part in OF_A_SYSTEM:
        yield FlatColumn(f"{cms}_{part}", "cms", _held(cms, part))


def _held(cms: str, part: str) -> Callable[[Record], Any]:
    return lambda record: next((entry[part] for entry in record["cms"] if entry["cms"] == cms), None)


def _systems(document: Document) -> Iterable[str]:
    """Those of the registry, then those that an item names and the registry does not."""
    named = (mapping.cms for _, item in document.items() for mapping in item.cms)
    return dict.fromkeys((*(entry.key for entry in document.settings.cms), *named))


def _metadata(document: Document) -> Iterable[str]:
    return dict.fromkeys(key for _, item in document.items() for key, _ in item.metadata)


def chosen(columns: Sequence[FlatColumn], names: Iterable[str]) -> tuple[FlatColumn, ...]:
    """The columns named, in that order; a key that is no column itself stands for all that come from it."""
    by_name: Mapping[str, FlatColumn] = {column.name: column for column in columns}
    found: dict[str, FlatColumn] = {}
    for name in names:
        for column in [by_name[name]] if name in by_name else [entry for entry in columns if entry.key == name]:
            found[column.name] = column
    return tuple(found.values())
