"""Applying edits: in order, each to the result of those before it, every problem collected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from specs_app.document.edits.edit import Edit, EditTask, problem
from specs_app.document.edits.references import suggest_reference
from specs_app.document.edits.registry import ACTIONS, Action
from specs_app.document.problems import Problem
from specs_app.document.text_rules import shown
from specs_app.document.types import Document


@dataclass(frozen=True, slots=True)
class Applied:
    """The document with all right edits in it, and what is wrong with the others."""

    document: Document
    problems: tuple[Problem, ...] = ()


def apply(document: Document, edits: Sequence[Edit], *, retired: Iterable[str] = frozenset()) -> Applied:
    """Apply the edits in order; one that is wrong is left out as a whole and explained.

    An edit that waits for another (the removal of an item that a later edit stops pointing at) is tried again at the end.
    """
    gone, problems, waiting = frozenset(retired), dict[int, list[Problem]](), []
    for index, edit in enumerate(edits):
        task = _run(EditTask(document, edit, index, gone))
        gone |= _taken_out(document, task.document)
        document, problems[index] = task.document, task.problems
        if task.waits:
            waiting.append(task)
    for task in waiting:
        again = _run(EditTask(document, task.edit, task.index, gone))
        document, problems[task.index] = again.document, again.problems
    return Applied(document, tuple(found for index in sorted(problems) for found in problems[index]))


def with_references(
    document: Document, edits: Sequence[Edit], *, retired: Iterable[str] = frozenset()
) -> tuple[Edit, ...]:
    """The same edits, each new item with the reference it will have, so that votes bind to it."""
    gone, done = frozenset(retired), list[Edit]()
    for edit in edits:
        if edit.action == "add_item" and not list(edit.shape_faults(0)) and not edit.values.get("item_ref"):
            reference = suggest_reference(document, edit.target, gone)
            edit = replace(edit, values={**edit.values, "item_ref": reference})
        after = apply(document, [edit], retired=gone).document
        gone |= _taken_out(document, after)
        document = after
        done.append(edit)
    return tuple(done)


def _taken_out(before: Document, after: Document) -> frozenset[str]:
    """The references that an edit took out: no later one of the same proposal gives them to another item."""
    return frozenset(before.item_by_ref.keys() - after.item_by_ref.keys())


def _run(task: EditTask) -> EditTask:
    """The task with its document moved on, or with its problems and the document as it was."""
    before = task.document
    task.problems.extend(_faults(task.edit, task.index))
    if not task.problems:
        after = ACTIONS[task.edit.action].handler(task)
        task.document = before if task.problems else after
    return task


def _faults(edit: Edit, index: int) -> Iterator[Problem]:
    if found := list(edit.shape_faults(index)):
        yield from found
    elif edit.action not in ACTIONS:
        message = f"{shown(edit.action)} is no action."
        yield problem(index, "unknown-action", message, f"Use one of {', '.join(ACTIONS)}.", "action")
    else:
        yield from _key_faults(edit, ACTIONS[edit.action], index)


def _key_faults(edit: Edit, action: Action, index: int) -> Iterator[Problem]:
    for key in edit.values:
        if key not in action.keys:
            remedy = f"Use {', '.join(action.keys)}." if action.keys else "Give no values."
            yield problem(index, "unknown-key", f"{shown(key)} is no value of {edit.action}.", remedy, "values", key)
    for key in action.required:
        if edit.values.get(key) in (None, ""):
            yield problem(index, "missing-value", f"{edit.action} needs {key}.", f"Give {key}.", "values", key)
