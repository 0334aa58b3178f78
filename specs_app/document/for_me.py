"""What changed for whoever runs some case management systems and makes some returns, as a list of things to do.

A change concerns them where its part reaches one of the systems or one of the returns (`extent`). How a system holds an item
concerns those who run that system alone, and that a return asks for it those who make that return alone. Whoever names neither a
system nor a return is concerned by everything.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from specs_app.document.diff import Change, diff
from specs_app.document.extent import Extents
from specs_app.document.instructions import BothSides, instruction
from specs_app.document.types import ChangeClass, DataObject, Document, Item, item_key

Urgency = Literal["must", "should", "know"]
URGENCIES: dict[ChangeClass, Urgency] = {
    "breaking": "must",
    "compatible": "should",
    "editorial": "know",
    "local": "should",
}


@dataclass(frozen=True, slots=True)
class Mine:
    """The systems that somebody runs and the returns that they make, by their keys."""

    systems: frozenset[str] = frozenset()
    returns: frozenset[str] = frozenset()

    @property
    def is_everything(self) -> bool:
        """Whether neither is named."""
        return not (self.systems or self.returns)

    def meets(self, systems: Iterable[str], returns: Iterable[str]) -> bool:
        """Whether one of these is among mine."""
        return self.is_everything or not (self.systems.isdisjoint(systems) and self.returns.isdisjoint(returns))


@dataclass(frozen=True, slots=True)
class ThingToDo:
    """One change that concerns me: how urgent it is, and what to do."""

    urgency: Urgency
    text: str
    change: Change

    @property
    def words_alone(self) -> bool:
        """Whether only words differ, so that there is nothing to do."""
        return self.change.kind == "wording"


@dataclass(frozen=True, slots=True)
class Leaving:
    """A column that concerns me and is on its way out, as the later document says it."""

    key: str
    table: str
    column: str
    since: str
    remove_in: str
    replaced_by: str


def things_to_do(
    before: Document, after: Document, mine: Mine, changes: Iterable[Change] | None = None
) -> tuple[ThingToDo, ...]:
    """What each change that concerns me asks for, in the order of the differences; ``changes`` where they are known already."""
    extents, sides = Extents(before, after), BothSides(before, after)
    found = diff(before, after) if changes is None else changes
    return tuple(
        ThingToDo(URGENCIES[change.change_class], instruction(change, sides), change)
        for change in found
        if concerns(change, extents, mine)
    )


def concerns(change: Change, extents: Extents, mine: Mine) -> bool:
    """Whether a change reaches one of my systems or returns."""
    extent = extents.of(change)
    group = change.field.partition("/")[0]
    systems = frozenset() if group in {"returns", "returns_map"} else extent.systems
    returns = frozenset() if group == "cms" else extent.returns
    return mine.meets(systems, returns)


def leaving(document: Document, mine: Mine) -> tuple[Leaving, ...]:
    """The columns on their way out that one of my systems holds or one of my returns asks for, in the order of the standard."""
    extents = Extents(document, document)
    return tuple(
        _leaving(entry, item)
        for entry, item in document.items()
        if item.deprecated is not None
        and mine.meets((own := extents.of_item(item_key(entry, item))).systems, own.returns)
    )


def _leaving(entry: DataObject, item: Item) -> Leaving:
    told = item.deprecated
    words = (told.since, told.remove_in, told.replaced_by) if told else ("", "", "")
    return Leaving(item_key(entry, item), entry.name, item.name, *words)
