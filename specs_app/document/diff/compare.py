"""The whole comparison: settings, objects, items, relationships and code lists, each part paired by its identity."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from specs_app.document import paths
from specs_app.document.diff.categories import category_changes
from specs_app.document.diff.change import Change
from specs_app.document.diff.items import item_changes
from specs_app.document.diff.settings import settings_changes
from specs_app.document.links import End, rewritten
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
        *_relationship_changes(before, after, renamed),
        *category_changes(before, after),
    )


def renamed_objects(before: Document, after: Document) -> dict[str, str]:
    """Objects whose name is gone and whose references stand together under a new name: old name to new.

    Items may have come or gone at the same time: all references that both documents hold must be in the one and in the other.
    """
    gone = [entry for entry in before.objects if entry.name not in after.object_by_name]
    new = [entry for entry in after.objects if entry.name not in before.object_by_name]
    both = frozenset(before.item_by_ref) & frozenset(after.item_by_ref)
    homes = {shared: entry.name for entry in new if (shared := _references(entry) & both)}
    return {entry.name: homes[shared] for entry in gone if (shared := _references(entry) & both) in homes}


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


def _relationship_changes(before: Document, after: Document, renamed: Mapping[str, str]) -> Iterator[Change]:
    """A relationship whose ends only have new names is the same one."""
    names = _item_names(before, after, renamed)
    old = {
        paths.of_relationship(link): link for link in rewritten(before.relationships, lambda end: names.get(end, end))
    }
    new = {paths.of_relationship(link): link for link in after.relationships}
    known = {names.get((entry.name, item.name)) for entry, item in before.items()}
    for address, link in old.items():
        if address not in new:
            yield Change("relationship", address, "", _ends(link), None, "breaking")
        elif link.relation != new[address].relation:
            yield Change("relationship", address, "relation", link.relation, new[address].relation, "breaking")
    for address, link in new.items():
        if address not in old:
            fresh = (link.child_object, link.child_item) not in known
            yield Change("relationship", address, "", None, _ends(link), "compatible" if fresh else "breaking")


def _item_names(before: Document, after: Document, renamed: Mapping[str, str]) -> dict[End, End]:
    """Names of the items of ``before`` to their names in ``after``; of those that are gone, with their object's new name."""
    names: dict[End, End] = {}
    for key, (entry, item) in before.item_by_ref.items():
        home, same = after.item_by_ref.get(key, (None, item))
        names[(entry.name, item.name)] = (home.name if home else renamed.get(entry.name, entry.name), same.name)
    return names


def _ends(link: Relationship) -> dict[str, str]:
    return {
        "parent": f"{link.parent_object}.{link.parent_item}",
        "child": f"{link.child_object}.{link.child_item}",
        "relation": link.relation,
    }
