"""Where a case management system holds an item and what fills it: the one rule for pages, matrices, files and answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from specs_app.document.types import Cms, CmsMapping, DataObject, Document, Item

By = Literal["body", "mapping", ""]
BODY: Final = "body"
MAPPING: Final = "mapping"
NOTHING: Final = ""
#: What fills no column.
NULL = "NULL"


@dataclass(frozen=True, slots=True)
class ItemFilling:
    """What fills an item from a system, and the expression or place it comes from; ``held``: the standard says that the system
    has it. ``source`` is empty exactly where nothing fills the item. ``unused`` is the place that its mapping names where the
    object's SQL leaves the item NULL, as scripts take that alone."""

    by: By
    source: str = ""
    held: bool = False
    status: str = ""
    note: str = ""
    unused: str = ""


@dataclass(frozen=True, slots=True)
class FilledCount:
    """Of ``total`` items how many a body fills and how many a mapping; ``held`` of the others are said to be in the system."""

    body: int = 0
    mapping: int = 0
    held: int = 0
    total: int = 0

    @property
    def filled(self) -> int:
        return self.body + self.mapping

    @property
    def nothing(self) -> int:
        """How many nothing fills."""
        return self.total - self.filled

    @property
    def unsaid(self) -> int:
        """Of how many nothing is said: neither filled nor said to be held."""
        return self.nothing - self.held

    @property
    def share(self) -> int:
        """Percent, rounded down: 100 is all of them. 0 of none."""
        return 100 * self.filled // self.total if self.total else 0

    def __add__(self, other: FilledCount) -> FilledCount:
        return FilledCount(
            self.body + other.body, self.mapping + other.mapping, self.held + other.held, self.total + other.total
        )


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


def filling(document: Document, entry: DataObject, item: Item, cms: Cms) -> ItemFilling:
    """What fills one item. Where an object has a body, the script takes that alone, so no mapping of it fills anything."""
    mapping = item.mapping(cms.key)
    place = place_of(document, mapping)
    held = bool(place) or (mapping is not None and mapping.marked)
    status, note = (mapping.status, mapping.note) if mapping else ("", "")
    body = document.used_bodies.get((cms.key, entry.name))
    if body is None:
        return ItemFilling(MAPPING if place else NOTHING, place, held, status, note)
    source = body.get(item.name.casefold(), NULL)
    if source != NULL:
        return ItemFilling(BODY, source, held, status, note)
    return ItemFilling(NOTHING, "", held, status, note, unused=place)


def filled(document: Document, cms: Cms, items: Iterable[tuple[DataObject, Item]]) -> FilledCount:
    """How many of some items, each with its object, a system fills."""
    found = [filling(document, entry, item, cms) for entry, item in items]
    return FilledCount(
        body=sum(one.by == BODY for one in found),
        mapping=sum(one.by == MAPPING for one in found),
        held=sum(one.held and not one.by for one in found),
        total=len(found),
    )


def _is_own(document: Document, table: str) -> bool:
    """Whether a table, with or without its schema and in whatever letters, is one that scripts make."""
    return table.rpartition(".")[2].strip('[]"').lower() in document.object_by_name
