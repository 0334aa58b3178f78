"""Rules on relationships."""

from __future__ import annotations

from collections.abc import Iterator

from specs_app.document.names import logical_type
from specs_app.document.paths import of_relationship
from specs_app.document.types import Document, Item, Relationship
from specs_app.lint.findings import Finding, rule


def _ends(document: Document) -> Iterator[tuple[Relationship, Item | None, Item | None]]:
    for entry in document.relationships:
        child = document.item_by_name.get((entry.child_object, entry.child_item))
        yield entry, child, document.item_by_name.get((entry.parent_object, entry.parent_item))


@rule("dangling-foreign-key", "error")
def dangling(document: Document) -> Iterator[Finding]:
    """Both ends of a relationship are items of the specification, and a reference is nothing but a name."""
    for entry, child, parent in _ends(document):
        if parent is None:
            yield _missing(document, entry, "foreign_key", entry.parent_object, entry.parent_item)
        if child is None:
            yield _missing(document, entry, "", entry.child_object, entry.child_item)
        note = entry.item_note or entry.parent_note
        if note:
            message = (
                f"{_arrow(entry)}: the words {note!r} stand in the reference, so that as written it names no item."
            )
            yield Finding(of_relationship(entry), "", message, "Move the words into the guidance.")


def _missing(document: Document, entry: Relationship, key: str, object_name: str, name: str) -> Finding:
    what = f"item {name} in {object_name}" if object_name in document.object_by_name else f"object {object_name}"
    remedy = "Correct the name, or remove the relationship."
    return Finding(of_relationship(entry), key, f"{_arrow(entry)}: there is no {what}.", remedy)


@rule("foreign-key-to-non-key", "warning")
def to_non_key(document: Document) -> Iterator[Finding]:
    """A foreign key points at the whole key of its parent or at a unique item."""
    for entry, _, parent in _ends(document):
        if parent is None or parent.unique or document.object_by_name[entry.parent_object].keys == (parent,):
            continue
        message = f"{_arrow(entry)}: the parent is neither the key of its object nor unique."
        yield Finding(of_relationship(entry), "", message, "Point at the parent's key, or make that item unique.")


@rule("foreign-key-type-differs", "warning")
def type_differs(document: Document) -> Iterator[Finding]:
    """Both ends of a relationship have the same type and size."""
    for entry, child, parent in _ends(document):
        if child is None or parent is None:
            continue
        mine, theirs = logical_type(child), logical_type(parent)
        if mine != theirs:
            message = f"{_arrow(entry)}: {_words(child)} points at {_words(parent)}."
            yield Finding(of_relationship(entry), "", message, "Give both items the same type and size.")


def _words(item: Item) -> str:
    return f"{item.type} ({item.max_field_size})" if item.max_field_size else item.type or "no type"


def _arrow(entry: Relationship) -> str:
    return f"{entry.child_object}.{entry.child_item} -> {entry.parent_object}.{entry.parent_item}"
