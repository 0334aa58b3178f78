"""Settings: words, registries and steering rules. What ties the settings to the files cannot be proposed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from specs_app.document.dialects import DIALECTS
from specs_app.document.edits import entries, extract_settings, fields, in_use, validators
from specs_app.document.edits.edit import EditTask
from specs_app.document.extract_settings import EXTRACT_REGISTRIES
from specs_app.document.identity import COLOURS, MARK, SHORT_NAME_LIMIT
from specs_app.document.text_rules import shown
from specs_app.document.types import (
    ACCESS,
    STEERED_CLASSES,
    TABLE_KINDS,
    Access,
    ChangeClass,
    Cms,
    Document,
    RegisteredTable,
    Settings,
    SteeringRule,
    Term,
)

MOST_APPROVALS = 50
MOST_DAYS = 365
DAYS = fields.whole(0, MOST_DAYS)
RULE_READERS: dict[str, fields.Reader] = {
    "approvals": fields.whole(1, MOST_APPROVALS),
    "quorum": fields.whole(1, MOST_APPROVALS),
    "objection_blocks": fields.switch,
    "consultation_days": DAYS,
    "final_comment_days": DAYS,
    "deadline_days": DAYS,
    "notice_days": DAYS,
}
TITLE_READERS: dict[str, fields.Reader] = {"title": fields.line}
CMS_READERS: dict[str, fields.Reader] = {**TITLE_READERS, "dialect": fields.choice(DIALECTS)}
TABLE_READERS: dict[str, fields.Reader] = {"path": fields.line, "kind": fields.choice(TABLE_KINDS)}
TERM_READERS: dict[str, fields.Reader] = {**TITLE_READERS, "description": fields.prose}
Named = TypeVar("Named", Cms, Term)


def change(task: EditTask) -> Document:
    """Other settings; of registries and rules only what changes. A list of systems, domains or statuses stands for all of them."""
    old = task.document.settings
    new = replace(old, **fields.values(task, READERS))
    if "rules" in task.values:
        new = replace(new, rules=_rules(task, old, task.values["rules"]))
    in_use.refuse_lost(task, old, new)
    return replace(task.document, settings=new)


def _cms(task: EditTask, key: str, raw: Any) -> tuple[Cms, ...]:
    old = task.document.settings.cms
    if isinstance(raw, Mapping):
        return entries.changed(task, key, raw, old, lambda name: Cms(name, ""), _reader(task, CMS_READERS))
    known = {entry.key: entry for entry in old}
    given = _whole(task, key, raw, CMS_READERS)
    return tuple(replace(known.get(entry["key"], Cms("", "")), **_without_empty(entry, "dialect")) for entry in given)


def _terms(task: EditTask, key: str, raw: Any) -> tuple[Term, ...]:
    old: tuple[Term, ...] = getattr(task.document.settings, key)
    if isinstance(raw, Mapping):
        return entries.changed(task, key, raw, old, lambda name: Term(name, ""), _reader(task, TERM_READERS))
    known = {entry.key: entry for entry in old}
    given = _whole(task, key, raw, TERM_READERS)
    return tuple(replace(known.get(entry["key"], Term("")), **entry) for entry in given)


def _reader(task: EditTask, readers: Mapping[str, fields.Reader]) -> Callable[[str, Named, Any], Named]:
    """Reads what is given of one entry."""

    def read(path: str, entry: Named, given: Any) -> Named:
        return replace(entry, **_without_empty(fields.record(task, path, given, readers), "dialect"))

    return read


def _whole(task: EditTask, key: str, raw: Any, readers: Mapping[str, fields.Reader]) -> list[dict[str, Any]]:
    """All entries of a registry, each with a key of its own."""
    found: list[dict[str, Any]] = []
    for number, entry in enumerate(fields.listing(task, key, raw)):
        read = {"key": "", **fields.record(task, f"{key}/{number}", entry, {"key": fields.registry_key, **readers})}
        if not read["key"] or any(other["key"] == read["key"] for other in found):
            message = "The key of this entry is missing or stands twice."
            task.refuse_value(f"{key}/{number}", "empty-or-repeated", message, "Give each entry a key of its own.")
        found.append(read)
    return found


def _without_empty(entry: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name != key or value}


def _access(task: EditTask, key: str, raw: Any) -> Access:
    """Who may read; nothing is no answer, as a guess could open what is closed."""
    found = next((word for word in ACCESS if word == raw), None)
    if found is None:
        remedy = f"Write {' or '.join(ACCESS)}."
        task.refuse_value(key, "unknown-choice", f"{shown(str(raw))} does not say who may read.", remedy)
    return found or "restricted"


def _mark(task: EditTask, key: str, raw: Any) -> str:
    """The letters in the tile of the standard; null is none."""
    text = fields.line(task, key, raw)
    if text and not MARK.fullmatch(text):
        task.refuse_value(key, "bad-mark", f"{shown(text)} cannot be a mark.", "Give one to three letters or digits.")
    return text


def _short_name(task: EditTask, key: str, raw: Any) -> str:
    text = fields.line(task, key, raw)
    if len(text) > SHORT_NAME_LIMIT:
        message = f"The short name has {len(text)} characters."
        task.refuse_value(key, "too-long", message, f"Use at most {SHORT_NAME_LIMIT}.")
    return text


def _tables(task: EditTask, key: str, raw: Any) -> tuple[RegisteredTable, ...]:
    """All the tables that are kept true, at most one of a kind."""
    found: list[RegisteredTable] = []
    for number, entry in enumerate(fields.listing(task, key, raw)):
        place = f"{key}/{number}"
        read = {"path": "", "kind": "", **fields.record(task, place, entry, TABLE_READERS)}
        kind = next((one for one in TABLE_KINDS if one == (read["kind"] or TABLE_KINDS[0])), TABLE_KINDS[0])
        if not read["path"] or any(other.kind == kind for other in found):
            message = "This table has no path, or another of its kind is named already."
            task.refuse_value(place, "empty-or-repeated", message, "Name one table, by its path in the repository.")
        found.append(RegisteredTable(read["path"], kind))
    return tuple(found)


def _rules(task: EditTask, old: Settings, raw: Any) -> tuple[SteeringRule, ...]:
    given = raw if isinstance(raw, Mapping) else {}
    if not isinstance(raw, Mapping):
        fields.wrong_type(task, "rules", "a set of keys", raw)
    for unknown in [name for name in given if name not in STEERED_CLASSES]:
        remedy = f"Use {', '.join(STEERED_CLASSES)}."
        task.refuse_value("rules", "unknown-key", f"{shown(unknown)} is no class of change.", remedy)
    return tuple(_rule(task, old, change_class, given.get(change_class, {})) for change_class in STEERED_CLASSES)


def _rule(task: EditTask, old: Settings, change_class: ChangeClass, raw: Any) -> SteeringRule:
    key = f"rules/{change_class}"
    kept = replace(old.rule(change_class), change_class=change_class)
    return replace(kept, **fields.record(task, key, raw, RULE_READERS))


READERS: dict[str, fields.Reader] = {
    "title": fields.line,
    "publisher": fields.line,
    "description": fields.prose,
    "short_name": _short_name,
    "mark": _mark,
    "colour": fields.choice(COLOURS),
    "version": fields.line,
    "public_comments": fields.flag,
    "access": _access,
    "tables": _tables,
    "cms": _cms,
    "domains": _terms,
    "statuses": _terms,
    "validators": validators.validators,
    "datatypes": validators.datatypes,
    **dict.fromkeys(EXTRACT_REGISTRIES, extract_settings.entries),
}
KEYS = (*READERS, "rules")
