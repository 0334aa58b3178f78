"""Items: out again, under the names they had, back at their place, each with the values and mappings that it had."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from specs_app.document.diff.order import after_which
from specs_app.document.diff.order import moved as out_of_place
from specs_app.document.edits import Edit
from specs_app.document.edits.items import READERS
from specs_app.document.edits.mappings import WORDS
from specs_app.document.item_key import TEXTS
from specs_app.document.item_keys import BY_NAME
from specs_app.document.types import CmsMapping, DataObject, Deprecation, Document, Item, item_key
from specs_app.document.validation import Validation
from specs_app.document.values import Table, thaw

#: A name that no item has, for one that must make way for another.
SPARE = "in_between"


def gone(now: Document, wanted: Document) -> Iterator[Edit]:
    """Without the items that were not there."""
    for entry, item in now.items():
        if item_key(entry, item) not in wanted.item_by_ref:
            yield Edit("remove_item", item_key(entry, item))


def renamed(now: Document, wanted: Document) -> Iterator[Edit]:
    """Under the names they had; where two have changed places, one makes way first."""
    for entry in now.objects:
        names = {key: item.name for key, item in _items(entry).items()}
        former = {key: wanted.item_by_ref[key][1].name for key in names if key in wanted.item_by_ref}
        waiting = {key: name for key, name in former.items() if names[key] != name}
        while waiting:
            free = [key for key, name in waiting.items() if name not in names.values()]
            for key in free:
                names[key] = waiting.pop(key)
                yield Edit("change_item", key, {"name": names[key]})
            if waiting and not free:
                key = next(iter(waiting))
                names[key] = _spare(names)
                yield Edit("change_item", key, {"name": names[key]})


def _spare(names: Mapping[str, str]) -> str:
    return next(name for number in range(1, len(names) + 2) if (name := f"{SPARE}_{number}") not in names.values())


def moved(now: Document, wanted: Document) -> Iterator[Edit]:
    """At the places they had among those that stayed."""
    for entry, standing in _both(now, wanted):
        old, new = _items(standing), _items(entry)
        before, after = [key for key in old if key in new], [key for key in new if key in old]
        for key in out_of_place(before, after):
            yield Edit("move_item", key, {"after": _neighbour(new, after_which(after, key))})


def come(now: Document, wanted: Document) -> Iterator[Edit]:
    """Back, behind the item that they stood behind. One without a reference would come back as another item."""
    for entry, standing in _both(now, wanted):
        present, items = _items(standing), _items(entry)
        for key, item in items.items():
            if key not in present and item.item_ref:
                yield Edit("add_item", entry.name, {**_whole(item), "after": _before(items, key)})


def _before(items: Mapping[str, Item], key: str) -> str:
    return _neighbour(items, after_which(list(items), key))


def _neighbour(items: Mapping[str, Item], key: str | None) -> str:
    return "" if key is None else items[key].item_ref or items[key].name


def _whole(item: Item) -> dict[str, Any]:
    """All that an edit says of a new item; its mappings that say more than that it is held follow one by one."""
    values = {key: value for key, value in _values(Item("", ""), item).items() if value not in (None, [], False)}
    held = [mapping.cms for mapping in item.cms if mapping == CmsMapping(mapping.cms)]
    return {"item_ref": item.item_ref, **values, "cms": held} if held else {"item_ref": item.item_ref, **values}


def changed(now: Document, wanted: Document) -> Iterator[Edit]:
    """With the values that they had."""
    for key, (_, item) in wanted.item_by_ref.items():
        if key in now.item_by_ref:
            standing = now.item_by_ref[key][1]
            if values := {**_values(standing, item), **_cells(standing, item)}:
                yield Edit("change_item", key, values)


def _cells(standing: Item, wanted: Item) -> dict[str, Any]:
    """What only the registered table knows, column by column; null where it said nothing."""
    here, there = dict(standing.table_cells), dict(wanted.table_cells)
    found = {column: there.get(column) for column in {**there, **here} if there.get(column) != here.get(column)}
    return {"table_cells": found} if found else {}


def _values(standing: Item, wanted: Item) -> dict[str, Any]:
    """The values of ``wanted`` that differ, as an edit gives them."""
    values = {
        name: _told(name, getattr(wanted, name)) for name in READERS if getattr(standing, name) != getattr(wanted, name)
    }
    if standing.validators != wanted.validators:
        values["validators"] = [_validator(entry) for entry in wanted.validators]
    if (standing.returns, standing.returns_map) != (wanted.returns, wanted.returns_map):
        values["returns"] = _returns(wanted)
    return values


def _told(name: str, value: Any) -> Any:
    """A value as JSON; a text that says nothing is null."""
    if isinstance(value, Deprecation):
        said = {"since": value.since, "replaced_by": value.replaced_by, "remove_in": value.remove_in}
        return {key: text for key, text in said.items() if text}
    kind = BY_NAME[name].kind
    if kind == "table":
        return thaw(Table(value)) or None
    if kind == "words":
        return list(value)
    return value or None if kind in TEXTS else value


def _validator(entry: Validation) -> dict[str, Any]:
    """Its arguments by name, or the only one as the file writes it."""
    name, bare = entry.values[0] if len(entry.values) == 1 else ("", None)
    values = {"values": bare} if not name and isinstance(bare, str) else {}
    return {**entry.as_dict(), **values}


def _returns(item: Item) -> list[dict[str, str]]:
    """Each return that it names, with every place; one without a place is said with keys too, so that it loses those it got."""
    told: list[dict[str, str]] = []
    for name in item.returns:
        places = [place for place in item.returns_map if place.name == name]
        told += [{"return": name, "section": place.section, "reference": place.reference} for place in places]
        told += [] if places else [{"return": name}]
    return told


def mapped(now: Document, wanted: Document) -> Iterator[Edit]:
    """As each system held them."""
    for key, (_, item) in wanted.item_by_ref.items():
        standing = now.item_by_ref[key][1] if key in now.item_by_ref else item
        for system in dict.fromkeys(mapping.cms for mapping in (*standing.cms, *item.cms)):
            old, new = standing.mapping(system), item.mapping(system)
            if old != new:
                yield Edit("map_item", key, {"cms": system, **_mapping(old or CmsMapping(system), new)})


def _mapping(old: CmsMapping, new: CmsMapping | None) -> dict[str, Any]:
    if new is None:
        return dict.fromkeys(WORDS)
    words = {key: getattr(new, key) or None for key in WORDS if getattr(old, key) != getattr(new, key)}
    builds = {"variants": dict(new.variants) or None} if old.variants != new.variants else {}
    return {**words, **builds, "marked": new.marked}


def _both(now: Document, wanted: Document) -> Iterator[tuple[DataObject, DataObject]]:
    """Each object as it is wanted, and as it is now."""
    for entry in wanted.objects:
        if (standing := now.object_by_name.get(entry.name)) is not None and standing.items != entry.items:
            yield entry, standing


def _items(entry: DataObject) -> dict[str, Item]:
    """The items by their keys, in order; of a repeated key the first."""
    found: dict[str, Item] = {}
    for item in entry.items:
        found.setdefault(item_key(entry, item), item)
    return found
