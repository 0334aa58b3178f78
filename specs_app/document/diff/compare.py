"""The whole comparison: settings, objects, items, relationships, code lists and extracts, each part paired by its identity."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from specs_app.document import paths
from specs_app.document.diff.categories import category_changes
from specs_app.document.diff.change import Change
from specs_app.document.diff.extracts import extract_changes
from specs_app.document.diff.items import item_changes
from specs_app.document.diff.settings import settings_changes
from specs_app.document.links import child
from specs_app.document.renames import Renames, renames
from specs_app.document.types import ChangeClass, DataObject, Document, Relationship

#: What a relationship says besides its ends: the field, and the kind of its change.
STATEMENTS = {
    "relation": "relationship",
    "parent_note": "wording",
    "item_note": "wording",
    "listed": "other",
    "on_item": "other",
}


def diff(before: Document, after: Document) -> tuple[Change, ...]:
    """Every change of meaning from ``before`` to ``after``, in a fixed order; an item's metadata is no part of it.

    Items are paired by reference, objects by name (or, where none has it, by having the same references), code lists by name (or
    by the items that use them and by their codes), codes by their text, relationships by both ends, bodies of extracts
    by system, object and variant.
    """
    names = renames(before, after)
    return (
        *settings_changes(before.settings, after.settings),
        *_object_changes(before, after, names.objects),
        *item_changes(before, after, names),
        *_relationship_changes(before, after, names),
        *category_changes(before, after, names.categories),
        *extract_changes(before, after, names),
    )


def _object_changes(before: Document, after: Document, renamed: Mapping[str, str]) -> Iterator[Change]:
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


def _relationship_changes(before: Document, after: Document, names: Renames) -> Iterator[Change]:
    """A relationship whose ends only have new names is the same one."""
    old = {paths.of_relationship(link): link for link in names.links(before)}
    new = {paths.of_relationship(link): link for link in after.relationships}
    known = {names.end((entry.name, item.name)) for entry, item in before.items()}
    for address, link in old.items():
        if address not in new:
            yield Change("relationship", address, "", _ends(link), None, "breaking")
        elif link != new[address]:
            yield from _statements(address, link, new[address])
    for address, link in new.items():
        if address not in old:
            fresh = child(link) not in known
            yield Change("relationship", address, "", None, _ends(link), "compatible" if fresh else "breaking")


def _statements(address: str, before: Relationship, after: Relationship) -> Iterator[Change]:
    """How one relationship is stated: its kind, words written into it, and the two places that should both hold it."""
    for field, kind in STATEMENTS.items():
        old, new = getattr(before, field), getattr(after, field)
        if old != new:
            yield Change(kind, address, field, old, new, _statement_grade(kind, new))


def _statement_grade(kind: str, new: object) -> ChangeClass:
    if kind == "wording":
        return "editorial"
    return "compatible" if new is True else "breaking"


def _ends(link: Relationship) -> dict[str, str]:
    return {
        "parent": f"{link.parent_object}.{link.parent_item}",
        "child": f"{link.child_object}.{link.child_item}",
        "relation": link.relation,
    }
