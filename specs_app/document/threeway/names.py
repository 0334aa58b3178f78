"""Three documents under the same names: what either side renamed is called so in all of them, so that parts compare by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from specs_app.document import paths
from specs_app.document.links import End
from specs_app.document.renames import Renames, renames
from specs_app.document.threeway.picking import Picker
from specs_app.document.types import Document


@dataclass(frozen=True, slots=True)
class Three:
    """A base and what two sides made of it."""

    base: Document
    theirs: Document
    ours: Document
    #: The addresses, in the end, of parts that a side renamed.
    renamed: frozenset[str] = frozenset()

    @property
    def sides(self) -> tuple[Document, Document, Document]:
        return self.base, self.theirs, self.ours


def carried(three: Three, picker: Picker) -> Three:
    """All three under the names that the merged document has."""
    theirs, ours = renames(three.base, three.theirs), renames(three.base, three.ours)
    if not (theirs or ours):
        return three
    merged = _merged(three.base, theirs, ours, picker)
    return Three(
        merged.carried(three.base),
        _onwards(theirs, merged).carried(three.theirs),
        _onwards(ours, merged).carried(three.ours),
        frozenset(_renamed(three.base, merged)),
    )


def _renamed(base: Document, merged: Renames) -> Iterator[str]:
    yield from (paths.of_object(later) for name, later in merged.objects.items() if name != later)
    yield from (paths.of_category(later) for name, later in merged.categories.items() if name != later)
    for entry, item in base.items():
        if merged.end((entry.name, item.name))[1] != item.name:
            yield paths.of_item(entry, item)


def _merged(base: Document, theirs: Renames, ours: Renames, picker: Picker) -> Renames:
    """What each part of the base is called in the end."""
    objects = {
        name: picker.pick(
            (paths.of_object(name), "name"), (name, *(side.objects.get(name, name) for side in (theirs, ours)))
        )
        for name in base.object_by_name
    }
    lists = {
        name: picker.pick((paths.of_category(name), "name"), (name, theirs.category(name), ours.category(name)))
        for name in base.category_by_name
    }
    items: dict[End, End] = {}
    for entry, item in base.items():
        end, address = (entry.name, item.name), paths.of_item(entry, item)
        one, other = theirs.end(end), ours.end(end)
        homes = (objects.get(end[0], end[0]), _in(one, objects, theirs), _in(other, objects, ours))
        home = picker.pick((address, "object"), homes)
        items[end] = (home, picker.pick((address, "name"), (end[1], one[1], other[1])))
    return Renames(objects, items, lists)


def _in(end: End, merged: dict[str, str], side: Renames) -> str:
    """What the object that an item stands in on one side is called in the end."""
    former = {later: name for name, later in side.objects.items()}
    name = former.get(end[0], end[0])
    return merged.get(name, name)


def _onwards(side: Renames, merged: Renames) -> Renames:
    """The names of one side to those that the merged document has."""
    objects = {side.objects.get(name, name): later for name, later in merged.objects.items()}
    lists = {side.category(name): later for name, later in merged.categories.items()}
    items = {side.end(end): later for end, later in merged.items.items()}
    return Renames(objects, items, lists)
