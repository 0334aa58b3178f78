"""How a case management system holds an item: mapped, corrected, unmapped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from specs_app.document.edits import fields, frozen, items
from specs_app.document.edits.edit import EditTask
from specs_app.document.types import CmsMapping, DataObject, Document, Item

WORDS: dict[str, fields.Reader] = {
    "table": fields.line,
    "field": fields.line,
    "source": fields.prose,
    "status": fields.line,
    "note": fields.prose,
}
KEYS = ("cms", *WORDS, "marked", "variants")


def _variants(task: EditTask, key: str, raw: Any) -> tuple[tuple[str, str], ...]:
    """Local builds of the system by their names, with what each says; null is none."""
    if not isinstance(raw, Mapping | None):
        fields.wrong_type(task, key, "a set of keys", raw)
        return ()
    return tuple(
        (fields.line(task, f"{key}/{name}", name), fields.prose(task, f"{key}/{name}", text))
        for name, text in (raw or {}).items()
    )


OWN: dict[str, fields.Reader] = {"marked": fields.flag, "variants": _variants}


def change(task: EditTask) -> Document:
    """Values of one mapping; it is marked unless said otherwise. All words null takes the mapping away."""
    if (found := items.find(task, task.target)) is None:
        return task.document
    entry, item = found
    cms = fields.line(task, "cms", task.values.get("cms"))
    old = item.mapping(cms)
    registry = {system.key for system in task.document.settings.cms}
    if old is None:
        fields.known(task, "cms", cms, registry, "unknown-cms", "Choose a registered system.")
    new = _changed(task, old or CmsMapping(cms))
    others = [mapping for mapping in item.cms if mapping.cms != cms]
    mappings = sorted([*others, *([new] if new else [])], key=lambda mapping: mapping.cms)
    return _with_mappings(task.document, entry, item, tuple(mappings))


def _changed(task: EditTask, old: CmsMapping) -> CmsMapping | None:
    if _unmaps(task):
        return None
    read: dict[str, Any] = fields.values(task, {**WORDS, **OWN})
    new = replace(old, **{"marked": True, **read})
    statuses = {term.key for term in task.document.settings.statuses} | {old.status}
    fields.known(task, "status", new.status, statuses, "unknown-status", "Choose a registered status.")
    return None if new == CmsMapping(new.cms, marked=False) else new


def _unmaps(task: EditTask) -> bool:
    return all(task.values.get(key, "") is None for key in WORDS) and not task.values.get("marked")


def _with_mappings(document: Document, entry: DataObject, item: Item, cms: tuple[CmsMapping, ...]) -> Document:
    changed = replace(entry, items=frozen.swapped(entry.items, item, replace(item, cms=cms)))
    return replace(document, objects=frozen.swapped(document.objects, entry, changed))
