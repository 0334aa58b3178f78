"""Returns: added to the registry and described."""

from __future__ import annotations

from dataclasses import replace

from specs_app.document.edits import fields, frozen
from specs_app.document.edits.edit import Task
from specs_app.document.text_rules import KEY, NAME_LIMIT, shown
from specs_app.document.types import Document, Return

READERS: dict[str, fields.Reader] = {"title": fields.line, "sections": fields.lines}


def add(task: Task) -> Document:
    """A new return at the end of the registry."""
    key, returns = task.target, task.document.settings.returns
    if not KEY.fullmatch(key) or len(key) > NAME_LIMIT:
        remedy = f"Begin with a letter; at most {NAME_LIMIT} letters, digits and underscores."
        task.refuse("bad-name", f"{shown(key)} cannot be used as a name.", remedy, "target")
    if _find(task) is not None:
        task.refuse("name-taken", f"There is a return {shown(key)} already.", "Choose another name.", "target")
    return _with_returns(task.document, (*returns, Return(key, **fields.values(task, READERS))))


def change(task: Task) -> Document:
    """Another title or other sections; a section that items name must stay."""
    if (old := _find(task)) is None:
        remedy = "Check the name, or add the return in an earlier edit."
        task.refuse("unknown-return", f"There is no return {shown(task.target)}.", remedy, "target")
        return task.document
    new = replace(old, **fields.values(task, READERS))
    _refuse_lost_sections(task, old, new)
    return _with_returns(task.document, frozen.swapped(task.document.settings.returns, old, new))


def _refuse_lost_sections(task: Task, old: Return, new: Return) -> None:
    used = {place.section for _, item in task.document.items() for place in item.returns_map if place.name == old.key}
    for section in [section for section in old.sections if section in used and section not in new.sections]:
        remedy = "Keep it, or change these items in earlier edits."
        task.refuse_value("sections", "still-used", f"Items name the section {shown(section)}.", remedy)


def _find(task: Task) -> Return | None:
    return next((entry for entry in task.document.settings.returns if entry.key == task.target), None)


def _with_returns(document: Document, returns: tuple[Return, ...]) -> Document:
    return replace(document, settings=replace(document.settings, returns=returns))
