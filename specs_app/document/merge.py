"""Two lines of change from one base: where they meet, it is said field by field; nothing is overwritten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from specs_app.document.diff import Change, diff
from specs_app.document.types import Document


@dataclass(frozen=True, slots=True)
class Conflict:
    """One field, or one whole part (``field`` empty), that both sides changed in different ways; values as in ``Change``."""

    address: str
    field: str
    base: Any
    theirs: Any
    mine: Any

    def as_dict(self) -> dict[str, Any]:
        """All fields, ready for JSON."""
        return {
            "address": self.address,
            "field": self.field,
            "base": self.base,
            "theirs": self.theirs,
            "mine": self.mine,
        }


def conflicts(base: Document, theirs: Document, mine: Document) -> tuple[Conflict, ...]:
    """Where ``theirs`` and ``mine`` changed the same thing of ``base`` and do not agree.

    A part that one side removed or both added meets every change of the other side within it.
    """
    others: dict[str, list[Change]] = {}
    for change in diff(base, theirs):
        others.setdefault(change.address, []).append(change)
    return tuple(
        conflict for change in diff(base, mine) for conflict in _meeting(change, others.get(change.address, []))
    )


def _meeting(mine: Change, others: list[Change]) -> Iterator[Conflict]:
    for other in others:
        same_place = mine.field == other.field or not mine.field or not other.field
        if same_place and (mine.field, mine.after) != (other.field, other.after):
            yield Conflict(mine.address, mine.field or other.field, mine.before, other.after, mine.after)
