"""What a standard does not say yet: each a hole that somebody may fill, and none of them an error."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from specs_app.document import paths
from specs_app.document.names import own_name
from specs_app.document.reading.codes import codes_in
from specs_app.document.stages import strays_of
from specs_app.document.types import DataObject, Document, Item

#: A definition of so many words or fewer says little more than a name.
FEW_WORDS = 3
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class HoleKind:
    """A kind of hole: its key, what it is called, and what it is looked for in (``item`` or ``object``)."""

    key: str
    title: str
    of: str


@dataclass(frozen=True, slots=True)
class Hole:
    """A hole in one part of the standard."""

    kind: HoleKind
    address: str


@dataclass(frozen=True, slots=True)
class HoleCount:
    """How many of all parts have a hole of one kind."""

    kind: HoleKind
    count: int
    total: int

    @property
    def share(self) -> int:
        """Percent, rounded up: 0 is none."""
        return -(-100 * self.count // self.total) if self.total else 0


NO_SENTENCE = HoleKind("no_sentence", "Objects without a description", "object")
NO_DEFINITION = HoleKind("no_definition", "Items without a definition", "item")
REPEATS = HoleKind("definition_repeats", "Definitions that only repeat the name", "item")
FEW = HoleKind("definition_short", f"Other definitions of {FEW_WORDS} words or fewer", "item")
NO_GUIDANCE = HoleKind("no_guidance", "Items without guidance", "item")
CODES_IN_PROSE = HoleKind(
    "codes_in_prose", "Items whose codes stand in their guidance, with no code list named", "item"
)
NO_LIST = HoleKind("no_code_list", "Items that name a code list that is not there", "item")
STRAY = HoleKind("unknown_return", "Items that name a return the registry does not have", "item")
HOLE_KINDS = (NO_SENTENCE, NO_DEFINITION, REPEATS, FEW, NO_GUIDANCE, CODES_IN_PROSE, NO_LIST, STRAY)
#: What an item can lack whatever else the document says, by key.
LACKS = {kind.key: kind for kind in (NO_DEFINITION, REPEATS, FEW, NO_GUIDANCE)}


def holes(document: Document) -> Iterator[Hole]:
    """Every hole, object by object, in the order of the document."""
    for entry in document.objects:
        yield from (Hole(kind, paths.of_object(entry.name)) for kind in holes_of_object(entry))
        for item in entry.items:
            yield from (Hole(kind, paths.of_item(entry, item)) for kind in holes_of_item(document, entry, item))


def hole_counts(document: Document) -> tuple[HoleCount, ...]:
    """How many holes of each kind there are, also of those of which there is none."""
    totals = {"object": len(document.objects), "item": sum(len(entry.items) for entry in document.objects)}
    found = Counter(hole.kind for hole in holes(document))
    return tuple(HoleCount(kind, found[kind], totals[kind.of]) for kind in HOLE_KINDS)


def holes_of_object(entry: DataObject) -> tuple[HoleKind, ...]:
    """What an object does not say."""
    return () if entry.description.strip() else (NO_SENTENCE,)


def holes_of_item(document: Document, entry: DataObject, item: Item) -> tuple[HoleKind, ...]:
    """What an item does not say."""
    return tuple(filter(None, (definition_hole(entry, item), *_others(document, item))))


def definition_hole(entry: DataObject, item: Item) -> HoleKind | None:
    """What is missing in a definition: all of it, or more than the name, or more than a few words."""
    words = _words(item.description)
    if not words:
        return NO_DEFINITION
    if words in (_words(item.name), _words(own_name(entry, item))):
        return REPEATS
    return FEW if len(words) <= FEW_WORDS else None


def lacks(entry: DataObject, item: Item, key: str) -> bool:
    """Whether an item lacks what a key of `LACKS` names."""
    kind = LACKS[key]
    return not item.guidance.strip() if kind is NO_GUIDANCE else definition_hole(entry, item) is kind


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _others(document: Document, item: Item) -> Iterator[HoleKind]:
    if not item.guidance.strip():
        yield NO_GUIDANCE
    elif not item.category and codes_in(item.guidance):
        yield CODES_IN_PROSE
    if item.category and item.category not in document.category_by_name:
        yield NO_LIST
    if strays_of(document, item):
        yield STRAY
