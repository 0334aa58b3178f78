"""Differences of items: added, removed, moved, and field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from specs_app.document import paths
from specs_app.document.diff.change import Change, plain
from specs_app.document.diff.order import after_which, moved
from specs_app.document.diff.rules import FIELDS, places_grade
from specs_app.document.renames import Renames
from specs_app.document.types import ChangeClass, CmsMapping, DataObject, Document, Item, item_key
from specs_app.document.values import Extra, Table, thaw

Found = Mapping[str, tuple[DataObject, Item]]


def item_changes(before: Document, after: Document, names: Renames) -> Iterator[Change]:
    """Every difference between the items; ``names`` are those that other parts have now."""
    renamed = names.objects
    old, new = before.item_by_ref, after.item_by_ref
    for key, (entry, item) in old.items():
        if key not in new:
            yield _gone(entry, item)
    for key, (entry, item) in new.items():
        fresh = entry.name not in before.object_by_name and entry.name not in renamed.values()
        yield from _one(old, key, entry, item, fresh, names)
    former = {new_name: name for name, new_name in renamed.items()}
    for entry in after.objects:
        yield from _order(before.object_by_name.get(former.get(entry.name, entry.name)), entry)


def _one(old: Found, key: str, entry: DataObject, item: Item, in_new_object: bool, names: Renames) -> Iterator[Change]:
    if key not in old:
        yield _come(entry, item, in_new_object)
        return
    home, previous = old[key]
    if names.objects.get(home.name, home.name) != entry.name:
        yield Change("moved", paths.of_ref(key), "object", home.name, entry.name, "breaking")
    if previous is not item:
        yield from field_changes(paths.of_ref(key), previous, item, names)


def _gone(entry: DataObject, item: Item) -> Change:
    return Change("removed", paths.of_item(entry, item), "", _record(entry, item), None, "breaking")


def _come(entry: DataObject, item: Item, in_new_object: bool) -> Change:
    """A new item asks something of those who fill the object already only where it is a key or required."""
    demands = (item.required or item.primary_key) and not in_new_object
    change_class: ChangeClass = "breaking" if demands else "compatible"
    return Change("added", paths.of_item(entry, item), "", None, _record(entry, item), change_class)


def _record(entry: DataObject, item: Item) -> dict[str, object]:
    record = plain(item)
    record.pop("metadata", None)
    return {"object": entry.name, **record}


def field_changes(address: str, before: Item, after: Item, names: Renames) -> Iterator[Change]:
    """What differs between two states of one item; that it says the new name of its code list is no difference of its own."""
    for field, (kind, grade) in FIELDS.items():
        old, new = getattr(before, field), getattr(after, field)
        if old != new and not (field == "category" and names.category(old) == new):
            yield Change(kind, address, field, _value(old), _value(new), grade(before, after))
    yield from _return_changes(address, before, after)
    yield from _place_changes(address, before, after)
    yield from _mapping_changes(address, before, after, names)


def _value(value: object) -> object:
    if isinstance(value, tuple) and value and isinstance(value[0], tuple):
        pairs: Extra = value
        return thaw(Table(pairs))
    return plain(value)


def _return_changes(address: str, before: Item, after: Item) -> Iterator[Change]:
    for name in dict.fromkeys((*before.returns, *after.returns)):
        field, old, new = f"returns/{name}", before.returns.count(name), after.returns.count(name)
        if bool(old) != bool(new):
            yield _listed("return", address, field, bool(old), bool(new))
        elif old != new:  # named twice says no more than once
            yield Change("return", address, field, old, new, "editorial")


def _place_changes(address: str, before: Item, after: Item) -> Iterator[Change]:
    names = dict.fromkeys(place.name for place in (*before.returns_map, *after.returns_map))
    for name in names:
        old, new = ([place for place in side.returns_map if place.name == name] for side in (before, after))
        if old != new:
            before_told, after_told = ([plain(place) for place in side] or None for side in (old, new))
            grade = places_grade(old, new)
            yield Change("return", address, f"returns_map/{name}", before_told, after_told, grade)


def _mapping_changes(address: str, before: Item, after: Item, names: Renames) -> Iterator[Change]:
    """A mapping that only says the new name of a part of the specification itself is the same one."""
    keys = dict.fromkeys(mapping.cms for mapping in (*before.cms, *after.cms))
    for key in keys:
        old, new = before.mapping(key), after.mapping(key)
        if old != new and (old is None or names.mapping(old) != new):
            grade: ChangeClass = "breaking" if _held(old) and not _held(new) else "compatible"
            yield Change("mapping", address, f"cms/{key}", plain(old), plain(new), grade)


def _held(mapping: CmsMapping | None) -> bool:
    return mapping is not None and mapping.marked


def _listed(kind: str, address: str, field: str, old: bool, new: bool) -> Change:
    return Change(kind, address, field, old, new, "compatible" if new else "breaking")


def _order(previous: DataObject | None, entry: DataObject) -> Iterator[Change]:
    if previous is None or previous is entry:
        return
    old = [item_key(previous, item) for item in previous.items]
    new = [item_key(entry, item) for item in entry.items]
    shared_old = [key for key in old if key in set(new)]
    shared_new = [key for key in new if key in set(old)]
    for key in moved(shared_old, shared_new):
        places = after_which(shared_old, key), after_which(shared_new, key)
        yield Change("moved", paths.of_ref(key), "order", *places, "editorial")
