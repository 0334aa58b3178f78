"""Hand-written bodies of extracts: set and removed. Whether a body may run is a question of the rules, not of the edit."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from specs_app.document import text_rules
from specs_app.document.edits.edit import EditTask
from specs_app.document.edits.fields import wrong_type
from specs_app.document.extracts import LONGEST, Extract, ExtractKey
from specs_app.document.text_rules import KEY, NAME_LIMIT, shown
from specs_app.document.types import Document

KEYS = ("sql",)
#: What stands in addresses where a local build would.
TAKEN = "history"


def put(task: EditTask) -> Document:
    """The body of a system's extract for an object, new or in place of the one that is there."""
    key, sql = _key(task), _sql(task, task.values.get("sql"))
    if key is None:
        return task.document
    _refuse_unknown(task, key)
    return _with(task.document, {**_by_key(task.document), key: Extract(*key, sql)})


def remove(task: EditTask) -> Document:
    """The body goes; the script fills the object from the mappings again."""
    if (key := _key(task)) is None:
        return task.document
    found = _by_key(task.document)
    if key not in found:
        remedy = "Check the system, the object and the local build."
        task.refuse("unknown-extract", f"There is no body {shown(task.target)}.", remedy, "target")
    return _with(task.document, {other: entry for other, entry in found.items() if other != key})


def _key(task: EditTask) -> ExtractKey | None:
    parts = task.target.split("/")
    if len(parts) in (2, 3) and all(parts):
        return (parts[0], parts[1], parts[2] if len(parts) == 3 else "")
    message = f"{shown(task.target)} names no body of an extract."
    task.refuse("bad-target", message, "Give system/object, or system/object/variant.", "target")
    return None


def is_build_name(text: str) -> bool:
    """Whether a local build may be called so."""
    return KEY.fullmatch(text) is not None and len(text) <= NAME_LIMIT and text != TAKEN


def _refuse_unknown(task: EditTask, key: ExtractKey) -> None:
    cms, entry, variant = key
    known = [system.key for system in task.document.settings.cms]
    if cms not in known:
        message = f"There is no system {shown(cms)}."
        task.refuse("unknown-cms", message, f"Use one of {', '.join(known) or 'none'}, or add the system.", "target")
    if entry not in task.document.object_by_name:
        remedy = "Check the name, or add the object in an earlier edit."
        task.refuse("unknown-object", f"There is no object {shown(entry)}.", remedy, "target")
    if variant and not is_build_name(variant):
        remedy = f"Begin with a letter; at most {NAME_LIMIT} letters, digits and underscores; not {TAKEN}."
        task.refuse("bad-name", f"{shown(variant)} cannot be used as a name.", remedy, "target")


def _sql(task: EditTask, raw: Any) -> str:
    """The text with plain line ends, ending in one."""
    if not isinstance(raw, str):
        wrong_type(task, "sql", "text", raw)
        return ""
    text = text_rules.tidy(raw)
    if found := text_rules.fault(text, lines=True, limit=LONGEST):
        rule, message, remedy = found
        task.refuse_value("sql", rule, message, remedy)
    return f"{text.rstrip()}\n"


def _by_key(document: Document) -> dict[ExtractKey, Extract]:
    return {extract.key: extract for extract in document.extracts}


def _with(document: Document, extracts: dict[ExtractKey, Extract]) -> Document:
    return replace(document, extracts=tuple(extracts[key] for key in sorted(extracts)))
