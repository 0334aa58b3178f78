"""The entries of lists out of three: which there are, and in which order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from specs_app.document.merge import Slot
from specs_app.document.threeway.picking import THEIRS, Picker

Entry = TypeVar("Entry")
Name = TypeVar("Name", bound=Hashable)


def numbered(entries: Iterable[Entry], name: Callable[[Entry], Name]) -> dict[tuple[Name, int], Entry]:
    """Entries by name and which one of that name each is, as faulty files repeat names."""
    seen: Counter[Name] = Counter()
    found = {}
    for entry in entries:
        key = name(entry)
        seen[key] += 1
        found[key, seen[key]] = entry
    return found


def every(*sides: Mapping[Name, object]) -> list[Name]:
    """The keys of all sides, each once."""
    return list(dict.fromkeys(key for side in sides for key in side))


def ordered(
    slot: Slot,
    sides: Sequence[Sequence[Name]],
    wanted: Collection[Name],
    picker: Picker,
    tell: Callable[[Name], Any],
) -> list[Name]:
    """The wanted entries in order: that of the side which put them otherwise, with the other side's own behind their neighbours.

    ``sides`` are the lists of base, theirs and ours.
    """
    _, theirs, ours = sides
    lead, other = (theirs, ours) if _is_theirs(slot, sides, picker, tell) else (ours, theirs)
    found = [key for key in lead if key in wanted]
    known = set(found)
    for place, key in enumerate(other):
        if key in wanted and key not in known:
            before = next((one for one in reversed(other[:place]) if one in known), None)
            found.insert(0 if before is None else found.index(before) + 1, key)
            known.add(key)
    return [*found, *(key for key in wanted if key not in known)]


def _is_theirs(slot: Slot, sides: Sequence[Sequence[Name]], picker: Picker, tell: Callable[[Name], Any]) -> bool:
    """Whether the order is theirs."""
    base, theirs, ours = sides
    moved = [shared(side, base) != shared(base, side) for side in (theirs, ours)]
    if moved[0] != moved[1]:
        return moved[0]
    one, other = shared(theirs, ours), shared(ours, theirs)
    if one == other:
        return False
    return (
        picker.side(slot, ([tell(key) for key in side] for side in (shared(base, theirs, ours), one, other))) == THEIRS
    )


def shared(keys: Sequence[Name], *others: Collection[Name]) -> list[Name]:
    """Those keys that all others have too."""
    known = [frozenset(other) for other in others]
    return [key for key in keys if all(key in other for other in known)]
