"""What the structure alone says of an object, in a sentence that is true without anybody having written it."""

from __future__ import annotations

from collections.abc import Sequence

from specs_app.document.names import object_title
from specs_app.document.stages import returns_of
from specs_app.document.types import DataObject, Document

#: So many names stand in a sentence; the others are counted.
MOST_NAMES = 3
#: The relations in which a child belongs to one parent.
TO_ONE = ("1:M", "1:1")


def structure_sentence(document: Document, entry: DataObject) -> str:
    """Such as ``Each record belongs to one record of Person; 12 items, asked for by SSDA903 and CIN.``"""
    count = len(entry.items)
    asked = named(list(dict.fromkeys(name for item in entry.items for name in returns_of(document, item))))
    items = f"{count} item{'' if count == 1 else 's'}" if count else "no items yet"
    told = f"{items}, asked for by {asked}" if asked else items
    parts = [part for part in (_place(document, entry), told) if part]
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}."


def named(names: Sequence[str]) -> str:
    """A few names in words: ``A``, ``A and B``, ``A, B, C and 2 others``."""
    shown, others = list(names[:MOST_NAMES]), len(names) - MOST_NAMES
    if others > 0:
        return f"{', '.join(shown)} and {others} other{'' if others == 1 else 's'}"
    return " and ".join(filter(None, (", ".join(shown[:-1]), *shown[-1:])))


def _place(document: Document, entry: DataObject) -> str:
    """What a record belongs to, else what belongs to it."""
    links = document.links_of.get(entry.name, ())
    parents = _others(
        document,
        [link.parent_object for link in links if link.child_object == entry.name and link.relation in TO_ONE],
        entry,
    )
    if parents:
        return f"each record belongs to one record of {named(parents)}"
    children = _others(document, [link.child_object for link in links if link.parent_object == entry.name], entry)
    return f"records of {named(children)} belong to it" if children else ""


def _others(document: Document, names: Sequence[str], entry: DataObject) -> list[str]:
    found = (document.object_by_name.get(name) for name in dict.fromkeys(names) if name != entry.name)
    return [object_title(other, document.settings) for other in found if other]
