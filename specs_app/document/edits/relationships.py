"""Relationships: foreign keys from a child's item to a parent's item."""

from __future__ import annotations

from dataclasses import replace

from specs_app.document.edits import fields
from specs_app.document.edits.edit import EditTask
from specs_app.document.links import End, child, parent, sorted_links
from specs_app.document.text_rules import shown
from specs_app.document.types import Document, Relationship

RELATIONS = ("1:M", "1:1", "M:1", "M:M")
ENDS = ("child_object", "child_item", "parent_object", "parent_item")
ADD_KEYS = (*ENDS, "relation")
FORM = "<child object>.<child item>><parent object>.<parent item>"


def add(task: EditTask) -> Document:
    """A new relationship between two items that exist, or one that is stated in part or with words in it stated in full."""
    ends = _ends(task)
    if ends is None:
        return task.document
    relation = fields.choice(RELATIONS)(task, "relation", task.values.get("relation"))
    for number, end in enumerate(ends):
        check_end(task, end, *_place(task, ENDS[2 * number + 1]))
    found = _find(task, ends)
    if found is not None and found == stated(found):
        task.refuse("relationship-exists", "This relationship is there already.", "Leave this edit out.", "target")
    return linked(task.document, ends[0], ends[1], relation)


def remove(task: EditTask) -> Document:
    """A relationship goes, from both places where files hold it."""
    ends = _ends(task)
    found = _find(task, ends) if ends else None
    if ends and found is None:
        task.refuse("unknown-relationship", "There is no such relationship.", f"Name it as {FORM}.", "target")
    kept = tuple(link for link in task.document.relationships if link is not found)
    return replace(task.document, relationships=kept)


def linked(document: Document, new_child: End, new_parent: End, relation: str = "") -> Document:
    """The document with that relationship stated in full; without ``relation`` one that is there keeps its own."""
    ends = (new_child, new_parent)
    present = next((link for link in document.relationships if (child(link), parent(link)) == ends), None)
    link = stated(present or Relationship(*new_parent, *new_child, relation=RELATIONS[0]))
    others = (other for other in document.relationships if other is not present)
    links = sorted_links((*others, replace(link, relation=relation or link.relation)))
    return replace(document, relationships=links)


def stated(link: Relationship) -> Relationship:
    """A relationship as it should stand in files: in both places, without words in it."""
    return replace(link, listed=True, on_item=True, parent_note="", item_note="")


def check_end(task: EditTask, end: End, *path: str) -> None:
    """Note a problem unless the item exists."""
    if end not in task.document.item_by_name:
        remedy = "Check the names, or add the item in an earlier edit."
        task.refuse("unknown-item", f"There is no item {shown('.'.join(end))}.", remedy, *path)


def _place(task: EditTask, key: str) -> tuple[str, ...]:
    return ("values", key) if key in task.values else ("target",)


def _find(task: EditTask, ends: tuple[End, End]) -> Relationship | None:
    links = task.document.relationships
    return next((link for link in links if (child(link), parent(link)) == ends), None)


def _ends(task: EditTask) -> tuple[End, End] | None:
    """Child and parent, from the values or from the target."""
    given = [fields.line(task, key, task.values.get(key)) for key in ENDS]
    if not any(given):
        given = _from_target(task.target)
    if task.problems:
        return None
    if not all(given):
        task.refuse("missing-value", "Both ends of the relationship are needed.", f"Name it as {FORM}.", "target")
        return None
    return (given[0], given[1]), (given[2], given[3])


def _from_target(target: str) -> list[str]:
    parts = target.removeprefix("relationships/").replace(">", ".").split(".")
    return parts if len(parts) == 4 and target.count(">") == 1 else [""]
