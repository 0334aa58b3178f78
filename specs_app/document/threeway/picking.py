"""One value out of three: what either side changed, or what a person chose where both did."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from json import dumps
from typing import Any, Literal, TypeAlias, TypeVar

from specs_app.document.diff.change import plain
from specs_app.document.merge import Slot

Keep: TypeAlias = Literal["ours", "theirs"]
OURS: Keep = "ours"
THEIRS: Keep = "theirs"
#: What a person chose, by the key of the meeting.
Choices: TypeAlias = Mapping[str, Keep]
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Meeting:
    """A place that both sides changed in different ways; the values are JSON, None where there is no such part.

    ``key`` names the place together with all three values, so that a choice is good for exactly what it was made on.
    """

    address: str
    field: str
    base: Any
    theirs: Any
    ours: Any

    @property
    def key(self) -> str:
        told = dumps([self.address, self.field, self.base, self.theirs, self.ours], sort_keys=True)
        return sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:24]

    def as_dict(self) -> dict[str, Any]:
        """Ready for JSON, with its key."""
        told = {"address": self.address, "field": self.field, "base": self.base}
        return {"key": self.key, **told, "theirs": self.theirs, "ours": self.ours}


class Picker:
    """Picks value by value, each time out of three: the base's, theirs, ours.

    ``open`` are the meetings that no choice settles, ``chosen`` those that one does, ``settled`` whose value that is; by their
    places. Of a part in ``renamed`` (addresses) one side has changed the name, so that the other does not just take it away.
    """

    def __init__(self, choices: Choices) -> None:
        self._choices = choices
        self.renamed: frozenset[str] = frozenset()
        self.open: dict[Slot, Meeting] = {}
        self.chosen: dict[Slot, Meeting] = {}
        self.settled: dict[Slot, Keep] = {}

    def pick(self, slot: Slot, values: Iterable[Value], tell: Callable[[Value], Any] = plain) -> Value:
        """What only one side changed, or both alike, and else what was chosen; ours where nothing was, which is then told."""
        base, theirs, ours = values
        if theirs in (ours, base):
            return ours
        if ours == base:
            return theirs
        return theirs if self.side(slot, map(tell, (base, theirs, ours))) == THEIRS else ours

    def pick_part(self, address: str, values: Iterable[Value], tell: Callable[[Value], Any] = plain) -> Value:
        """The same of a whole part, None where a side has none; one that was renamed is no more the part it was."""
        base, theirs, ours = values
        if base is None or address not in self.renamed:
            return self.pick((address, ""), (base, theirs, ours), tell)
        if theirs == ours:
            return ours
        return theirs if self.side((address, ""), map(tell, (base, theirs, ours))) == THEIRS else ours

    def side(self, slot: Slot, told: Iterable[Any]) -> Keep:
        """Whose value stands where the two sides meet."""
        meeting = Meeting(*slot, *told)
        keep = self._choices.get(meeting.key)
        if keep is None:
            self.open.setdefault(slot, meeting)
            return OURS
        self.settled[slot], self.chosen[slot] = keep, meeting
        return keep
