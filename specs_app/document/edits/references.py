"""References of items: how they are made up, and the next one that was never used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, count

from specs_app.document.text_rules import REFERENCE
from specs_app.document.types import Document

#: Prefix, number, letter.
Parts = tuple[str, int, str]
LAST_NUMBER = 999


def suggest_reference(document: Document, object_name: str, retired: Iterable[str] = ()) -> str:
    """The next reference for an item of an object: its items' prefix, the number after the highest ever used, their letter.

    ``retired`` are references that were used once; none is given again.
    """
    highest: dict[str, int] = {}
    for prefix, number, _ in chain(_split(document.item_by_ref), _split(retired)):
        highest[prefix] = max(number, highest.get(prefix, 0))
    own = list(_split(_references(document, object_name)))
    letter = Counter(parts[2] for parts in own).most_common(1)[0][0] if own else "A"
    numbered = ((prefix, highest.get(prefix, 0) + 1) for prefix in _prefixes(object_name, own, document))
    prefix, number = next(pair for pair in numbered if pair[1] <= LAST_NUMBER and (own or pair[1] == 1))
    return f"{prefix}{number:03d}{letter}"


def _references(document: Document, object_name: str) -> Iterator[str]:
    entry = document.object_by_name.get(object_name)
    return (item.item_ref for item in (entry.items if entry else ()))


def _split(references: Iterable[str]) -> Iterator[Parts]:
    for reference in references:
        if found := REFERENCE.fullmatch(reference):
            yield found.group(1), int(found.group(2)), found.group(3)


def _prefixes(object_name: str, own: list[Parts], document: Document) -> Iterator[str]:
    """Prefixes to try: the object's own, or one made from its name; then the same with a number behind it."""
    stem = Counter(parts[0] for parts in own).most_common(1)[0][0] if own else _stem(object_name, document)
    yield stem
    yield from (f"{stem}{number}" for number in count(1))


def _stem(object_name: str, document: Document) -> str:
    """Four letters of a name: ``ssd_person`` gives ``PERS``, ``ssd_cin_plans`` gives ``CINP``."""
    first, *others = object_name.removeprefix(document.settings.table_prefix).upper().split("_")
    letters = first[:3] + "".join(others) if others else first
    return (letters or "ITEM")[:4]
