"""Parameters, joins, row scopes and look-ups in an edit of the settings: entries by their keys, null removes one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from specs_app.document.edits import fields
from specs_app.document.edits.edit import EditTask
from specs_app.document.extract_settings import (
    EXTRACT_REGISTRIES,
    PARAMETER_TYPES,
    EntryKind,
    EntryShape,
    ExtractEntry,
    Pairs,
    ParameterType,
    ScriptParameter,
    value_fault,
)
from specs_app.document.text_rules import shown


def entries(task: EditTask, registry: str, raw: Any) -> tuple[ExtractEntry, ...]:
    """The registry with the entries that are given added or changed; new ones come last."""
    old: tuple[ExtractEntry, ...] = getattr(task.document.settings, registry)
    if not isinstance(raw, Mapping):
        fields.wrong_type(task, registry, "a set of keys", raw)
        return old
    found = {entry.key: entry for entry in old}
    for name, given in raw.items():
        if given is None:
            if found.pop(name, None) is None:
                task.refuse_value(registry, "unknown-entry", f"There is no entry {shown(name)}.", "Leave it out.")
        elif entry := _entry(task, registry, name, given, found.get(name)):
            found[name] = entry
    return tuple(found.values())


def _entry(task: EditTask, registry: str, name: str, given: Any, old: ExtractEntry | None) -> ExtractEntry | None:
    shape = EXTRACT_REGISTRIES[registry]
    blank = old or _blank(task, registry, name, shape)
    if blank is None:
        return None
    readers = {field: READERS[kind] for field, kind in shape.kinds.items()}
    entry = replace(blank, **fields.record(task, f"{registry}/{name}", given, readers))
    if isinstance(entry, ScriptParameter) and (reason := value_fault(entry, entry.default)):
        remedy = "Give a default that fits the type."
        task.refuse_value(f"{registry}/{name}/default", "bad-default", f"Here {reason}.", remedy)
    return entry


def _blank(task: EditTask, registry: str, name: Any, shape: EntryShape) -> ExtractEntry | None:
    """A new entry of that key, or None and a problem."""
    key = fields.line(task, registry, name)
    identity = shape.identified(key)
    if identity is None or (registry == "parameters" and not fields.is_key(key)):
        remedy = f"Name {', '.join(shape.identity)} with colons between." if len(shape.identity) > 1 else KEY_REMEDY
        task.refuse_value(registry, "bad-name", f"{shown(name)} cannot be a key here.", remedy)
        return None
    return shape.make(**identity)


KEY_REMEDY = "Begin with a letter; letters, digits and underscores."


def _pairs(task: EditTask, key: str, raw: Any) -> Pairs:
    if not isinstance(raw, Mapping | None):
        fields.wrong_type(task, key, "a set of keys", raw)
        return ()
    pairs = ((fields.line(task, key, name), fields.line(task, key, text)) for name, text in (raw or {}).items())
    return tuple(pairs)


def _type(task: EditTask, key: str, raw: Any) -> ParameterType:
    text = fields.choice(PARAMETER_TYPES)(task, key, raw)
    return next((one for one in PARAMETER_TYPES if one == text), "text")


READERS: dict[EntryKind, fields.Reader] = {
    "line": fields.line,
    "prose": fields.prose,
    "flag": fields.flag,
    "words": fields.lines,
    "pairs": _pairs,
    "type": _type,
}
