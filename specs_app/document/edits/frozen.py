"""Small changes of frozen sequences."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Entry = TypeVar("Entry")


def swapped(entries: tuple[Entry, ...], old: Entry, new: Entry) -> tuple[Entry, ...]:
    """The sequence with ``new`` in the place of ``old``, which is found by identity."""
    return tuple(new if entry is old else entry for entry in entries)


def without(entries: tuple[Entry, ...], old: Entry) -> tuple[Entry, ...]:
    """The sequence without ``old``, which is found by identity."""
    return tuple(entry for entry in entries if entry is not old)


def placed(entries: tuple[Entry, ...], new: Entry, behind: Entry | None, *, first: bool = False) -> tuple[Entry, ...]:
    """The sequence with ``new`` at the beginning, behind an entry (found by identity), or at the end."""
    if first:
        return (new, *entries)
    place = next((index + 1 for index, entry in enumerate(entries) if entry is behind), len(entries))
    return (*entries[:place], new, *entries[place:])


def sorted_in(entries: tuple[Entry, ...], new: Entry, key: Callable[[Entry], str]) -> tuple[Entry, ...]:
    """The sequence with ``new`` before the first entry that sorts behind it, as files lie in a folder."""
    place = next((index for index, entry in enumerate(entries) if key(entry) > key(new)), len(entries))
    return (*entries[:place], new, *entries[place:])
