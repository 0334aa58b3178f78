"""Which entry of a file becomes which entry of the document that shall be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

from specs_app.document.types import CategoryValue, DataObject, Item, Relationship
from specs_app.yaml_files.patch.sequences import Element

T = TypeVar("T")
Matches = list[int | None]
"""For each new entry the index of the old one it comes from, or None."""


def by_key(old: Sequence[T], new: Sequence[T], key: Callable[[T], Hashable]) -> Matches:
    """Entries with equal keys, the first with the first where keys repeat."""
    numbers = {name: index for index, name in enumerate(_numbered(old, key))}
    return [numbers.get(name) for name in _numbered(new, key)]


def _numbered(entries: Iterable[T], key: Callable[[T], Hashable]) -> list[tuple[Hashable, int]]:
    seen: Counter[Hashable] = Counter()
    names = []
    for entry in entries:
        name = key(entry)
        names.append((name, seen[name]))
        seen[name] += 1
    return names


def items(old: Sequence[Item], new: Sequence[Item]) -> Matches:
    """Items by reference, or by name where they have none."""
    return by_key(old, new, lambda item: item.item_ref or f".{item.name}")


def values(old: Sequence[CategoryValue], new: Sequence[CategoryValue]) -> Matches:
    """Codes by their text; a code that took the place of another is that one, changed."""
    matches = by_key(old, new, lambda entry: entry.value)
    taken = set(matches)
    for index, match in enumerate(matches):
        before = -1 if index == 0 else matches[index - 1]
        if match is None and before is not None and before + 1 < len(old) and before + 1 not in taken:
            matches[index] = before + 1
            taken.add(before + 1)
    return matches


def objects(old: Sequence[DataObject], new: Sequence[DataObject]) -> Matches:
    """Objects by name; one with a new name is the one that it shares most references with."""
    matches = by_key(old, new, lambda entry: entry.name)
    free = {index for index in range(len(old)) if index not in set(matches)}
    for index, match in enumerate(matches):
        if match is None and (found := _most_shared(new[index], old, free)) is not None:
            matches[index] = found
            free.discard(found)
    return matches


def _most_shared(entry: DataObject, old: Sequence[DataObject], free: set[int]) -> int | None:
    refs = {item.item_ref for item in entry.items if item.item_ref}
    shared = {index: sum(item.item_ref in refs for item in old[index].items) for index in free}
    return max(shared, key=lambda index: (shared[index], -index)) if any(shared.values()) else None


def relationships(old: Sequence[Relationship], new: Sequence[Relationship]) -> Matches:
    """Relationships by their ends; one that differs in one or two names is the same, renamed."""
    matches = by_key(old, new, _ends)
    free = [index for index in range(len(old)) if index not in set(matches)]
    for index, match in enumerate(matches):
        if match is None and free:
            best = max(free, key=lambda place: _alike(old[place], new[index]))
            if _alike(old[best], new[index]) >= 2:
                matches[index] = best
                free.remove(best)
    return matches


def _ends(entry: Relationship) -> tuple[str, ...]:
    return (entry.parent_object, entry.parent_item, entry.child_object, entry.child_item)


def _alike(one: Relationship, other: Relationship) -> int:
    return sum(a == b for a, b in zip(_ends(one), _ends(other), strict=True))


def plan_of(count: int, known: Sequence[int], wanted: Sequence[Element]) -> list[Element]:
    """The entries of a list in their new order; those that no one understands stay behind their neighbour."""
    plan = list(wanted)
    understood = set(known)
    for index in range(count):
        if index not in understood:
            place = plan.index(index - 1) + 1 if index - 1 in plan else 0
            plan.insert(place, index)
    return plan
