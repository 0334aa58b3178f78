"""Rules on objects."""

from __future__ import annotations

import re
from collections.abc import Iterator

from specs_app.document.paths import of_object
from specs_app.document.types import Document
from specs_app.lint.findings import Finding, rule

_NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)


@rule("no-primary-key", "warning")
def no_key(document: Document) -> Iterator[Finding]:
    """Every object has a primary key."""
    for entry in document.objects:
        if entry.items and not entry.keys:
            message = f"{entry.name} has no primary key."
            yield Finding(of_object(entry.name), "", message, "Mark the item that identifies a row as its key.")


@rule("no-items", "warning")
def no_items(document: Document) -> Iterator[Finding]:
    """Every object has items."""
    for entry in document.objects:
        if not entry.items:
            yield Finding(of_object(entry.name), "", f"{entry.name} has no items.", "Add items, or remove the object.")


@rule("bad-object-name", "error")
def bad_name(document: Document) -> Iterator[Finding]:
    """Names of objects are plain lower case and begin with the specification's prefix."""
    prefix = document.settings.table_prefix
    for entry in document.objects:
        if not _NAME.fullmatch(entry.name) or not entry.name.startswith(prefix):
            message = f"The name {entry.name!r} is not of the form {prefix}name."
            remedy = f"Use lower case letters, digits and underscores{f', and begin with {prefix}' if prefix else ''}."
            yield Finding(of_object(entry.name), "", message, remedy)
