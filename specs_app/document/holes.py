"""What a standard leaves unsaid about its parts, counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from specs_app.document.names import DATES, logical_type
from specs_app.document.types import Document, Item

#: A definition of so few words repeats the name.
FEW_WORDS: Final = 3


@dataclass(frozen=True, slots=True)
class Hole:
    """How many of ``total`` parts leave one thing unsaid; ``noun`` is what they are."""

    key: str
    title: str
    noun: str
    count: int
    total: int

    @property
    def share(self) -> int:
        """Percent, rounded up: 0 is none."""
        return -(-100 * self.count // self.total) if self.total else 0


def has_no_definition(item: Item) -> bool:
    """Whether nothing says what an item is."""
    return not item.description.strip()


def has_short_definition(item: Item) -> bool:
    """Whether a definition is hardly more than a name."""
    return 0 < len(item.description.split()) <= FEW_WORDS


def has_no_guidance(item: Item) -> bool:
    """Whether nothing says how to fill an item."""
    return not item.guidance.strip()


#: What an item can lack by itself, and whether it does.
LACKS: Final[Mapping[str, Callable[[Item], bool]]] = {
    "definition": has_no_definition,
    "short-definition": has_short_definition,
    "guidance": has_no_guidance,
}


def may_have_codes(document: Document, object_name: str, item: Item) -> bool:
    """Whether an item could hold codes: it is no key, and no day, number of its own kind or yes or no."""
    kind = logical_type(item).kind
    is_key = item.primary_key or (object_name, item.name) in document.parents_of
    return not is_key and kind not in DATES | {"float", "decimal", "boolean", "binary"}


def has_no_code_list(item: Item) -> bool:
    """Whether an item names no code list."""
    return not item.category


def holes(document: Document) -> tuple[Hole, ...]:
    """What is left unsaid, in a fixed order."""
    items = [item for _, item in document.items()]
    coded = [item for entry, item in document.items() if may_have_codes(document, entry.name, item)]
    unsaid = sum(not entry.description.strip() for entry in document.objects)
    return (
        Hole("object-sentence", "No sentence says what the object is", "objects", unsaid, len(document.objects)),
        _of_items("definition", "No definition", items, has_no_definition),
        _of_items("short-definition", f"A definition of {FEW_WORDS} words or fewer", items, has_short_definition),
        _of_items("guidance", "No guidance", items, has_no_guidance),
        _of_items("code-list", "No code list named, of items that could hold codes", coded, has_no_code_list),
    )


def _of_items(key: str, title: str, items: Iterable[Item], is_hole: Callable[[Item], bool]) -> Hole:
    found = list(items)
    return Hole(key, title, "items", sum(map(is_hole, found)), len(found))
