"""What a change is about: the objects, the returns and the case management systems that its part reaches.

An item reaches the object it stands in, the returns that it names and the systems that hold it (`holding`), before the change or
after it. An object reaches what its items reach, a code list and an entry of a registry what the items that name it reach, a
relationship what the items at its ends reach, a hand-written body its object and its system. An entry of
the registry of systems or of returns reaches itself. Other settings reach nothing, and nor do
those of an authority: they are its own matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from specs_app.document import paths
from specs_app.document.diff import Change
from specs_app.document.edits.in_use import NAMED
from specs_app.document.holding import holders
from specs_app.document.links import End, child, parent
from specs_app.document.renames import Renames, renames
from specs_app.document.types import DataObject, Document, Item, Relationship, item_key


@dataclass(frozen=True, slots=True)
class Extent:
    """Names of objects, keys of returns and of systems."""

    objects: frozenset[str] = frozenset()
    returns: frozenset[str] = frozenset()
    systems: frozenset[str] = frozenset()


NOTHING = Extent()


def _all(found: Iterable[Extent]) -> Extent:
    """What several parts reach together."""
    parts = tuple(found)
    return Extent(
        frozenset().union(*(part.objects for part in parts)),
        frozenset().union(*(part.returns for part in parts)),
        frozenset().union(*(part.systems for part in parts)),
    )


@dataclass(frozen=True)
class Extents:
    """What each change from one document to another reaches. Look-ups are built once, on first use."""

    before: Document
    after: Document

    def of(self, change: Change) -> Extent:
        """What the part reaches; how one system holds an item reaches that system alone, a place in a return that return."""
        kind, *names = paths.split(change.address)
        if kind == "items" and names:
            return _narrowed(self.of_item(names[0]), change.field)
        if kind == "objects" and names:
            return self._of_object(names[0])
        if kind == "categories" and names:
            return _all(map(self.of_item, self._users_of_lists.get(names[0], ())))
        if kind == "relationships":
            return self._of_link(change.address)
        if kind == "extracts":
            return Extent(frozenset({names[1]}), systems=frozenset({names[0]}))
        return self._of_entry(*names) if kind == "settings" and len(names) == 2 else NOTHING

    def home(self, change: Change) -> str:
        """The name of the object that a change of an object or of an item is told under; empty for other parts."""
        kind, *names = paths.split(change.address)
        if kind == "objects" and names:
            return names[0]
        sides = [side.item_by_ref[names[0]] for side in self._sides if names and names[0] in side.item_by_ref]
        return sides[-1][0].name if kind == "items" and sides else ""

    def of_item(self, key: str) -> Extent:
        """What an item reaches, before or after."""
        return _all(_extent(side, *side.item_by_ref[key]) for side in self._sides if key in side.item_by_ref)

    @property
    def _sides(self) -> tuple[Document, Document]:
        return self.before, self.after

    @cached_property
    def _names(self) -> Renames:
        return renames(self.before, self.after)

    def _of_object(self, name: str) -> Extent:
        """An object is told under its later name."""
        former = {new: old for old, new in self._names.objects.items()}.get(name, name)
        found = (self.before.object_by_name.get(former), self.after.object_by_name.get(name))
        entries = [entry for entry in found if entry is not None]
        own = Extent(frozenset(entry.name for entry in entries))
        return _all((own, *(self.of_item(item_key(entry, item)) for entry in entries for item in entry.items)))

    @cached_property
    def _users_of_lists(self) -> Mapping[str, Mapping[str, None]]:
        """The items that name a code list, by its later name."""
        found: dict[str, dict[str, None]] = {}
        for side in self._sides:
            for entry, item in side.items():
                if item.category:
                    name = self._names.category(item.category) if side is self.before else item.category
                    found.setdefault(name, {})[item_key(entry, item)] = None
        return found

    @cached_property
    def _links(self) -> Mapping[str, Relationship]:
        found = (*self._names.links(self.before), *self.after.relationships)
        return {paths.of_relationship(link): link for link in found}

    @cached_property
    def _ends(self) -> Mapping[End, frozenset[str]]:
        """The items at an end, by its later names."""
        found: dict[End, frozenset[str]] = {}
        for side in self._sides:
            for entry, item in side.items():
                end = (entry.name, item.name)
                later = self._names.end(end) if side is self.before else end
                found[later] = found.get(later, frozenset()) | {item_key(entry, item)}
        return found

    def _of_link(self, address: str) -> Extent:
        link = self._links.get(address)
        if link is None:
            return NOTHING
        ends = (child(link), parent(link))
        own = Extent(frozenset(end[0] for end in ends))
        return _all((own, *(self.of_item(key) for end in ends for key in self._ends.get(end, ()))))

    @cached_property
    def _users_of_entries(self) -> Mapping[tuple[str, str], Mapping[str, None]]:
        found: dict[tuple[str, str], dict[str, None]] = {}
        for side in self._sides:
            for entry, item in side.items():
                for named in _entries(item):
                    found.setdefault(named, {})[item_key(entry, item)] = None
        return found

    def _of_entry(self, registry: str, key: str) -> Extent:
        if registry == "cms":
            return Extent(systems=frozenset({key}))
        if registry == "returns":
            return Extent(returns=frozenset({key}))
        return _all(map(self.of_item, self._users_of_entries.get((registry, key), ())))


def _entries(item: Item) -> Iterator[tuple[str, str]]:
    """The entries of registries that an item names, but for systems and returns, which reach themselves."""
    for registry, named in NAMED.items():
        if registry not in paths.REGISTRIES:
            yield from ((registry, key) for key in named(item))


def _extent(side: Document, entry: DataObject, item: Item) -> Extent:
    return Extent(frozenset({entry.name}), frozenset(NAMED["returns"](item)), holders(side, item))


def _narrowed(extent: Extent, field: str) -> Extent:
    group, _, key = field.partition("/")
    if group == "cms" and key:
        return Extent(extent.objects, extent.returns, frozenset({key}))
    if group in {"returns", "returns_map"} and key:
        return Extent(extent.objects, frozenset({key}), extent.systems)
    return extent
