"""Relationships: out again, and back."""

from __future__ import annotations

from collections.abc import Iterator

from specs_app.document.edits import Edit
from specs_app.document.edits.relationships import ENDS, stated
from specs_app.document.links import End, child, parent
from specs_app.document.renames import renamed_objects, renames
from specs_app.document.types import Document, Relationship, item_key

Ends = tuple[End, End]


def gone(now: Document, wanted: Document) -> Iterator[Edit]:
    """Without those that were not there or said something else, unless they go with the item that holds them."""
    names = renames(now, wanted)
    kept = {_ends(link): link for link in wanted.relationships}
    for link, later in ((link, (names.end(child(link)), names.end(parent(link)))) for link in now.relationships):
        same = kept.get(later)
        if not _goes_with_its_item(link, now, wanted) and (same is None or _differs(link, same)):
            yield Edit("remove_relationship", _target(link))


def come(now: Document, wanted: Document) -> Iterator[Edit]:
    """Back, from the item that held it."""
    present = {_ends(link): link for link in now.relationships}
    for link in wanted.relationships:
        if (standing := present.get(_ends(link))) is None or (standing != link and link == stated(link)):
            ends = dict(zip(ENDS, (*child(link), *parent(link)), strict=True))
            yield Edit("add_relationship", "", {**ends, "relation": link.relation})


def _differs(link: Relationship, wanted: Relationship) -> bool:
    """Whether it has to be made anew; of one that was not stated in full nothing better could be made."""
    return link.relation != wanted.relation and wanted == stated(wanted)


def _goes_with_its_item(link: Relationship, now: Document, wanted: Document) -> bool:
    """Whether its item is to go, and what it points at stays or goes in the same edit: as the same item, or with their object."""
    if _kept(child(link), now, wanted):
        return False
    within = link.child_object == link.parent_object and not _stays(link.child_object, now, wanted)
    return within or child(link) == parent(link) or _kept(parent(link), now, wanted)


def _stays(name: str, now: Document, wanted: Document) -> bool:
    return name in wanted.object_by_name or name in renamed_objects(now, wanted)


def _kept(end: End, now: Document, wanted: Document) -> bool:
    entry, item = now.object_by_name.get(end[0]), now.item_by_name.get(end)
    return entry is not None and item is not None and item_key(entry, item) in wanted.item_by_ref


def _ends(link: Relationship) -> Ends:
    return child(link), parent(link)


def _target(link: Relationship) -> str:
    return f"{'.'.join(child(link))}>{'.'.join(parent(link))}"
