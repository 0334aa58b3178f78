"""The whole comparison: settings, objects, items, relationships and code lists, each part paired by its identity."""

from __future__ import annotations

from collections.abc import Iterator

from specs_app.document import paths
from specs_app.document.diff.categories import category_changes
from specs_app.document.diff.change import Change
from specs_app.document.diff.items import item_changes
from specs_app.document.diff.settings import settings_changes
from specs_app.document.types import DataObject, Document, Relationship


def diff(before: Document, after: Document) -> tuple[Change, ...]:
    """Every change of meaning from ``before`` to ``after``, in a fixed order; an item's metadata is no part of it.

    Items are paired by reference, objects by name (or, where none has it, by having the same references), code lists by name,
    codes by their text, relationships by both ends.
    """
    renamed = renamed_objects(before, after)
    return (
        *settings_changes(before.settings, after.settings),
        *_object_changes(before, after, renamed),
        *item_changes(before, after, renamed),
        *_relationship_changes(before, after),
        *category_changes(before, after),
    )


def renamed_objects(before: Document, after: Document) -> dict[str, str]:
    """Objects whose name is gone and whose references stand together under a new name: old name to new."""
    new = {_references(entry): entry.name for entry in after.objects if entry.name not in before.object_by_name}
    return {
        entry.name: new[_references(entry)]
        for entry in before.objects
        if entry.name not in after.object_by_name and entry.items and _references(entry) in new
    }


def _references(entry: DataObject) -> frozenset[str]:
    return frozenset(item.item_ref for item in entry.items if item.item_ref)


def _object_changes(before: Document, after: Document, renamed: dict[str, str]) -> Iterator[Change]:
    old, new = before.object_by_name, after.object_by_name
    for name, entry in old.items():
        if name in renamed:
            yield Change("renamed", paths.of_object(renamed[name]), "name", name, renamed[name], "breaking")
            yield from _words(entry, new[renamed[name]])
        elif name not in new:
            yield Change("removed", paths.of_object(name), "", {"title": entry.title or name}, None, "breaking")
        else:
            yield from _words(entry, new[name])
    for name, entry in new.items():
        if name not in old and name not in renamed.values():
            yield Change("added", paths.of_object(name), "", None, {"title": entry.title or name}, "compatible")


def _words(before: DataObject, after: DataObject) -> Iterator[Change]:
    for field in ("title", "description"):
        old, new = getattr(before, field), getattr(after, field)
        if old != new:
            yield Change("wording", paths.of_object(after.name), field, old, new, "editorial")


def _relationship_changes(before: Document, after: Document) -> Iterator[Change]:
    old = {paths.of_relationship(link): link for link in before.relationships}
    new = {paths.of_relationship(link): link for link in after.relationships}
    for address, link in old.items():
        if address not in new:
            yield Change("relationship", address, "", _ends(link), None, "breaking")
        elif link.relation != new[address].relation:
            yield Change("relationship", address, "relation", link.relation, new[address].relation, "breaking")
    for address, link in new.items():
        if address not in old:
            fresh = (link.child_object, link.child_item) not in before.item_by_name
            yield Change("relationship", address, "", None, _ends(link), "compatible" if fresh else "breaking")


def _ends(link: Relationship) -> dict[str, str]:
    return {
        "parent": f"{link.parent_object}.{link.parent_item}",
        "child": f"{link.child_object}.{link.child_item}",
        "relation": link.relation,
    }
