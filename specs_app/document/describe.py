"""A change as one plain sentence, for pages, mails and the record in Git."""

from __future__ import annotations

from collections.abc import Callable

from specs_app.document import paths
from specs_app.document.diff.change import Change

#: What a field is called in a sentence.
FIELD_NAMES = {
    "description": "definition",
    "guidance": "guidance",
    "title": "title",
    "name": "name",
    "type": "type",
    "max_field_size": "size",
    "primary_key": "primary key",
    "required": "required",
    "unique": "unique",
    "domains": "domains",
    "category": "code list",
    "expected_data": "expected data",
    "join_type": "join type",
    "status": "delivery status",
    "sensitivity": "sensitivity",
    "validators": "validation",
    "deprecated": "deprecation",
    "parent_note": "words behind its key in the list of relationships",
    "item_note": "words behind the foreign key",
    "listed": "mention in the list of relationships",
    "on_item": "mention in the foreign key of the item",
}
PARTS = {"objects": "Object", "items": "Item", "categories": "Code list", "settings": "Settings"}


def part_name(address: str) -> str:
    """What an address names, in words: ``Item PERS002A``, ``Code 1 of code list sex``, ``Settings``."""
    kind, *names = paths.split(address)
    if kind == "relationships":
        child, _, parent = names[0].partition(">")
        return f"Relationship of {child} to {parent}"
    if kind == "settings":
        return "Settings" if len(names) < 2 else f"Setting {names[0]}, {names[1]}"
    if kind == "categories" and len(names) == 2:
        return f"Code {names[1]} of code list {names[0]}"
    return f"{PARTS.get(kind, kind)} {names[0]}" if names else PARTS.get(kind, kind)


def describe(change: Change) -> str:
    """One sentence without a full stop, such as ``Item PERS002A: guidance changed``."""
    words = SENTENCES.get(change.kind, _changed)
    return f"{part_name(change.address)}{words(change)}"


def _changed(change: Change) -> str:
    name = FIELD_NAMES.get(change.field, change.field.replace("_", " "))
    return f": {name} changed" if name else f" {_verb(change)}"


def _verb(change: Change) -> str:
    if change.before is None:
        return "added"
    return "removed" if change.after is None else "changed"


def _named(change: Change, what: str) -> str:
    _, _, name = change.field.partition("/")
    return f": {what} {name} {_verb(change)}"


def _return(change: Change) -> str:
    if change.field.startswith("returns_map/"):
        return _named(change, "place in return")
    if change.before and change.after:
        return (
            f": return {change.field.partition('/')[2]} named {_times(change.after)} instead of {_times(change.before)}"
        )
    listed = "now feeds" if change.after else "no longer feeds"
    return f" {listed} return {change.field.partition('/')[2]}"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _moved(change: Change) -> str:
    if change.field == "object":
        return f" moved from {change.before} to {change.after}"
    return f" moved behind {change.after}" if change.after else " moved to the beginning"


def _switched(change: Change) -> str:
    name = FIELD_NAMES.get(change.field, change.field)
    return f" is {'now' if change.after else 'no longer'} {name}"


SENTENCES: dict[str, Callable[[Change], str]] = {
    "added": lambda _: " added",
    "removed": lambda _: " removed",
    "renamed": lambda change: f" renamed from {change.before} to {change.after}",
    "moved": _moved,
    "required": _switched,
    "unique": _switched,
    "key": lambda change: f" is {'now' if change.after else 'no longer'} part of the primary key",
    "return": _return,
    "mapping": lambda change: _named(change, "mapping to"),
    "code_added": lambda _: " added",
    "code_removed": lambda _: " removed",
    "code_redefined": lambda _: ": meaning changed",
    "code_dates": lambda change: f": {'end' if change.field == 'valid_to' else 'begin'} of validity changed",
}
