"""One item out of three, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, TypeAlias

from specs_app.document import paths
from specs_app.document.diff.change import plain
from specs_app.document.merge import Slot
from specs_app.document.threeway.lists import every, numbered
from specs_app.document.threeway.metadata import united
from specs_app.document.threeway.picking import Picker
from specs_app.document.types import CmsMapping, Document, Item, ReturnMapping, item_key
from specs_app.document.values import Extra, Table, thaw

#: An item's reference or names, and which one of these it is.
ItemKey: TypeAlias = tuple[str, int]
_APART = frozenset({"item_ref", "returns", "returns_map", "cms", "metadata"})
_FIELDS = tuple(entry.name for entry in fields(Item) if entry.name not in _APART)


@dataclass(frozen=True, slots=True)
class Placed:
    """An item and the object that it stands in: its name, and which one of that name it is."""

    home: tuple[str, int]
    item: Item

    @property
    def meaning(self) -> Placed:
        """The same without what is no part of the meaning."""
        return replace(self, item=replace(self.item, metadata=()))


Items: TypeAlias = Mapping[ItemKey, Placed]


def placed(document: Document) -> dict[ItemKey, Placed]:
    """All items of a document."""
    homes = numbered(document.objects, lambda entry: entry.name)
    pairs = ((home, entry, item) for home, entry in homes.items() for item in entry.items)
    found = numbered(pairs, lambda pair: item_key(pair[1], pair[2]))
    return {key: Placed(home, item) for key, (home, _, item) in found.items()}


def merged_items(base: Items, theirs: Items, ours: Items, picker: Picker) -> dict[ItemKey, Placed]:
    """The items that there are in the end."""
    found = {key: _one(key, base.get(key), theirs.get(key), ours.get(key), picker) for key in every(ours, theirs)}
    return {key: item for key, item in found.items() if item is not None}


def _one(
    key: ItemKey, base: Placed | None, theirs: Placed | None, ours: Placed | None, picker: Picker
) -> Placed | None:
    address = paths.of_ref(key[0])
    if theirs is not None and ours is not None and base is not None:
        return _by_field(address, base, theirs, ours, picker)
    if theirs is not None and ours is not None and theirs.meaning == ours.meaning:
        return replace(ours, item=replace(ours.item, metadata=united((), theirs.item.metadata, ours.item.metadata)))
    was, one, other = (side and side.meaning for side in (base, theirs, ours))
    picked = picker.pick_part(address, was, one, other, tell=_record)
    return theirs if picked is one else ours


def _record(side: Placed | None) -> Any:
    if side is None:
        return None
    record = plain(side.item)
    record.pop("metadata", None)
    return {"object": side.home[0], **record}


def _by_field(address: str, base: Placed, theirs: Placed, ours: Placed, picker: Picker) -> Placed:
    def pick(field: str) -> Any:
        values = (getattr(side.item, field) for side in (base, theirs, ours))
        return picker.pick((address, field), *values, tell=told)

    home = picker.pick((address, "object"), base.home, theirs.home, ours.home, tell=lambda home: home[0])
    returns, places = picker.pick((address, "returns"), *map(_returns, (base, theirs, ours)), tell=_told_returns)
    item = replace(
        ours.item,
        **{field: pick(field) for field in _FIELDS},
        returns=returns,
        returns_map=places,
        cms=_mappings(address, base.item, theirs.item, ours.item, picker),
        metadata=united(base.item.metadata, theirs.item.metadata, ours.item.metadata),
    )
    return Placed(home, item)


def told(value: object) -> Any:
    if isinstance(value, tuple) and value and isinstance(value[0], tuple):
        pairs: Extra = value
        return thaw(Table(pairs))
    return plain(value)


Returns: TypeAlias = tuple[tuple[str, ...], tuple[ReturnMapping, ...]]


def _returns(side: Placed) -> Returns:
    return side.item.returns, side.item.returns_map


def _told_returns(value: Returns) -> list[str]:
    """Names of returns, each with its places where it has any."""
    names, places = value
    told = [" ".join((place.name, place.section, place.reference)).strip() for place in places]
    mapped = {place.name for place in places}
    return [*(name for name in names if name not in mapped), *told]


def _mappings(address: str, base: Item, theirs: Item, ours: Item, picker: Picker) -> tuple[CmsMapping, ...]:
    names = sorted({entry.cms for side in (base, theirs, ours) for entry in side.cms})
    slots: dict[str, Slot] = {name: (address, f"cms/{name}") for name in names}
    picked = (picker.pick(slots[name], base.mapping(name), theirs.mapping(name), ours.mapping(name)) for name in names)
    return tuple(entry for entry in picked if entry is not None)
