"""The document that two sides come to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from specs_app.document import paths
from specs_app.document.links import End, child, sorted_links
from specs_app.document.merge import Slot
from specs_app.document.threeway.items import ItemKey, Placed, merged_items, placed, told
from specs_app.document.threeway.lists import every, numbered, ordered
from specs_app.document.threeway.names import Three, carried
from specs_app.document.threeway.picking import THEIRS, Choices, Keep, Meeting, Picker
from specs_app.document.threeway.settings import merged_settings
from specs_app.document.types import Category, CategoryValue, DataObject, Document, Item, Relationship

ObjectKey: TypeAlias = tuple[str, int]
Objects: TypeAlias = Mapping[ObjectKey, DataObject]


@dataclass(frozen=True, slots=True)
class Merged:
    """What two sides come to.

    ``meetings`` are the places that nobody has settled yet, where ``document`` says what ours does; ``settled`` those that somebody
    has, by the choices of the keys ``used``. ``three`` are the documents under the names that they all have in the end.
    """

    document: Document
    meetings: tuple[Meeting, ...]
    settled: Mapping[Slot, Keep]
    used: tuple[str, ...]
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
    document = _merged(three, picker)
    return Merged(document, tuple(picker.met.values()), dict(picker.settled), tuple(picker.used), three)


def _merged(three: Three, picker: Picker) -> Document:
    base, theirs, ours = three.base, three.theirs, three.ours
    return Document(
        merged_settings(base.settings, theirs.settings, ours.settings, picker),
        _objects(three, picker),
        _categories(three, picker),
        _relationships(three, picker),
    )


def _objects(three: Three, picker: Picker) -> tuple[DataObject, ...]:
    base, theirs, ours = (numbered(side.objects, lambda entry: entry.name) for side in three.sides)
    items = merged_items(*map(placed, three.sides), picker)
    found = {key: _object(key, base.get(key), theirs.get(key), ours.get(key), picker) for key in every(ours, theirs)}
    kept = {key: entry for key, entry in found.items() if entry is not None}
    for home in dict.fromkeys(item.home for item in items.values()):
        if home not in kept:
            _homeless(home, (base, theirs, ours), kept, picker)
    return tuple(replace(entry, items=_items_of(key, three, items, picker)) for key, entry in kept.items())


def _object(
    key: ObjectKey, base: DataObject | None, theirs: DataObject | None, ours: DataObject | None, picker: Picker
) -> DataObject | None:
    """An object with its own words; items are put in later."""
    address = paths.of_object(key[0])
    if theirs is None or ours is None or base is None:
        was, one, other = (side and replace(side, items=()) for side in (base, theirs, ours))
        return picker.pick_part(address, was, one, other)
    words = {
        field: picker.pick((address, field), *(getattr(side, field) for side in (base, theirs, ours)), tell=told)
        for field in ("title", "description", "extra")
    }
    return replace(ours, items=(), **words)


def _homeless(
    key: ObjectKey, sides: tuple[Objects, Objects, Objects], kept: dict[ObjectKey, DataObject], picker: Picker
) -> None:
    """One side took an object away into which the other put something, or where it changed something: that one is asked for."""
    records = [{"title": side[key].title or key[0]} if key in side else None for side in sides]
    keep = picker.side((paths.of_object(key[0]), ""), *records)
    chosen = sides[1 if keep == THEIRS else 2].get(key)
    if chosen is not None:
        kept[key] = replace(chosen, items=())


def _items_of(home: ObjectKey, three: Three, items: Mapping[ItemKey, Placed], picker: Picker) -> tuple[Item, ...]:
    base, theirs, ours = (_keys_in(home, side) for side in three.sides)
    wanted = {key: entry.item for key, entry in items.items() if entry.home == home}
    slot = (paths.of_object(home[0]), "order")
    order = ordered(slot, base, theirs, ours, wanted.keys(), picker, lambda key: key[0])
    return tuple(wanted[key] for key in order)


def _keys_in(home: ObjectKey, document: Document) -> list[ItemKey]:
    return [key for key, entry in placed(document).items() if entry.home == home]


def _categories(three: Three, picker: Picker) -> tuple[Category, ...]:
    base, theirs, ours = (numbered(side.categories, lambda entry: entry.name) for side in three.sides)
    found = (_category(key, base.get(key), theirs.get(key), ours.get(key), picker) for key in every(ours, theirs))
    return tuple(entry for entry in found if entry is not None)


def _category(
    key: tuple[str, int], base: Category | None, theirs: Category | None, ours: Category | None, picker: Picker
) -> Category | None:
    if theirs is None or ours is None or base is None:
        return picker.pick_part(paths.of_category(key[0]), base, theirs, ours)
    sides = tuple(numbered(side.values, lambda code: code.value) for side in (base, theirs, ours))
    codes = {code: _code(key[0], code, *(side.get(code) for side in sides), picker) for code in every(*sides[::-1])}
    kept = {code: entry for code, entry in codes.items() if entry is not None}
    slot = (paths.of_category(key[0]), "order")
    order = ordered(slot, *map(list, sides), kept.keys(), picker, lambda code: code[0])
    return Category(key[0], tuple(kept[code] for code in order))


def _code(
    name: str,
    key: tuple[str, int],
    base: CategoryValue | None,
    theirs: CategoryValue | None,
    ours: CategoryValue | None,
    picker: Picker,
) -> CategoryValue | None:
    address = paths.of_value(name, key[0])
    if theirs is None or ours is None or base is None:
        return picker.pick_part(address, base, theirs, ours)
    values = {
        field: picker.pick((address, field), *(getattr(side, field) for side in (base, theirs, ours)), tell=told)
        for field in ("description", "valid_from", "valid_to", "extra")
    }
    return replace(ours, **values)


def _relationships(three: Three, picker: Picker) -> tuple[Relationship, ...]:
    base, theirs, ours = (_by_child(side) for side in three.sides)
    found: list[Relationship] = []
    for end in every(ours, theirs, base):
        slot = (paths.join("relationships", ".".join(end)), "")
        found += picker.pick(slot, *(side.get(end, ()) for side in (base, theirs, ours)), tell=_parents)
    return sorted_links(found)


def _by_child(document: Document) -> dict[End, tuple[Relationship, ...]]:
    found: dict[End, tuple[Relationship, ...]] = {}
    for link in sorted_links(document.relationships):
        found[child(link)] = (*found.get(child(link), ()), link)
    return found


def _parents(links: Sequence[Relationship]) -> list[str]:
    return [f"{link.parent_object}.{link.parent_item}" for link in links]
