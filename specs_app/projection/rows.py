"""The parts of a Document as rows: plain data by stable address, which the projection writes and the proof compares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypeAlias
from urllib.parse import quote

from specs_app import models
from specs_app.document import paths
from specs_app.document.extract_settings import EXTRACT_REGISTRIES
from specs_app.document.storable import clean, plain
from specs_app.document.types import Category, DataObject, Document, Item, Settings
from specs_app.document.values import Table, thaw
from specs_app.models.base import ADDRESS_LENGTH, PartRow

#: Parents before their children.
MODELS: tuple[type[PartRow], ...] = (
    models.DataObject,
    models.Item,
    models.Category,
    models.CategoryValue,
    models.Relationship,
    models.Cms,
    models.CmsMapping,
    models.Return,
    models.ReturnMapping,
)
_OWN = frozenset({"id", "specification", "address", "position"})
_TABLES = frozenset({"synthetic", "table_cells", "metadata", "extra"})
#: What ``specification.yml`` says beside the registries of systems and returns.
TEXT_SETTINGS = ("title", "publisher", "description", "prefix", "table_prefix", "version")
OTHER_SETTINGS = ("layout", "domains", "statuses", "validators", "datatypes", "rules")
#: Told only where they say something, as rows of earlier editions do not have them.
LATER_SETTINGS = ("short_name", "mark", "colour", "tables", *EXTRACT_REGISTRIES)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the address of the part it belongs to, its place among its siblings, and its columns."""

    parent: str
    position: int
    values: Mapping[str, Any]


Rows: TypeAlias = dict[str, Row]
Tables: TypeAlias = dict[type[PartRow], Rows]


def columns(model: type[PartRow]) -> tuple[str, ...]:
    """The columns of a table that say what the part says."""
    names = (field.name for field in model._meta.fields)
    return tuple(name for name in names if name not in _OWN and name != model.PARENT)


COLUMNS = {model: columns(model) for model in MODELS}


def shared(before: Document, after: Document) -> frozenset[int]:
    """The ids of the objects, code lists and authorities that both documents hold in the same place: their rows need no comparison.

    Revisions share what their unchanged files say. Nothing is shared where the settings differ, or where a name or
    reference is used twice, as the address of one part then depends on the others.
    """
    if before.settings != after.settings or not (_all_distinct(before) and _all_distinct(after)):
        return frozenset()
    pairs = (
        *zip(before.objects, after.objects, strict=False),
        *zip(before.categories, after.categories, strict=False),
        *zip(before.authorities, after.authorities, strict=False),
    )
    return frozenset(id(new) for old, new in pairs if old is new)


def shared_with_codes(before: Document, after: Document) -> frozenset[int]:
    """The same without the objects whose items name a code list that is another now: the search finds items by their codes."""
    new, old = after.category_by_name, before.category_by_name
    moved = {name for name in {*new, *old} if new.get(name) is not old.get(name)}
    named = (id(entry) for entry in after.objects if any(item.category in moved for item in entry.items))
    return shared(before, after).difference(named) if moved else shared(before, after)


def _all_distinct(document: Document) -> bool:
    return (
        len(document.object_by_name) == len(document.objects)
        and len(document.category_by_name) == len(document.categories)
        and len(document.item_by_ref) == sum(len(entry.items) for entry in document.objects)
    )


def rows_of(document: Document, without: frozenset[int] = frozenset()) -> Tables:
    """Every row that the document asks for, but for the parts with the ids ``without``."""
    tables: Tables = {model: {} for model in MODELS}
    for position, entry in enumerate(document.objects):
        if id(entry) not in without:
            _object_rows(tables, entry, position)
    for position, category in enumerate(document.categories):
        if id(category) not in without:
            _category_rows(tables, category, position)
    for position, relationship in enumerate(document.relationships):
        _add(tables, models.Relationship, paths.of_relationship(relationship), "", position, relationship)
    for position, cms in enumerate(document.settings.cms):
        _add(tables, models.Cms, paths.join("cms", cms.key), "", position, cms)
    for position, entry_of_registry in enumerate(document.settings.returns):
        _add(tables, models.Return, paths.join("returns", entry_of_registry.key), "", position, entry_of_registry)
    return tables


def settings_values(settings: Settings) -> dict[str, Any]:
    """The columns of the specification's own row."""
    values: dict[str, Any] = {name: clean(getattr(settings, name)) for name in TEXT_SETTINGS}
    other = {name: plain(getattr(settings, name)) for name in OTHER_SETTINGS}
    other |= {name: plain(value) for name in LATER_SETTINGS if (value := getattr(settings, name))}
    return values | {
        "public_comments": settings.public_comments,
        "access": settings.access,
        "settings": other | {"extra": plain(thaw(Table(settings.extra)))},
    }


def _object_rows(tables: Tables, entry: DataObject, position: int) -> None:
    address = _add(tables, models.DataObject, paths.of_object(entry.name), "", position, entry)
    for place, item in enumerate(entry.items):
        _item_rows(tables, entry, item, address, place)


def _item_rows(tables: Tables, entry: DataObject, item: Item, parent: str, position: int) -> None:
    address = _add(tables, models.Item, paths.of_item(entry, item), parent, position, item)
    for place, mapping in enumerate(item.cms):
        _add(tables, models.CmsMapping, f"{address}/cms/{quote(mapping.cms, safe='')}", address, place, mapping)
    for place, mark in enumerate(item.returns_map):
        name = f"{address}/returns/{quote(mark.name, safe='')}/{quote(mark.section, safe='')}"
        _add(tables, models.ReturnMapping, name, address, place, mark)


def _category_rows(tables: Tables, category: Category, position: int) -> None:
    address = _add(tables, models.Category, paths.of_category(category.name), "", position, category)
    for place, value in enumerate(category.values):
        _add(tables, models.CategoryValue, paths.of_value(category.name, value.value), address, place, value)


def _add(tables: Tables, model: type[PartRow], wanted: str, parent: str, position: int, entry: object) -> str:
    rows = tables[model]
    address = _free(rows, _short(clean(wanted)))
    rows[address] = Row(parent, position, {name: _column(entry, name) for name in COLUMNS[model]})
    return address


def _short(address: str) -> str:
    if len(address) <= ADDRESS_LENGTH - 80:
        return address
    return f"{address[: ADDRESS_LENGTH - 80]}~{sha256(address.encode()).hexdigest()}"


def _free(rows: Rows, address: str) -> str:
    """The address, or with ``~2`` and on where a file uses it again."""
    number, free = 1, address
    while free in rows:
        number += 1
        free = f"{address}~{number}"
    return free


def _column(entry: object, name: str) -> Any:
    value = getattr(entry, name)
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bool) or value is None:
        return value
    return plain(thaw(Table(value)) if name in _TABLES else value)


@dataclass(frozen=True, slots=True)
class Delta:
    """What must be written to one table: addresses by what happens to their rows."""

    added: tuple[str, ...]
    changed: Mapping[str, tuple[str, ...]]
    moved: tuple[str, ...]
    removed: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.moved or self.removed)


def delta(old: Rows, new: Rows) -> Delta:
    """From the rows that are to those that should be. A row whose place alone differs is moved, not changed."""
    changed, moved = {}, []
    for address, row in new.items():
        before = old.get(address)
        if before is None or before == row:
            continue
        if names := tuple(_differing(before, row)):
            changed[address] = names
        else:
            moved.append(address)
    added = tuple(address for address in new if address not in old)
    removed = tuple(address for address in old if address not in new)
    return Delta(added, changed, tuple(moved), removed)


def _differing(before: Row, after: Row) -> Iterator[str]:
    if before.parent != after.parent:
        yield "parent"
    yield from (name for name, value in after.values.items() if before.values.get(name) != value)
