"""Data objects: added, changed, renamed, removed."""

from __future__ import annotations

from dataclasses import replace

from specs_app.document.edits import fields, frozen
from specs_app.document.edits.edit import EditTask
from specs_app.document.links import sorted_links
from specs_app.document.renames import Renames
from specs_app.document.text_rules import NAME, NAME_LIMIT, shown
from specs_app.document.types import DataObject, Document

ADDED: dict[str, fields.Reader] = {"title": fields.line, "description": fields.prose}
READERS: dict[str, fields.Reader] = {"name": fields.name, **ADDED}


def find(task: EditTask, name: str, *path: str) -> DataObject | None:
    """The object of that name, or None and a problem."""
    found = task.document.object_by_name.get(name)
    if found is None:
        remedy = "Check the name, or add the object in an earlier edit."
        task.refuse("unknown-object", f"There is no object {shown(name)}.", remedy, *(path or ("target",)))
    return found


def add(task: EditTask) -> Document:
    """A new object without items, in its place by name as files lie in a folder."""
    document, name = task.document, task.target
    if not NAME.fullmatch(name) or len(name) > NAME_LIMIT:
        remedy = f"Begin with a letter; at most {NAME_LIMIT} small letters, digits and underscores."
        task.refuse("bad-name", f"{shown(name)} cannot be used as a name.", remedy, "target")
    elif not name.startswith(document.settings.table_prefix):
        _refuse_prefix(task, "target")
    _refuse_taken(task, name, "target")
    new = DataObject(name, **fields.values(task, ADDED))
    return replace(document, objects=frozen.sorted_in(document.objects, new, lambda entry: entry.name))


def change(task: EditTask) -> Document:
    """Another name, title or description; all that points at it follows its new name."""
    if (old := find(task, task.target)) is None:
        return task.document
    new = replace(old, **fields.values(task, READERS))
    if new.name != old.name:
        _refuse_taken(task, new.name, "values", "name")
        if not new.name.startswith(task.document.settings.table_prefix):
            _refuse_prefix(task, "values", "name")
    document = replace(task.document, objects=frozen.swapped(task.document.objects, old, new))
    return document if new.name == old.name else Renames({old.name: new.name}).followed(document)


def remove(task: EditTask) -> Document:
    """The object, its items, their own foreign keys and its hand-written bodies go; refused while others point at it."""
    if (old := find(task, task.target)) is None:
        return task.document
    links = task.document.relationships
    pointing = [link for link in links if link.parent_object == old.name != link.child_object]
    if pointing:
        task.waits = True
        names = ", ".join(f"{link.child_object}.{link.child_item}" for link in pointing[:5])
        message = f"{len(pointing)} foreign keys point at {old.name}: {names}."
        task.refuse("still-pointed-at", message, "Remove these relationships in the same proposal.", "target")
    kept = sorted_links(link for link in links if link.child_object != old.name)
    objects = frozen.without(task.document.objects, old)
    bodies = tuple(extract for extract in task.document.extracts if extract.object != old.name)
    return replace(task.document, objects=objects, relationships=kept, extracts=bodies)


def _refuse_taken(task: EditTask, name: str, *path: str) -> None:
    if name in task.document.object_by_name:
        task.refuse("name-taken", f"There is an object {shown(name)} already.", "Choose another name.", *path)


def _refuse_prefix(task: EditTask, *path: str) -> None:
    prefix = task.document.settings.table_prefix
    task.refuse("bad-name", f"Names of objects begin with {prefix} here.", f"Put {prefix} before the name.", *path)
