"""One value out of three: what either side changed, or what a person chose where both did."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from json import dumps
from typing import Any, Literal, TypeAlias, TypeVar

from specs_app.document.diff.change import plain
from specs_app.document.merge import Conflict, Slot

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
    def slot(self) -> Slot:
        return self.address, self.field

    @property
    def key(self) -> str:
        told = dumps([self.address, self.field, self.base, self.theirs, self.ours], sort_keys=True)
        return sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:24]

    def as_conflict(self) -> Conflict:
        """The same as proposals tell it, where one's own side is called mine."""
        return Conflict(self.address, self.field, self.base, self.theirs, self.ours)

    def as_dict(self) -> dict[str, Any]:
        """Ready for JSON, with its key."""
        told = {"address": self.address, "field": self.field, "base": self.base}
        return {"key": self.key, **told, "theirs": self.theirs, "ours": self.ours}


class Picker:
    """Picks value by value.

    ``met`` are the meetings that no choice settles, ``settled`` those that one does, by their places; ``used`` are the keys of
    the choices that did.
    """

    def __init__(self, choices: Choices) -> None:
        self._choices = choices
        #: The addresses of parts that one side renamed: taken away on the other, they meet.
        self.renamed: frozenset[str] = frozenset()
        self.met: dict[Slot, Meeting] = {}
        self.used: list[str] = []
        self.settled: dict[Slot, Keep] = {}

    def pick(
        self,
        slot: Slot,
        base: Value,
        theirs: Value,
        ours: Value,
        tell: Callable[[Value], Any] = plain,
    ) -> Value:
        """What only one side changed, or both alike, and else what was chosen; ours where nothing was, which is then told."""
        if theirs in (ours, base):
            return ours
        if ours == base:
            return theirs
        return theirs if self.side(slot, tell(base), tell(theirs), tell(ours)) == THEIRS else ours

    def pick_part(
        self,
        address: str,
        base: Value,
        theirs: Value,
        ours: Value,
        tell: Callable[[Value], Any] = plain,
    ) -> Value:
        """The same of a whole part, None where a side has none; one that the other side renamed is no more the part it was."""
        if base is None or address not in self.renamed:
            return self.pick((address, ""), base, theirs, ours, tell)
        if theirs == ours:
            return ours
        return theirs if self.side((address, ""), tell(base), tell(theirs), tell(ours)) == THEIRS else ours

    def side(self, slot: Slot, base: Any, theirs: Any, ours: Any) -> Keep:
        """Whose value stands where the two sides meet."""
        meeting = Meeting(*slot, base, theirs, ours)
        keep = self._choices.get(meeting.key)
        if keep is None:
            self.met.setdefault(slot, meeting)
            return OURS
        self.settled[slot] = keep
        self.used.append(meeting.key)
        return keep
