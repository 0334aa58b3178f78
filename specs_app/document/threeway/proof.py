"""The proof that a merge kept all that both sides said and added nothing, whatever way it was made.

What differs from ours to the merged document must be what differs from the base to theirs, and the other way round; a change that
both made counts once. Compared are kind, place and new value of each difference, under the names of the merged document; new names
themselves are compared as either side gave them. An order is proved as such: of each list the entries that one side has stand as
they do there, unless the other side alone put them otherwise. Where a person settled a place, what was chosen stands there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from json import dumps
from typing import TypeAlias

from specs_app.document import paths
from specs_app.document.diff import Change, diff
from specs_app.document.diff.settings import ADDRESS, REGISTRIES
from specs_app.document.merge import Conflict, Slot, misread, slot_of
from specs_app.document.threeway.lists import every, numbered, shared
from specs_app.document.threeway.merged import Merged
from specs_app.document.threeway.names import Three
from specs_app.document.threeway.picking import OURS, THEIRS, Keep
from specs_app.document.types import Document, item_key

#: Kind, address, field and new value of a difference.
Sign: TypeAlias = tuple[str, str, str, str]
Settled: TypeAlias = Mapping[Slot, Keep]
Lists: TypeAlias = Mapping[str, Sequence[tuple[str, int]]]


def unproved(made: Merged, before: Three, after: Document) -> list[str]:
    """The addresses at which ``after`` is not what the two sides come to; empty where it is.

    ``made`` is the merge as it was worked out of the documents ``before``; ``after`` is what the files say in the end.
    """
    settled = _reaching(made.settled, made.three)
    named = _names_settled(made.settled, before)
    found = (
        *_differing(made.three, after, settled, renamed=False),
        *_differing(before, after, named, renamed=True),
        *_out_of_order(made.three, after, made.settled),
        *_misread(before),
    )
    return list(dict.fromkeys(found))


def _differing(three: Three, after: Document, settled: Settled, *, renamed: bool) -> Iterator[str]:
    """Both proofs, of new names alone or of all but them."""

    def changes(one: Document, other: Document) -> list[Change]:
        return [change for change in diff(one, other) if _counts(change) and _is_name(change) == renamed]

    theirs, ours = (Counter(_signs(changes(three.base, side), settled)) for side in (three.theirs, three.ours))
    both = theirs & ours
    for side, wanted, keep in ((three.ours, theirs - both, OURS), (three.theirs, ours - both, THEIRS)):
        found = changes(side, after)
        signs = Counter(_signs(found, settled))
        yield from (sign[1] for sign in (*(signs - wanted), *(wanted - signs)))
        yield from (change.address for change in found if _settled(change, settled) == keep)


def _counts(change: Change) -> bool:
    """Whether a difference is compared by itself: where entries of a list stand is proved for the list."""
    return change.field != "order"


def _is_name(change: Change) -> bool:
    return change.kind == "renamed"


def _signs(changes: Iterable[Change], settled: Settled) -> Iterator[Sign]:
    for change in changes:
        if _settled(change, settled) is None:
            told = dumps(change.after, sort_keys=True)
            yield change.kind, change.address, change.field, told


def _settled(change: Change, settled: Settled) -> Keep | None:
    """Which side was chosen where a difference lies; None where nobody chose."""
    if not settled:
        return None
    address, field = slot_of(change)
    parts = address.split("/")
    places = ("/".join(parts[:count]) for count in range(len(parts), 0, -1))
    found = (settled.get((place, said)) for place in places for said in ((field, "") if place == address else ("",)))
    return next((keep for keep in found if keep is not None), None)


def _reaching(settled: Settled, three: Three) -> dict[Slot, Keep]:
    """What was settled, with what goes with it: the items of an object, the foreign keys of an item."""
    found = dict(settled)
    for side in three.sides:
        for entry, item in side.items():
            slot = (paths.of_item(entry, item), "")
            keep = found.get(slot) or settled.get((paths.of_object(entry.name), ""))
            if keep is not None:
                found.setdefault(slot, keep)
                found.setdefault((paths.join("relationships", f"{entry.name}.{item.name}"), ""), keep)
    return found


def _names_settled(settled: Settled, three: Three) -> dict[Slot, Keep]:
    """The names that were settled, at the addresses that the parts have on either side."""
    found = {slot: keep for slot, keep in settled.items() if slot[1] == "name" or not slot[1]}
    for side in (three.theirs, three.ours):
        for change in filter(_is_name, diff(three.base, side)):
            kind = paths.split(change.address)[0]
            former = (paths.join(kind, str(change.before)), "name")
            if kind != "items" and former in settled:
                found[change.address, "name"] = settled[former]
    return found


def _out_of_order(three: Three, after: Document, settled: Settled) -> Iterator[str]:
    base, theirs, ours, merged = (_lists(side) for side in (three.base, three.theirs, three.ours, after))
    for address in every(merged):
        sides = [side.get(address, ()) for side in (base, theirs, ours)]
        if not _in_order(sides, merged[address], settled.get((address, "order"))):
            yield address


def _in_order(sides: Sequence[Sequence[tuple[str, int]]], merged: Sequence[tuple[str, int]], keep: Keep | None) -> bool:
    """Whether the entries stand as one side put them, or as both had them."""
    base, theirs, ours = sides
    moved = [shared(side, base) != shared(base, side) for side in (theirs, ours)]
    held = [shared(merged, side) == shared(side, merged) for side in (theirs, ours)]
    if moved[0] != moved[1]:
        return held[0] if moved[0] else held[1]
    if shared(theirs, ours) == shared(ours, theirs):
        return all(held)
    return held[0] if keep == THEIRS else keep == OURS and held[1]


def _lists(document: Document) -> Lists:
    found: dict[str, Sequence[tuple[str, int]]] = {}
    for entry in document.objects:
        keys = numbered(entry.items, lambda item, home=entry: item_key(home, item))  # type: ignore[misc]
        found.setdefault(paths.of_object(entry.name), list(keys))
    for category in document.categories:
        found.setdefault(paths.of_category(category.name), list(numbered(category.values, lambda code: code.value)))
    for field, key in REGISTRIES.items():
        entries = numbered(getattr(document.settings, field), lambda entry, key=key: str(getattr(entry, key)))  # type: ignore[misc]
        found[paths.join(ADDRESS, field)] = list(entries)
    return found


def _misread(three: Three) -> Iterator[str]:
    """What one side says of a name that the other has given to another part, where nothing tells which is meant."""
    for one, other in ((three.theirs, three.ours), (three.ours, three.theirs)):
        for conflict in misread(three.base, one, other):
            followed = _is_list(conflict) and conflict.base not in one.category_by_name
            if not followed and not (conflict.address.startswith("relationships/") and conflict.theirs):
                yield conflict.address


def _is_list(conflict: Conflict) -> bool:
    return conflict.field == "category" or (conflict.field == "name" and conflict.address.startswith("categories/"))
