"""Two lines of change from one base: where they meet, it is said field by field; nothing is overwritten.

The unit is what one edit replaces as a whole: an item's returns, the foreign keys of one item, an entry of a registry. Two sides
that each add another return to one item do meet, since to put either's list in place would drop the other's entry.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from specs_app.document import paths
from specs_app.document.diff import Change, diff
from specs_app.document.namesakes import Namesakes, namesakes
from specs_app.document.types import Document

#: The address and the field that one edit replaces.
Slot = tuple[str, str]


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
        return asdict(self)


def conflicts(
    base: Document, theirs: Document, mine: Document, *, whole: frozenset[str] = frozenset()
) -> tuple[Conflict, ...]:
    """Where ``theirs`` and ``mine`` changed the same thing of ``base`` and do not agree.

    A part that one side removed or both added meets every change of the other side within it. What is said of a name meets
    the part that bears it there, where that is another one than the name meant. ``whole`` are the registries of the settings that
    my side puts in place as lists, so that all that is changed in one meets.
    """
    others, own = _by_slot(diff(base, theirs), whole), _by_slot(diff(base, mine), whole)
    told = _Told(base, theirs, mine, whole)
    meeting = (
        told.conflict(slot, other, own[slot], others[other])
        for slot in own
        for other in _meeting(slot, others)
        if _signs(own[slot]) != _signs(others[other])
    )
    found: dict[Slot, Conflict] = {}
    for conflict in (*meeting, *_meant_another(own, base, theirs)):
        found.setdefault((conflict.address, conflict.field), conflict)
    return tuple(found.values())


def misread(base: Document, theirs: Document, mine: Document) -> tuple[Conflict, ...]:
    """What my side says of a name whose part is called otherwise on theirs, or is gone there."""
    return tuple(_meant_another(_by_slot(diff(base, mine), frozenset()), base, theirs))


def _meant_another(own: dict[Slot, list[Change]], base: Document, theirs: Document) -> Iterator[Conflict]:
    """What is said of a name whose part is called otherwise there, or is gone."""
    elsewhere = namesakes(base, theirs)
    for slot, changes in own.items():
        yield from filter(None, (_of_another(slot, change, elsewhere) for change in changes))


def _of_another(slot: Slot, change: Change, elsewhere: Namesakes) -> Conflict | None:
    """The conflict where a change names a part that is another one on their side; None where it does not."""
    kind, *names = paths.split(change.address)
    if kind == "relationships":
        return _between_others(slot, change, names[0], elsewhere)
    if kind == "items":
        return _in_another(change, names[0], elsewhere)
    meant = {"objects": elsewhere.objects, "categories": elsewhere.lists}.get(kind, {})
    named = (change.before, change.after) if change.kind == "renamed" else (names[0], names[0]) if names else ("", "")
    if named[0] not in meant or (change.kind == "renamed" and meant[named[0]] == change.after):
        return None
    return Conflict(paths.join(kind, named[0]), "name", named[0], meant[named[0]] or None, named[1])


def _between_others(slot: Slot, change: Change, ends: str, elsewhere: Namesakes) -> Conflict | None:
    """The same of a relationship (``ends``: ``child>parent``), where the name of an end is borne by another item there."""
    child, _, parent = ends.partition(">")
    mine = [] if change.after is None and not change.field else [parent]
    for name in (child, parent):
        end = (name.rpartition(".")[0], name.rpartition(".")[2])
        if end in elsewhere.items:
            later = elsewhere.items[end]
            return Conflict(*slot, [parent] if change.before else [], [later] if later else [], mine)
    return None


def _in_another(change: Change, key: str, elsewhere: Namesakes) -> Conflict | None:
    """An item's new home or code list, or the home of one that has no reference."""
    added = change.after if change.kind == "added" else {change.field: change.after}
    home, codes = added.get("object") or key.rpartition(".")[0], added.get("category") or ""
    for field, name, meant in (("object", home, elsewhere.objects), ("category", codes, elsewhere.lists)):
        if name in meant:
            return Conflict(change.address, field, name, meant[name] or None, name)
    return None


def _by_slot(changes: Iterable[Change], whole: frozenset[str]) -> dict[Slot, list[Change]]:
    slots: dict[Slot, list[Change]] = {}
    for change in changes:
        slots.setdefault(slot_of(change, whole), []).append(change)
    return slots


def slot_of(change: Change, whole: frozenset[str] = frozenset()) -> Slot:
    """Where a change lies: what of the document one edit replaces."""
    kind, *names = change.address.split("/")
    if kind == "relationships":
        return f"{kind}/{names[0].partition('>')[0]}", ""
    if kind == "extracts":
        return change.address, ""
    if kind == "settings" and len(names) == 2 and names[0] in whole:
        return f"{kind}/{names[0]}", ""
    return change.address, "returns" if change.kind == "return" else change.field


def _meeting(slot: Slot, others: dict[Slot, list[Change]]) -> Iterator[Slot]:
    """The other side's slots that are the same, or that hold or lie within this one."""
    for other in others:
        same = slot[0] == other[0] and (slot[1] == other[1] or not slot[1] or not other[1])
        if same or _within(slot, other) or _within(other, slot):
            yield other


def _within(slot: Slot, other: Slot) -> bool:
    """The body for a local build does not lie within the usual one."""
    return not slot[0].startswith("extracts/") and not other[1] and slot[0].startswith(f"{other[0]}/")


def _signs(changes: list[Change]) -> list[tuple[str, str, str]]:
    """What the changes of one side come to, comparable with the other side's."""
    return sorted((change.address, change.field, repr(change.after)) for change in changes)


@dataclass(frozen=True, slots=True)
class _Told:
    """The three documents, from which a slot of several changes is told as a list."""

    base: Document
    theirs: Document
    mine: Document
    whole: frozenset[str]

    def conflict(self, slot: Slot, other: Slot, own: list[Change], others: list[Change]) -> Conflict:
        listed = _listed(slot, self.whole) if slot == other else None
        if listed:
            return Conflict(*slot, listed(self.base), listed(self.theirs), listed(self.mine))
        if _within(other, slot):
            return Conflict(*other, others[0].before, others[0].after, own[0].after)
        return Conflict(slot[0], slot[1] or other[1], own[0].before, others[0].after, own[0].after)


def _listed(slot: Slot, whole: frozenset[str]) -> Callable[[Document], list[Any]] | None:
    kind, *names = paths.split(slot[0])
    if kind == "relationships":
        return lambda document: _parents(document, names[0])
    if kind == "settings" and names and names[0] in whole:
        return lambda document: [entry.key for entry in getattr(document.settings, names[0])]
    if slot[1] == "returns":
        return lambda document: _returns(document, names[0])
    return None


def _parents(document: Document, child: str) -> list[str]:
    links = document.relationships
    return [
        f"{link.parent_object}.{link.parent_item}"
        for link in links
        if f"{link.child_object}.{link.child_item}" == child
    ]


def _returns(document: Document, reference: str) -> list[Any]:
    """Names of returns, each with its places where it has any."""
    found = document.item_by_ref.get(reference)
    if found is None:
        return []
    places = [" ".join((place.name, place.section, place.reference)).strip() for place in found[1].returns_map]
    named = {place.name for place in found[1].returns_map}
    return [*(name for name in found[1].returns if name not in named), *places]
