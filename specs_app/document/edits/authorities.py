"""Authorities: added, with other settings, removed."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from specs_app.document.authorities import (
    CODE,
    KINDS_LEFT_OUT,
    OBJECT_KINDS_LEFT_OUT,
    STAGES,
    VERSIONS,
    Authority,
    LocalName,
    Stage,
)
from specs_app.document.edits import fields
from specs_app.document.edits.edit import EditTask
from specs_app.document.extract_settings import value_fault
from specs_app.document.meant import object_meant
from specs_app.document.text_rules import shown
from specs_app.document.types import Document

#: A name of a database or schema as scripts quote it, or several with dots between.
#: A name of a database or schema, and one with others before dots.
DATABASE_NAME = re.compile(r"[A-Za-z_#][\w $#@-]{0,127}", re.ASCII)
SCHEMA_PATH = re.compile(rf"{DATABASE_NAME.pattern}(?:\.{DATABASE_NAME.pattern}){{0,2}}", re.ASCII)
TABLE_PREFIX = re.compile(r"[A-Za-z_#][A-Za-z0-9_#]{0,30}", re.ASCII)


def add(task: EditTask) -> Document:
    """A new authority, in its place by code."""
    code = task.target
    if not CODE.fullmatch(code):
        remedy = "Give its code, such as 845: at most 20 letters, digits, hyphens and underscores."
        task.refuse("bad-name", f"{shown(code)} cannot be used as a code.", remedy, "target")
    if code in task.document.authority_by_code:
        task.refuse("name-taken", f"There is an authority {shown(code)} already.", "Change that one instead.", "target")
    return _with(task, _told(task, Authority(code)))


def change(task: EditTask) -> Document:
    """Other settings. Of parameters, versions and what objects go without only the entries that change; null removes one."""
    old = _known(task)
    return task.document if old is None else _with(task, _told(task, old))


def remove(task: EditTask) -> Document:
    """The authority goes, with its file."""
    old = _known(task)
    kept = tuple(entry for entry in task.document.authorities if entry is not old)
    return task.document if old is None else replace(task.document, authorities=kept)


def _known(task: EditTask) -> Authority | None:
    found = task.document.authority_by_code.get(task.target)
    if found is None:
        known = ", ".join(task.document.authority_by_code)
        remedy = f"Known are: {known}." if len(known) < 800 else "See the list of authorities for their codes."
        task.refuse("unknown-authority", f"There is no authority {shown(task.target)}.", remedy, "target")
    return found


def _with(task: EditTask, entry: Authority) -> Document:
    found = {**task.document.authority_by_code, entry.code: entry}
    return replace(task.document, authorities=tuple(found[code] for code in sorted(found)))


def _told(task: EditTask, old: Authority) -> Authority:
    values = fields.values(task, READERS)
    for key in KEYED:
        if key in values:
            values[key] = _joined(key, getattr(old, key), values[key])
    return replace(old, **values)


def _joined(key: str, old: tuple[tuple[str, Any], ...], given: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    """The entries with those that are given, in the order in which they are known, else new ones last; an empty one goes."""
    found = {name: value for name, value in (dict(old) | dict(given)).items() if value}
    order = [*(name for name in KNOWN.get(key, ()) if name in found), *found]
    return tuple((name, found[name]) for name in dict.fromkeys(order))


def _stage(task: EditTask, key: str, raw: Any) -> Stage:
    found = next((stage for stage in STAGES if stage == raw), None)
    if found is None:
        task.refuse_value(key, "unknown-choice", "This is no stage.", f"Choose one of {', '.join(STAGES)}.")
    return found or "awaiting"


def _place(task: EditTask, key: str, raw: Any) -> str:
    text = fields.line(task, key, raw)
    if text and not SCHEMA_PATH.fullmatch(text):
        remedy = "Give letters, digits and underscores, with a dot between database and schema; no quotes or brackets."
        task.refuse_value(key, "bad-name", f"{shown(text)} is no name of a database or schema.", remedy)
    return text


def _one_place(task: EditTask, key: str, raw: Any) -> str:
    text = _place(task, key, raw)
    if "." in text:
        task.refuse_value(key, "bad-name", f"{shown(text)} is more than one name.", "Give the name without a dot.")
    return text


def _prefix(task: EditTask, key: str, raw: Any) -> str:
    text = fields.line(task, key, raw)
    if text and not TABLE_PREFIX.fullmatch(text):
        remedy = "Give letters, digits and underscores, perhaps behind # or ##."
        task.refuse_value(key, "bad-name", f"{shown(text)} is no prefix of a table.", remedy)
    return text


def _kinds(task: EditTask, key: str, raw: Any) -> tuple[str, ...]:
    given = fields.lines(task, key, raw)
    for number, kind in enumerate(given):
        _require_known(task, f"{key}/{number}", kind, KINDS_LEFT_OUT)
    return tuple(kind for kind in KINDS_LEFT_OUT if kind in given)


def _require_known(task: EditTask, path: str, name: str, known: Collection[str]) -> None:
    fields.known(task, path, name, known, "unknown-choice", f"Use {', '.join(known)}.")


def _mapping(task: EditTask, key: str, raw: Any) -> Mapping[str, Any]:
    if raw is None or isinstance(raw, Mapping):
        return raw or {}
    fields.wrong_type(task, key, "a set of keys", raw)
    return {}


def _versions(task: EditTask, key: str, raw: Any) -> dict[str, str]:
    given = _mapping(task, key, raw)
    for name in given:
        _require_known(task, key, name, VERSIONS)
    return {name: fields.line(task, f"{key}/{name}", value) for name, value in given.items()}


def _parameters(task: EditTask, key: str, raw: Any) -> dict[str, str]:
    """Values by the names of parameters; of a declared one it must be of its type."""
    known = {entry.key: entry for entry in task.document.settings.parameters}
    found = {}
    for name, value in _mapping(task, key, raw).items():
        path = f"{key}/{name}"
        number = isinstance(value, int) and not isinstance(value, bool)
        fields.registry_key(task, path, name)
        found[name] = fields.line(task, path, str(value) if number else value)
        reason = value_fault(known[name], found[name]) if name in known and found[name] else ""
        if reason:
            task.refuse_value(path, "bad-value", f"Here {reason}.", "Give a value of that type.")
    return found


def _left_out(task: EditTask, key: str, raw: Any) -> dict[str, tuple[str, ...]]:
    given = _mapping(task, key, raw)
    for kind in given:
        _require_known(task, key, kind, OBJECT_KINDS_LEFT_OUT)
    return {kind: _objects(task, f"{key}/{kind}", names) for kind, names in given.items()}


def _objects(task: EditTask, key: str, raw: Any) -> tuple[str, ...]:
    """Names of objects; one that means none may be, where some authority has it already, and not come anew."""
    kept = {name for entry in task.document.authorities for name in entry.objects_named}
    names = fields.lines(task, key, raw)
    for number, name in enumerate(names):
        if name not in kept and not object_meant(task.document, name):
            remedy = "Check the name, or leave it out."
            task.refuse_value(f"{key}/{number}", "unknown-object", f"There is no object {shown(name)}.", remedy)
    return names


def _local_names(task: EditTask, key: str, raw: Any) -> tuple[LocalName, ...]:
    found = []
    for number, given in enumerate(fields.listing(task, key, raw)):
        path = f"{key}/{number}"
        entry = LocalName(**fields.record(task, path, given, LOCAL_READERS))
        _require_item(task, path, entry)
        found.append(entry)
    return tuple(found)


def _require_item(task: EditTask, path: str, entry: LocalName) -> None:
    """A name without an item is one of a table."""
    document = task.document
    known = entry.item_ref in document.item_by_ref if entry.item_ref else _by_name(document, entry)
    if not known:
        named = entry.item_ref or f"{entry.object}.{entry.item}".strip(".")
        remedy = "Give item_ref, or object and item."
        task.refuse_value(path, "unknown-item", f"There is no item {shown(named)}.", remedy)


def _by_name(document: Document, entry: LocalName) -> bool:
    home = object_meant(document, entry.object)
    return bool(home) and (not entry.item or (home, entry.item) in document.item_by_name)


LOCAL_READERS: dict[str, fields.Reader] = {
    **dict.fromkeys(("item_ref", "object", "item", "table", "field"), fields.line),
    "type": lambda task, key, raw: fields.written_type(task, key, raw) if raw else "",
    "size": fields.size,
}
READERS: dict[str, fields.Reader] = {
    **dict.fromkeys(("name", "region"), fields.line),
    "stage": _stage,
    **dict.fromkeys(("system", "variant", "database", "version"), fields.line),
    "versions": _versions,
    "parameters": _parameters,
    "source_schema": _place,
    **dict.fromkeys(("target_database", "target_schema"), _one_place),
    "temporary": fields.flag,
    "temporary_prefix": _prefix,
    "no_count_on": fields.flag,
    "left_out_kinds": _kinds,
    "left_out": _left_out,
    "left_out_objects": _objects,
    "local_names": _local_names,
    "header": fields.prose,
}
#: Settings of which an edit says the entries that change.
KEYED = ("versions", "parameters", "left_out")
#: The order of their entries, where files have one.
KNOWN = {"versions": VERSIONS, "left_out": tuple(OBJECT_KINDS_LEFT_OUT)}
