"""Who is touched by a change: pure functions on the documents before and after, and the differences between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from itertools import chain
from typing import Any

from changes_app.proposals.collisions import places
from specs_app.document import paths
from specs_app.document.diff import Change
from specs_app.document.stages import returns_of
from specs_app.document.types import DataObject, Document, Item, item_key

#: Differences that leave every SQL script as it is, but for its header.
NOT_IN_SQL = frozenset(
    {"wording", "domain", "return", "category", "status", "sensitivity", "deprecated", "synthetic", "other", "settings"}
    | {"authority"}
)


#: Differences that say something of the item alone: no return asks for anything else, no system holds it otherwise.
ALONE = frozenset({"domain", "status", "sensitivity", "synthetic", "return", "mapping", "relationship"})
#: Differences of an item that reach the foreign keys that point at it.
POINTED = frozenset({"removed", "renamed", "moved", "type", "size", "key", "unique"})

Touched = Mapping[str, tuple[DataObject, Item]]


@dataclass(frozen=True, slots=True)
class Impact:
    """What a change reaches, each list in the order of the standard.

    ``items`` are references, ``categories`` the code lists that alter or that an item takes up or lets go of, ``returns`` and
    ``cms`` keys of the registries, ``dependents`` the items (``object.item``) whose foreign keys point at an item that goes or
    gets another name, type, size or key, ``tables`` the objects whose SQL alters.
    """

    objects: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    returns: tuple[str, ...] = ()
    cms: tuple[str, ...] = ()
    dependents: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """All lists, and ``sql``: whether any script alters."""
        lists = {name: list(value) for name, value in asdict(self).items()}
        return {**lists, "sql": bool(self.tables)}


def measure(before: Document, after: Document, changes: Iterable[Change]) -> Impact:
    """The impact of ``changes``, which lead from ``before`` to ``after``."""
    entries, index = tuple(changes), _Index(before, after)
    touched = index.touched(entries)
    return Impact(
        objects=_unique(chain(_named(entries, "objects"), (entry.name for entry, _ in touched.values()))),
        items=tuple(touched),
        categories=_unique(chain.from_iterable(map(_lists, entries))),
        returns=_unique(name for change in entries for name in index.returns(change)),
        cms=_unique(name for change in entries for name in index.systems(change)),
        dependents=_dependents(before, after, index.touched(filter(_is_pointed, entries))),
        tables=_tables(before, after, entries, index),
    )


def addresses(changes: Iterable[Change]) -> tuple[str, ...]:
    """Each address the changes alter, once; an item that comes alters its object."""
    return _unique(place for change in changes for place in places(change))


@dataclass(frozen=True)
class _Index:
    """The items of both documents, as they will be or, where they go, as they were; and which of them stand at an address."""

    before: Document
    after: Document

    @cached_property
    def items(self) -> Touched:
        pairs = chain(self.after.items(), self.before.items())
        found: dict[str, tuple[DataObject, Item]] = {}
        for entry, item in pairs:
            found.setdefault(item_key(entry, item), (entry, item))
        return found

    @cached_property
    def at(self) -> Mapping[str, Mapping[str, None]]:
        """The references of the items at an address: itself, its object's, its code list's, and ``object.item``; in order."""
        found: dict[str, dict[str, None]] = {}
        for entry, item in chain(self.after.items(), self.before.items()):
            for place in _places(entry, item):
                found.setdefault(place, {})[item_key(entry, item)] = None
        return found

    def touched(self, changes: Iterable[Change]) -> Touched:
        """The items that changes reach, in the order of the standard."""
        wanted = {reference for change in changes for reference in self.references(change)}
        return {reference: pair for reference, pair in self.items.items() if reference in wanted}

    def references(self, change: Change) -> Iterator[str]:
        """The items that one change reaches: named itself, users of its code list, of an object that gets another name all."""
        kind, *names = paths.split(change.address)
        if kind == "relationships":
            child, _, parent = names[0].partition(">")
            if self._stays(
                child
            ):  # what comes or goes brings and takes its foreign key, and alters nothing that it points at
                yield from chain(self.at.get(child, ()), self.at.get(parent, ()))
        elif kind == "categories" and names:
            yield from self.at.get(paths.of_category(names[0]), ())
        elif kind == "extracts":
            yield from self._sourced(names[1], change)
        elif kind != "objects" or change.kind == "renamed":
            yield from self.at.get(change.address, ())

    def _sourced(self, entry: str, change: Change) -> Iterator[str]:
        """The item that a hand-written body takes from elsewhere."""
        part, _, column = change.field.partition("/")
        if part == "columns":
            yield from self.at.get(f"{entry}.{column}", ())

    def _stays(self, child: str) -> bool:
        """Whether an item (``object.item``) is in both documents."""
        known = (self.before.item_by_ref, self.after.item_by_ref)
        return all(reference in items for reference in self.at.get(child, ()) for items in known)

    def returns(self, change: Change) -> Iterator[str]:
        """The returns that one change reaches: the one it names or is about, else all that ask for its items."""
        yield from _entry_of("returns", change)
        if change.kind == "return":
            yield change.field.partition("/")[2]
        elif change.kind not in ALONE and not is_of_body(change):
            yield from (name for item in self._reached(change) for name in returns_of(self.after, item))

    def systems(self, change: Change) -> Iterator[str]:
        """The systems that one change reaches: the one it names or is about, else all that hold its items."""
        yield from _entry_of("cms", change)
        if is_of_body(change):
            yield paths.split(change.address)[1]
        elif change.kind == "mapping":
            yield change.field.partition("/")[2]
        elif change.kind not in ALONE:
            yield from (mapping.cms for item in self._reached(change) for mapping in item.cms)

    def _reached(self, change: Change) -> Iterator[Item]:
        return (self.items[reference][1] for reference in self.references(change))


def is_of_body(change: Change) -> bool:
    """Whether it is about a hand-written body: of its system alone, and no return asks for anything else."""
    return change.address.startswith("extracts/")


def _entry_of(registry: str, change: Change) -> Sequence[str]:
    """The key of the entry of a registry that a change is about, if it is about one."""
    return paths.split(change.address)[2:3] if change.address.startswith(f"settings/{registry}/") else ()


def _places(entry: DataObject, item: Item) -> Iterator[str]:
    yield from (paths.of_item(entry, item), paths.of_object(entry.name), f"{entry.name}.{item.name}")
    if item.category:
        yield paths.of_category(item.category)


def _lists(change: Change) -> Iterator[str]:
    """The code lists that one change alters, or that an item takes up or lets go of."""
    yield from _named([change], "categories")
    if change.field == "category":
        yield from filter(None, (change.before, change.after))
    elif change.address.startswith("items/") and not change.field:
        yield from (state["category"] for state in (change.before, change.after) if state and state.get("category"))


def _is_pointed(change: Change) -> bool:
    """Whether a change reaches the foreign keys that point at its items."""
    return change.kind in POINTED and not _is_of_list(change)


def _is_of_list(change: Change) -> bool:
    """Whether it is about a code list or a code: no foreign key and no script names one."""
    return change.address.startswith("categories/")


def _dependents(before: Document, after: Document, touched: Touched) -> tuple[str, ...]:
    """Who points at the items, but for those that go with them."""
    links = (
        link
        for document in (before, after)
        for entry, item in touched.values()
        for link in document.children_of.get((entry.name, item.name), ())
    )
    names = _unique(f"{link.child_object}.{link.child_item}" for link in links)
    gone = {f"{entry.name}.{item.name}" for key, (entry, item) in touched.items() if key not in after.item_by_ref}
    return tuple(name for name in names if name not in gone)


def _tables(before: Document, after: Document, changes: Sequence[Change], index: _Index) -> tuple[str, ...]:
    structural = [change for change in changes if change.kind not in NOT_IN_SQL and not _is_of_list(change)]
    owners = index.touched(change for change in structural if not change.address.startswith("relationships/"))
    known = before.object_by_name.keys() | after.object_by_name.keys()
    filled = (paths.split(change.address)[2] for change in changes if is_of_body(change))
    named = (name for name in chain(_named(structural, "objects"), _holders(structural), filled) if name in known)
    return _unique(chain(named, (entry.name for entry, _ in owners.values())))


def _holders(changes: Iterable[Change]) -> Iterator[str]:
    """The objects that hold the foreign keys of relationships."""
    for name in _named(changes, "relationships"):
        yield name.partition(">")[0].partition(".")[0]


def _named(changes: Iterable[Change], kind: str) -> Iterator[str]:
    """The names directly below ``kind`` in the changes' addresses."""
    for change in changes:
        parts = paths.split(change.address)
        if parts[0] == kind and len(parts) > 1:
            yield parts[1]


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
