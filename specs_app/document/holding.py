"""Where a case management system holds an item, as people read it: the one rule for pages, files and answers."""

from __future__ import annotations

from collections.abc import Iterable

from specs_app.document.types import Cms, CmsMapping, Document, Item


def written_place(mapping: CmsMapping) -> str:
    """What a mapping says of where: its source, else its table and field, where both are given."""
    both = f"{mapping.table}.{mapping.field}" if mapping.table and mapping.field else ""
    return mapping.source or both


def place_of(document: Document, mapping: CmsMapping | None) -> str:
    """The same, but for a table of the standard's own, which tells nothing of the system; empty where nothing is known."""
    if mapping is None or (not mapping.source and _is_own(document, mapping.table)):
        return ""
    return written_place(mapping)


def holders(document: Document, item: Item) -> frozenset[str]:
    """The systems that are said to hold an item, or of which it is known where."""
    return frozenset(mapping.cms for mapping in item.cms if mapping.marked or place_of(document, mapping))


def held_by(document: Document, cms: Cms, items: Iterable[Item]) -> tuple[int, int]:
    """How many of the items a system holds, and of how many it is known where."""
    mappings = [mapping for item in items if (mapping := item.mapping(cms.key))]
    return sum(mapping.marked for mapping in mappings), sum(bool(place_of(document, mapping)) for mapping in mappings)


def _is_own(document: Document, table: str) -> bool:
    """Whether a table, with or without its schema and in whatever letters, is one that scripts make."""
    return table.rpartition(".")[2].strip('[]"').lower() in document.object_by_name
