"""Where a case management system holds an item, as people read it: the one rule for pages, files and answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from specs_app.document.types import Cms, CmsMapping, DataObject, Document, Item

#: What fills no column.
NULL = "NULL"


@dataclass(frozen=True, slots=True)
class Held:
    """How many of some items a system holds: ``held`` are all that it is said to hold or that something fills; of these
    ``by_body`` from SQL that is written by hand, ``by_mapping`` from a mapping alone."""

    held: int = 0
    by_body: int = 0
    by_mapping: int = 0

    @property
    def known(self) -> int:
        """Of how many it is known where they come from."""
        return self.by_body + self.by_mapping

    def __add__(self, other: Held) -> Held:
        return Held(self.held + other.held, self.by_body + other.by_body, self.by_mapping + other.by_mapping)


def written_place(mapping: CmsMapping) -> str:
    """What a mapping says of where: its source, else its table and field, where both are given."""
    both = f"{mapping.table}.{mapping.field}" if mapping.table and mapping.field else ""
    return mapping.source or both


def place_of(document: Document, mapping: CmsMapping | None) -> str:
    """The same, but for a table of the standard's own, which tells nothing of the system; empty where nothing is known."""
    if mapping is None or (not mapping.source and _is_own(document, mapping.table)):
        return ""
    return written_place(mapping)


def body_source(document: Document, cms: str, object_name: str, item_name: str) -> str:
    """What the hand-written SQL of a system fills an item from; empty where there is none, or where it leaves it NULL."""
    source = document.body_columns.get((cms, object_name), {}).get(item_name.casefold(), "")
    return "" if source == NULL else source


def holders(document: Document, item: Item) -> frozenset[str]:
    """The systems that are said to hold an item, or of which it is known where."""
    return frozenset(mapping.cms for mapping in item.cms if mapping.marked or place_of(document, mapping))


def held_by(document: Document, cms: Cms, items: Iterable[tuple[DataObject, Item]]) -> Held:
    """How many of some items, each with its object, a system holds."""
    return sum((_held(document, cms.key, entry, item) for entry, item in items), start=Held())


def _held(document: Document, cms: str, entry: DataObject, item: Item) -> Held:
    mapping = item.mapping(cms)
    body = bool(body_source(document, cms, entry.name, item.name))
    place = bool(place_of(document, mapping))
    marked = mapping is not None and mapping.marked
    return Held(int(marked or place or body), int(body), int(place and not body))


def _is_own(document: Document, table: str) -> bool:
    """Whether a table, with or without its schema and in whatever letters, is one that scripts make."""
    return table.rpartition(".")[2].strip('[]"').lower() in document.object_by_name
