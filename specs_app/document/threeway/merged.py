"""The document that two sides come to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from specs_app.document import paths
from specs_app.document.extracts import Extract
from specs_app.document.links import End, child, sorted_links
from specs_app.document.merge import Slot
from specs_app.document.threeway.authorities import merged_authorities
from specs_app.document.threeway.items import ItemKey, Items, Placed, merged_items, placed, told
from specs_app.document.threeway.lists import every, numbered, ordered
from specs_app.document.threeway.names import Three, carried
from specs_app.document.threeway.picking import THEIRS, Choices, Keep, Meeting, Picker
from specs_app.document.threeway.settings import merged_settings
from specs_app.document.types import Category, CategoryValue, DataObject, Document, Item, Relationship
from specs_app.document.validity import REPLACED_BY, beside, with_replaced_by
from specs_app.document.values import Plain, Table

ObjectKey: TypeAlias = tuple[str, int]
Objects: TypeAlias = Mapping[ObjectKey, DataObject]


@dataclass(frozen=True, slots=True)
class Merged:
    """What two sides come to.

    ``meetings`` are the places that nobody has settled yet, where ``document`` says what ours does; ``settled`` those that somebody
    has, as ``chosen`` lists with their values. ``three`` are the documents under the names that they all have in the end.
    """

    document: Document
    meetings: tuple[Meeting, ...]
    chosen: tuple[Meeting, ...]
    settled: Mapping[Slot, Keep]
    three: Three


def merge(base: Document, theirs: Document, ours: Document, choices: Choices | None = None) -> Merged:
    """Put two documents together that came from ``base``. Which of two repeated parts is which follows their order.

    Each part is known by what `diff` knows it by. What only one side changed stands as it says, in the order that it says; what
    both changed alike, once. Fields, mappings of one system, codes and entries of registries are apart; an item's returns, the
    foreign keys of one item and the order of one list are each one thing.
    """
    picker = Picker(choices or {})
    three = carried(Three(base, theirs, ours), picker)
    picker.renamed = three.renamed
    document = Document(
        merged_settings([side.settings for side in three.sides], picker),
        _objects(three, picker),
        _categories(three, picker),
        _relationships(three, picker),
        _extracts(three, picker),
        authorities=merged_authorities(three, picker),
    )
    return Merged(document, tuple(picker.open.values()), tuple(picker.chosen.values()), dict(picker.settled), three)


def _objects(three: Three, picker: Picker) -> tuple[DataObject, ...]:
    sides = [numbered(side.objects, lambda entry: entry.name) for side in three.sides]
    tables = list(map(placed, three.sides))
    items = merged_items(tables, picker)
    found = {key: _object(key, [side.get(key) for side in sides], picker) for key in every(*reversed(sides))}
    kept = {key: entry for key, entry in found.items() if entry is not None}
    for home in dict.fromkeys(item.home for item in items.values()):
        if home not in kept:
            _homeless(home, sides, kept, picker)
    _follow_homes(items, tables, picker)
    homes, wanted = [_by_home(table) for table in tables], _by_home(items)

    def within(home: ObjectKey) -> tuple[Item, ...]:
        slot, keys = (paths.of_object(home[0]), "order"), wanted.get(home, [])
        order = ordered(slot, [side.get(home, []) for side in homes], keys, picker, lambda key: key[0])
        return tuple(items[key].item for key in order)

    return tuple(replace(entry, items=within(key)) for key, entry in kept.items())


def _object(key: ObjectKey, sides: Sequence[DataObject | None], picker: Picker) -> DataObject | None:
    """An object with its own words; items are put in later."""
    address = paths.of_object(key[0])
    if None in sides:
        return picker.pick_part(address, [side and replace(side, items=()) for side in sides])
    words: dict[str, Any] = {
        field: picker.pick((address, field), [getattr(side, field) for side in sides], tell=told)
        for field in ("title", "description", "extra")
    }
    return DataObject(key[0], **words)


def _homeless(key: ObjectKey, sides: Sequence[Objects], kept: dict[ObjectKey, DataObject], picker: Picker) -> None:
    """One side took an object away into which the other put something, or where it changed something: that one is asked for."""
    records = [{"title": side[key].title or key[0]} if key in side else None for side in sides]
    keep = picker.side((paths.of_object(key[0]), ""), records)
    chosen = sides[1 if keep == THEIRS else 2].get(key)
    if chosen is not None:
        kept[key] = replace(chosen, items=())


def _follow_homes(items: dict[ItemKey, Placed], sides: Sequence[Items], picker: Picker) -> None:
    """The items of an object that was settled as a whole are those of the side that was chosen."""
    for (address, field), keep in list(picker.settled.items()):
        kind, name = paths.split(address)[0], paths.split(address)[-1]
        if kind != "objects" or field:
            continue
        for key in every(*sides):
            slot = (paths.of_ref(key[0]), "")
            if slot in picker.settled or not any(key in side and side[key].home[0] == name for side in sides):
                continue
            picker.settled[slot] = keep
            items.pop(key, None)
            if chosen := sides[1 if keep == THEIRS else 2].get(key):
                items[key] = chosen


def _by_home(items: Items) -> dict[ObjectKey, list[ItemKey]]:
    """The keys of the items in each object, in order."""
    found: dict[ObjectKey, list[ItemKey]] = {}
    for key, entry in items.items():
        found.setdefault(entry.home, []).append(key)
    return found


def _categories(three: Three, picker: Picker) -> tuple[Category, ...]:
    sides = [numbered(side.categories, lambda entry: entry.name) for side in three.sides]
    found = (_category(key[0], [side.get(key) for side in sides], picker) for key in every(*reversed(sides)))
    return tuple(entry for entry in found if entry is not None)


def _category(name: str, sides: Sequence[Category | None], picker: Picker) -> Category | None:
    if None in sides:
        return picker.pick_part(paths.of_category(name), sides)
    codes = [numbered(side.values, lambda code: code.value) for side in sides if side is not None]
    found = {key: _code(name, key[0], [side.get(key) for side in codes], picker) for key in every(*reversed(codes))}
    kept = {key: code for key, code in found.items() if code is not None}
    slot = (paths.of_category(name), "order")
    order = ordered(slot, list(map(list, codes)), kept.keys(), picker, lambda key: key[0])
    return Category(name, tuple(kept[key] for key in order))


def _code(name: str, value: str, sides: Sequence[CategoryValue | None], picker: Picker) -> CategoryValue | None:
    address = paths.of_value(name, value)
    if None in sides:
        return picker.pick_part(address, sides)
    values: dict[str, Any] = {
        field: picker.pick((address, field), [getattr(side, field) for side in sides], tell=told)
        for field in ("description", "valid_from", "valid_to")
    }
    there = [side for side in sides if side is not None]
    others = picker.pick((address, "extra"), [beside(side) for side in there], tell=told)
    said: list[Plain] = [Table(side.extra).get(REPLACED_BY) for side in there]
    replaced_by = picker.pick((address, REPLACED_BY), said, tell=told)
    return CategoryValue(value, **values, extra=with_replaced_by(others, replaced_by))


def _relationships(three: Three, picker: Picker) -> tuple[Relationship, ...]:
    """The foreign keys; those of an item that was settled as a whole go with it."""
    sides = [_by_child(side) for side in three.sides]
    whole = _settled_ends(three, picker)
    found: list[Relationship] = []
    for end in every(*reversed(sides)):
        values: list[tuple[Relationship, ...]] = [side.get(end, ()) for side in sides]
        slot = (paths.join("relationships", ".".join(end)), "")
        keep = whole.get(end)
        found += picker.pick(slot, values, tell=_parents) if keep is None else values[1 if keep == THEIRS else 2]
    return sorted_links(found)


def _extracts(three: Three, picker: Picker) -> tuple[Extract, ...]:
    """The hand-written bodies, each as one thing."""
    sides = [{extract.key: extract for extract in side.extracts} for side in three.sides]
    found = (picker.pick_part(paths.of_extract(*key), [side.get(key) for side in sides], _sql) for key in every(*sides))
    return tuple(sorted((entry for entry in found if entry is not None), key=lambda entry: entry.key))


def _sql(extract: Extract | None) -> str | None:
    return extract.sql if extract else None


def _settled_ends(three: Three, picker: Picker) -> dict[End, Keep]:
    """The items that were settled as a whole, as relationships call them on any side, and whose they are in the end."""
    found = {}
    for side in three.sides:
        for key, entry in placed(side).items():
            if keep := picker.settled.get((paths.of_ref(key[0]), "")):
                found[entry.end] = keep
    return found


def _by_child(document: Document) -> dict[End, tuple[Relationship, ...]]:
    found: dict[End, tuple[Relationship, ...]] = {}
    for link in sorted_links(document.relationships):
        found[child(link)] = (*found.get(child(link), ()), link)
    return found


def _parents(links: Iterable[Relationship]) -> list[str]:
    return [f"{link.parent_object}.{link.parent_item}" for link in links]
