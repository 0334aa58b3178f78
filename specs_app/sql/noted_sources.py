"""Mappings that name a table of the specification itself while their note says where the system holds the item.

A mapping may be corrected by what its note says only where that names one column of the system, and raises no doubt of it.
Whether it is right somebody has to say: what is found here is offered as a proposal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from specs_app.document.edits import Edit
from specs_app.document.holding import place_of
from specs_app.document.types import Cms, CmsMapping, DataObject, Document, Item, item_key
from specs_app.sql.dialects import dialect_of
from specs_app.sql.sources import ColumnSource, SourceWords, read_source

#: A table and its column as notes write them: without blanks, in capitals or in brackets.
COLUMN = re.compile(r"(?<![\w.\[])(?:\[?\w+\]?\.){0,2}\[?[A-Z]\w*\]?\.[ \t]?\[?[A-Z]\w*\]?(?!\w|\.\w|\])", re.ASCII)
#: What begins the words about rows and ways; columns behind it are not what the item is.
FURTHER = re.compile(r"\b(?:where|link(?:ed)? (?:using|possibly)|requires)\b", re.IGNORECASE)
DOUBT = re.compile(
    r"\?|\bnot (?:held|routinely|in one place)|\bderived\b|\bcalculated\b|\bconstructed\b|\bcombination\b|\bcount of\b"
    r"|\b(?:one|1|some) of (?:\w+ )?(?:\d|two|three|several)?\s*(?:ways|places)|\b(?:two|2|several|couple of) (?:ways|places)"
    r"|\bthink this is\b|\bcould be\b|\b\d\)|\bif\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class NotedSource:
    """What a note says: the ``source`` that it names; ``more`` where it goes on, as with a condition on rows or a way of tables."""

    reference: str
    object: str
    name: str
    source: str
    note: str
    more: bool
    marked: bool = True

    def edit(self, cms: str) -> Edit:
        """The mapping with that source. The note is taken away where it says nothing else."""
        note = {} if self.more else {"note": None}
        return Edit("map_item", self.reference, {"cms": cms, "source": self.source, "marked": self.marked, **note})


def noted_sources(document: Document, cms: Cms) -> tuple[NotedSource, ...]:
    """The mappings of a system that a note corrects, in the order of the items."""
    own = frozenset(entry.name.casefold() for entry in document.objects)
    words = SourceWords(dialect_of(cms.dialect), own, cms.dialect)
    found = (
        _noted(entry, item, mapping, words)
        for entry, item in document.items()
        if (mapping := item.mapping(cms.key)) and mapping.note and mapping.table and not place_of(document, mapping)
    )
    return tuple(source for source in found if source is not None)


def _noted(entry: DataObject, item: Item, mapping: CmsMapping, words: SourceWords) -> NotedSource | None:
    note = mapping.note.strip()
    whole = read_source(note, words)
    if isinstance(whole, ColumnSource):
        return NotedSource(item_key(entry, item), entry.name, item.name, note, note, False, mapping.marked)
    named = list(dict.fromkeys(_columns(FURTHER.split(note, maxsplit=1)[0], words)))
    if len(named) != 1 or DOUBT.search(note):
        return None
    return NotedSource(item_key(entry, item), entry.name, item.name, named[0], note, True, mapping.marked)


def _columns(note: str, words: SourceWords) -> Iterator[str]:
    """The columns that a note names, as they can be read."""
    for found in COLUMN.finditer(note):
        text = re.sub(r"[ \t]", "", found[0])
        if isinstance(read_source(text, words), ColumnSource):
            yield text
