"""One item out of three, field by field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, TypeAlias

from specs_app.document import paths
from specs_app.document.diff.change import plain
from specs_app.document.links import End
from specs_app.document.threeway.lists import every, numbered
from specs_app.document.threeway.metadata import united
from specs_app.document.threeway.picking import Picker
from specs_app.document.types import CmsMapping, Document, Item, Relationship, ReturnMapping, item_key
from specs_app.document.values import Extra, Table, thaw

#: An item's reference or names, and which one of these it is.
ItemKey: TypeAlias = tuple[str, int]
_APART = frozenset({"item_ref", "returns", "returns_map", "cms", "metadata"})
_FIELDS = tuple(entry.name for entry in fields(Item) if entry.name not in _APART)


@dataclass(frozen=True, slots=True)
class Placed:
    """An item, the object that it stands in (its name, and which one of that name it is), and its foreign keys."""

    home: tuple[str, int]
    item: Item
    links: tuple[Relationship, ...] = ()

    @property
    def end(self) -> End:
        """What relationships call it."""
        return self.home[0], self.item.name

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
    links = document.parents_of
    return {key: Placed(home, item, links.get((home[0], item.name), ())) for key, (home, _, item) in found.items()}


def merged_items(sides: Sequence[Items], picker: Picker) -> dict[ItemKey, Placed]:
    """The items that there are in the end; ``sides`` are those of base, theirs and ours."""
    found = {key: _one(key, [side.get(key) for side in sides], picker) for key in every(*reversed(sides))}
    return {key: item for key, item in found.items() if item is not None}


def _one(key: ItemKey, sides: Sequence[Placed | None], picker: Picker) -> Placed | None:
    address, (base, theirs, ours) = paths.of_ref(key[0]), sides
    if theirs is not None and ours is not None:
        if base is not None:
            return _by_field(address, (base, theirs, ours), picker)
        if theirs.meaning == ours.meaning:
            return replace(ours, item=replace(ours.item, metadata=united((), theirs.item.metadata, ours.item.metadata)))
    meanings = [side and side.meaning for side in sides]
    picked = picker.pick_part(address, meanings, tell=_record)
    return theirs if picked is meanings[1] else ours


def _record(side: Placed | None) -> Any:
    if side is None:
        return None
    record = plain(side.item)
    record.pop("metadata", None)
    parents = [f"{link.parent_object}.{link.parent_item}" for link in side.links]
    return {"object": side.home[0], **record, **({"foreign_key": parents} if parents else {})}


def _by_field(address: str, sides: Sequence[Placed], picker: Picker) -> Placed:
    def pick(field: str) -> Any:
        return picker.pick((address, field), [getattr(side.item, field) for side in sides], tell=told)

    home = picker.pick((address, "object"), [side.home for side in sides], tell=lambda home: home[0])
    returns, places = picker.pick((address, "returns"), list(map(_returns, sides)), tell=_told_returns)
    base, theirs, ours = (side.item for side in sides)
    item = replace(
        ours,
        **{field: pick(field) for field in _FIELDS},
        returns=returns,
        returns_map=places,
        cms=_mappings(address, (base, theirs, ours), picker),
        metadata=united(base.metadata, theirs.metadata, ours.metadata),
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


def _mappings(address: str, sides: Sequence[Item], picker: Picker) -> tuple[CmsMapping, ...]:
    names = sorted({entry.cms for side in sides for entry in side.cms})
    picked = (picker.pick((address, f"cms/{name}"), [side.mapping(name) for side in sides]) for name in names)
    return tuple(entry for entry in picked if entry is not None)
