"""What was moved within a list, told with as few moves as possible."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Sequence
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def moved(before: Sequence[Key], after: Sequence[Key]) -> list[Key]:
    """The entries of ``after`` that left their place among those in both lists, in the order of ``after``.

    Entries that stay are a longest increasing run of the old positions, so that one entry put elsewhere is one move.
    """
    old = {key: position for position, key in enumerate(before)}
    shared = [key for key in after if key in old]
    kept = _longest_increasing([old[key] for key in shared])
    return [key for key in shared if old[key] not in kept]


def _longest_increasing(positions: list[int]) -> set[int]:
    tails: list[int] = []
    previous: dict[int, int | None] = {}
    for position in positions:
        place = bisect_left(tails, position)
        previous[position] = tails[place - 1] if place else None
        tails[place : place + 1] = [position]
    run: set[int] = set()
    step: int | None = tails[-1] if tails else None
    while step is not None:
        run.add(step)
        step = previous[step]
    return run


def after_which(keys: Sequence[Key], key: Key) -> Key | None:
    """The entry before ``key``; None where it is the first."""
    place = list(keys).index(key)
    return keys[place - 1] if place else None
