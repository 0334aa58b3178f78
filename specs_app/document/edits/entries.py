"""Registries of the settings of which an edit gives the entries that change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from specs_app.document.edits import fields
from specs_app.document.edits.edit import EditTask
from specs_app.document.text_rules import shown
from specs_app.document.types import Cms, Term
from specs_app.document.validation import DataType, Validator

Entry = TypeVar("Entry", Validator, DataType, Cms, Term)


def changed(
    task: EditTask,
    key: str,
    raw: Any,
    old: tuple[Entry, ...],
    blank: Callable[[str], Entry],
    read: Callable[[str, Entry, Any], Entry],
) -> tuple[Entry, ...]:
    """The registry with the entries that are given, by key, added or changed; null removes one, new ones come last."""
    if not isinstance(raw, Mapping):
        fields.wrong_type(task, key, "a set of keys", raw)
        return old
    found = {entry.key: entry for entry in old}
    for name, given in raw.items():
        path = f"{key}/{name}"
        if given is not None:
            found[name] = read(path, found.get(name) or blank(fields.registry_key(task, path, name)), given)
        elif found.pop(name, None) is None:
            task.refuse_value(path, "unknown-entry", f"There is no entry {shown(name)}.", "Leave it out.")
    return tuple(found.values())
