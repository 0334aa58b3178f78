"""Names that another part bears in a later document, and former names of code lists: what was said of such a name is not said of
the part that bears it now.

An object is known by the references of its items, an item by its own, a code list by the items that use it and by its codes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from specs_app.document.links import End
from specs_app.document.renames import renamed_categories
from specs_app.document.types import Category, DataObject, Document


@dataclass(frozen=True, slots=True)
class Namesakes:
    """Names that went to another part, each with what the part that it meant is called now; empty where that is gone. Those of
    code lists also where nothing bears them any more."""

    objects: Mapping[str, str]
    items: Mapping[End, str]
    lists: Mapping[str, str]


def namesakes(before: Document, after: Document) -> Namesakes:
    """The names that both documents have, for parts that are not the same, and those that code lists have given up for others."""
    return Namesakes(dict(_objects(before, after)), dict(_items(before, after)), dict(_lists(before, after)))


def _objects(before: Document, after: Document) -> Iterator[tuple[str, str]]:
    for entry in before.objects:
        same = after.object_by_name.get(entry.name)
        known = _references(entry)
        if same is None or same is entry or not known or known & _references(same):
            continue
        homes = {after.item_by_ref[key][0].name for key in known if key in after.item_by_ref}
        if homes or same.items:
            yield entry.name, _only(homes)


def _items(before: Document, after: Document) -> Iterator[tuple[End, str]]:
    for end, item in before.item_by_name.items():
        same = after.item_by_name.get(end)
        if same is not None and item.item_ref and same.item_ref != item.item_ref:
            home, later = after.item_by_ref.get(item.item_ref, (None, item))
            yield end, f"{home.name}.{later.name}" if home else ""


def _lists(before: Document, after: Document) -> Iterator[tuple[str, str]]:
    yield from renamed_categories(before, after).items()
    later = _later_lists(before, after)
    for category in before.categories:
        same = after.category_by_name.get(category.name)
        if same is None or same is category:
            continue
        names = later.get(category.name, set())
        if (names and category.name not in names) or not _share_codes(category, same):
            yield category.name, _only(names)


def _later_lists(before: Document, after: Document) -> dict[str, set[str]]:
    """The lists that the users of each list have later; those that are gone, or have none, say nothing."""
    found: dict[str, set[str]] = {}
    for key, (_, item) in before.item_by_ref.items():
        same = after.item_by_ref.get(key)
        if item.category and same is not None and same[1].category:
            found.setdefault(item.category, set()).add(same[1].category)
    return found


def _share_codes(one: Category, other: Category) -> bool:
    """Whether nothing tells two lists of one name apart by their codes; a list that has none could be either."""
    codes = {value.value for value in one.values}
    return not codes or not other.values or any(value.value in codes for value in other.values)


def _references(entry: DataObject) -> frozenset[str]:
    return frozenset(item.item_ref for item in entry.items if item.item_ref)


def _only(names: set[str]) -> str:
    return next(iter(names)) if len(names) == 1 else ""
