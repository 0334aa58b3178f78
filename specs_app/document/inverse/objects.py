"""Objects: out again, under the names they had, back, with the words they had."""

from __future__ import annotations

from collections.abc import Iterator

from specs_app.document.edits import Edit
from specs_app.document.renames import renamed_objects
from specs_app.document.types import DataObject, Document

WORDS = ("title", "description")


def gone(now: Document, wanted: Document) -> Iterator[Edit]:
    """Without the objects that were not there, nor under another name."""
    names = renamed_objects(now, wanted)
    for entry in now.objects:
        if entry.name not in wanted.object_by_name and entry.name not in names:
            yield Edit("remove_object", entry.name)


def renamed(now: Document, wanted: Document) -> Iterator[Edit]:
    """Under the names they had."""
    for name, former in renamed_objects(now, wanted).items():
        yield Edit("change_object", name, {"name": former})


def come(now: Document, wanted: Document) -> Iterator[Edit]:
    """Back, still without items; and the words of those that stayed."""
    for entry in wanted.objects:
        standing = now.object_by_name.get(entry.name)
        if standing is None:
            yield Edit("add_object", entry.name, {key: getattr(entry, key) for key in WORDS if getattr(entry, key)})
        elif values := _words(standing, entry):
            yield Edit("change_object", entry.name, values)


def _words(standing: DataObject, wanted: DataObject) -> dict[str, str | None]:
    return {key: getattr(wanted, key) or None for key in WORDS if getattr(standing, key) != getattr(wanted, key)}
