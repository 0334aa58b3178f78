"""Returns: added to the registry and described."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from specs_app.document.edits import fields, frozen, in_use
from specs_app.document.edits.edit import EditTask
from specs_app.document.text_rules import KEY, NAME_LIMIT, shown
from specs_app.document.types import RETURN_KINDS, Document, Return, ReturnKind, Term

SECTION_READERS: dict[str, fields.Reader] = {"key": fields.line, "title": fields.line}


def _sections(task: EditTask, key: str, raw: Any) -> tuple[Term, ...]:
    """Sections in order, each a bare key or a key with its title."""
    found: dict[str, Term] = {}
    for number, given in enumerate(fields.listing(task, key, raw)):
        path = f"{key}/{number}"
        bare = not isinstance(given, Mapping)
        section = Term(**{"key": "", **fields.record(task, path, {"key": given} if bare else given, SECTION_READERS)})
        if not section.key or section.key in found:
            task.refuse_value(path, "empty-or-repeated", "This is empty or stands twice.", "Remove it.")
        found[section.key] = section
    return tuple(found.values())


def _kind(task: EditTask, key: str, raw: Any) -> ReturnKind:
    """One of `RETURN_KINDS`; nothing is a return."""
    text = fields.line(task, key, raw) or RETURN_KINDS[0]
    found = next((kind for kind in RETURN_KINDS if kind == text), None)
    if found is None:
        task.refuse_value(key, "unknown-kind", f"{shown(text)} is no kind.", f"Give {' or '.join(RETURN_KINDS)}.")
    return found or RETURN_KINDS[0]


READERS: dict[str, fields.Reader] = {
    "title": fields.line,
    "sections": _sections,
    "kind": _kind,
    "meaning": fields.line,
}


def add(task: EditTask) -> Document:
    """A new return at the end of the registry."""
    key, returns = task.target, task.document.settings.returns
    if not KEY.fullmatch(key) or len(key) > NAME_LIMIT:
        remedy = f"Begin with a letter; at most {NAME_LIMIT} letters, digits and underscores."
        task.refuse("bad-name", f"{shown(key)} cannot be used as a name.", remedy, "target")
    if _find(task) is not None:
        task.refuse("name-taken", f"There is a return {shown(key)} already.", "Choose another name.", "target")
    return _with_returns(task.document, (*returns, Return(key, **fields.values(task, READERS))))


def change(task: EditTask) -> Document:
    """Another title, kind or meaning, or other sections; a section that items name must stay."""
    if (old := _known(task)) is None:
        return task.document
    new = replace(old, **fields.values(task, READERS))
    _refuse_lost_sections(task, old, new)
    return _with_returns(task.document, frozen.swapped(task.document.settings.returns, old, new))


def remove(task: EditTask) -> Document:
    """The return goes; refused while items name it."""
    if (old := _known(task)) is None:
        return task.document
    document = _with_returns(task.document, frozen.without(task.document.settings.returns, old))
    in_use.refuse_lost(task, task.document.settings, document.settings, "target")
    return document


def _refuse_lost_sections(task: EditTask, old: Return, new: Return) -> None:
    used = {place.section for _, item in task.document.items() for place in item.returns_map if place.name == old.key}
    kept = {section.key for section in new.sections}
    for section in [section for section in old.sections if section.key in used - kept]:
        task.waits = True
        remedy = "Keep it, or take it from these items in the same proposal."
        task.refuse_value("sections", "still-used", f"Items name the section {shown(section.key)}.", remedy)


def _known(task: EditTask) -> Return | None:
    """The return that the edit is about, or None and a problem."""
    found = _find(task)
    if found is None:
        remedy = "Check the name, or add the return in an earlier edit."
        task.refuse("unknown-return", f"There is no return {shown(task.target)}.", remedy, "target")
    return found


def _find(task: EditTask) -> Return | None:
    return next((entry for entry in task.document.settings.returns if entry.key == task.target), None)


def _with_returns(document: Document, returns: tuple[Return, ...]) -> Document:
    return replace(document, settings=replace(document.settings, returns=returns))
