"""The difference of two texts, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

#: What `difflib` says of a stretch: what happened, and its lines before and after.
Opcode = tuple[str, int, int, int, int]
CONTEXT = 2


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """A line of a difference with its number before and after; ``kind`` is ``added``, ``removed``, ``gap`` or ``same``.

    A gap stands for the lines between that are alike.
    """

    kind: str
    text: str = ""
    old: int | None = None
    new: int | None = None


def difference(before: list[str], after: list[str]) -> tuple[DifferenceLine, ...]:
    """The lines that went and came, each with a little of what stands around it."""
    groups = SequenceMatcher(None, before, after).get_grouped_opcodes(CONTEXT)
    return tuple(
        line for number, group in enumerate(groups) for line in _of_group(group, before, after, first=not number)
    )


def _of_group(group: list[Opcode], before: list[str], after: list[str], *, first: bool) -> Iterator[DifferenceLine]:
    if not first:
        yield DifferenceLine("gap")
    for tag, old, old_end, new, new_end in group:
        if tag == "equal":
            yield from (
                DifferenceLine("same", before[old + step], old + step + 1, new + step + 1)
                for step in range(old_end - old)
            )
            continue
        yield from (DifferenceLine("removed", before[at], old=at + 1) for at in range(old, old_end))
        yield from (DifferenceLine("added", after[at], new=at + 1) for at in range(new, new_end))
