"""How grave each difference of an item is: one entry a field.

Breaking removes, renames, narrows, or changes keys or a code's meaning; compatible adds or widens; editorial is words only. Where
it cannot be known that a difference only widens, it is breaking.
"""

from __future__ import annotations

from collections.abc import Callable

from specs_app.document.names import Kind, logical_type
from specs_app.document.types import ChangeClass, Item

Grade = Callable[[Item, Item], ChangeClass]


def _always(change_class: ChangeClass) -> Grade:
    return lambda _before, _after: change_class


def _switch(field: str) -> Grade:
    """Switching a demand on narrows, switching it off widens."""
    return lambda _before, after: "breaking" if getattr(after, field) else "compatible"


#: Kinds that every value of another kind fits into, whatever the size.
WIDER: frozenset[tuple[Kind, Kind]] = frozenset(
    {
        ("boolean", "integer"),
        ("integer", "decimal"),
        ("integer", "float"),
        ("date", "datetime"),
    }
)


def _type_grade(before: Item, after: Item) -> ChangeClass:
    old, new = logical_type(before), logical_type(after)
    if old.kind == new.kind != "unknown":
        return size_grade(old.size, new.size)
    if (old.kind, new.kind) == ("char", "text"):
        return size_grade(old.size, new.size)
    return "compatible" if (old.kind, new.kind) in WIDER else "breaking"


def size_grade(before: str, after: str) -> ChangeClass:
    """A size that stays or grows widens. No size is taken for unlimited, as ``MAX`` is."""
    return "compatible" if _limit(after) >= _limit(before) else "breaking"


def _limit(size: str) -> float:
    return int(size) if size.isascii() and size.isdecimal() else float("inf")


def _category_grade(_before: Item, after: Item) -> ChangeClass:
    return "breaking" if after.category else "compatible"


#: Field of an item: the kind of change, and how grave it is. ``returns``, ``returns_map`` and ``cms`` are compared entry by entry.
FIELDS: dict[str, tuple[str, Grade]] = {
    "name": ("renamed", _always("breaking")),
    "description": ("wording", _always("editorial")),
    "guidance": ("wording", _always("editorial")),
    "type": ("type", _type_grade),
    "max_field_size": ("size", lambda old, new: size_grade(old.max_field_size, new.max_field_size)),
    "primary_key": ("key", _always("breaking")),
    "required": ("required", _switch("required")),
    "unique": ("unique", _switch("unique")),
    "constraints": ("constraint", _always("breaking")),
    "validators": ("constraint", _always("breaking")),
    "domains": ("domain", _always("compatible")),
    "category": ("category", _category_grade),
    "expected_data": ("other", _always("compatible")),
    "join_type": ("other", _always("compatible")),
    "status": ("status", _always("compatible")),
    "sensitivity": ("sensitivity", _always("compatible")),
    "synthetic": ("synthetic", _always("compatible")),
    "deprecated": ("deprecated", _always("compatible")),
    "extra": ("other", _always("compatible")),
}
