"""Where the wide table says something else than the YAML that was once made from it."""

from __future__ import annotations

from collections.abc import Iterator

from specs_app.document.item_references import with_note
from specs_app.document.types import DataObject, Document, Item
from specs_app.document.values import Plain
from specs_app.tables.wide_columns import COMPARED, OBJECT, Shape

EMPTY = frozenset({"", "0"})


def differing_columns(document: Document, entry: DataObject, item: Item, row: list[str]) -> Iterator[int]:
    """The places of cells that say something, and not what the document says."""
    if row[OBJECT] != entry.name:
        yield OBJECT
    for place, (key, shape) in COMPARED.items():
        if row[place] not in EMPTY and _from_cell(row[place], shape) != _from_item(document, entry, item, key, shape):
            yield place


def _from_cell(text: str, shape: Shape) -> frozenset[str]:
    if shape == "flag":
        return frozenset({"true"} if text == "Yes" else {text})
    if shape == "text":
        return frozenset({"".join(text.split())})
    return frozenset("".join(word.split()) for word in text.split("|") if word.strip())


def _from_item(document: Document, entry: DataObject, item: Item, key: str, shape: Shape) -> frozenset[str]:
    value = _value(document, entry, item, key)
    if shape == "flag":
        return frozenset({"true"} if value else ())
    words = value if isinstance(value, tuple) else (value,)
    return frozenset("".join(str(word).split()) for word in words)


def _value(document: Document, entry: DataObject, item: Item, key: str) -> Plain | bool:
    if key == "foreign_key":
        parents = document.parents_of.get((entry.name, item.name), ())
        return "".join(with_note(f"{one.parent_object}.{one.parent_item}", one.item_note) for one in parents)
    if key == "constraints":
        return (*(("pk",) if item.primary_key else ()), *item.constraints)
    if key == "cms":
        return tuple(one.cms for one in item.cms if one.marked)
    if key in ("cms_field", "cms_table"):
        part = key.removeprefix("cms_")
        return tuple(f"{one.cms}:{getattr(one, part)}" for one in item.cms if getattr(one, part))
    found: Plain | bool = getattr(item, key)
    return found
