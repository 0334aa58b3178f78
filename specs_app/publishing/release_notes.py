"""The notes of a release as they are first proposed: what changed in meaning, in plain words, object by object. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from specs_app.document import paths
from specs_app.document.describe import describe
from specs_app.document.diff import Change
from specs_app.document.names import object_title
from specs_app.document.titles import titles_of
from specs_app.document.types import Document

#: What is grouped under a heading of its own where it belongs to no object.
HEADINGS = {"categories": "Code lists", "settings": "The standard itself", "relationships": "Relationships"}
#: A release says which version it is by itself.
UNSAID = frozenset({("settings", "version")})


def release_notes(before: Document, after: Document, changes: Iterable[Change]) -> str:
    """A heading an object, a line ``- …`` a change, in the order of the changes; objects as they stand, then what belongs to
    none. Lines are told with the reader in mind who does not know the portal."""
    titles = titles_of(before.settings, after.settings)
    groups: dict[str, list[str]] = {}
    for change in changes:
        if (paths.split(change.address)[0], change.field) not in UNSAID:
            line = f"- {_named(change, before, after, describe(change, titles))}"
            groups.setdefault(_heading(change, before, after), []).append(line)
    order = [*(object_title(entry, after.settings) for entry in (*after.objects, *before.objects)), *HEADINGS.values()]
    ranked = sorted(groups, key=lambda heading: order.index(heading) if heading in order else len(order))
    return "\n\n".join("\n".join((heading, *dict.fromkeys(groups[heading]))) for heading in ranked)


def _named(change: Change, before: Document, after: Document, sentence: str) -> str:
    """The sentence with the name of its item, by which most people know it better than by its reference."""
    kind, *names = paths.split(change.address)
    found = (after.item_by_ref.get(names[0]) or before.item_by_ref.get(names[0])) if kind == "items" else None
    return sentence.replace(f"Item {names[0]}", f"Item {names[0]} ({found[1].name})", 1) if found else sentence


def _heading(change: Change, before: Document, after: Document) -> str:
    kind, *names = paths.split(change.address)
    if kind == "items" and names:
        found = after.item_by_ref.get(names[0]) or before.item_by_ref.get(names[0])
        return object_title(found[0], after.settings) if found else "Items"
    if kind == "objects" and names:
        entry = after.object_by_name.get(names[0]) or before.object_by_name.get(names[0])
        return object_title(entry, after.settings) if entry else names[0]
    return HEADINGS.get(kind, "The standard itself")


def shortened(notes: str, most: int) -> str:
    """Notes of at most so many letters: their first lines, and how many there are besides."""
    if len(notes) <= most:
        return notes
    lines = notes.split("\n")
    told = notes[: most - 100].split("\n")[:-1]
    left = sum(bool(line) for line in lines[len(told) :])
    return (
        "\n".join(told).rstrip() + f"\n\nAnd {left} lines more: compare this release with the one before to read all."
    )
