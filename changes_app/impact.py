"""Who is touched by a change: pure functions on the documents before and after, and the differences between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import chain
from typing import Any

from changes_app.collisions import places
from specs_app.document import paths
from specs_app.document.diff import Change
from specs_app.document.types import DataObject, Document, Item, item_key

#: Differences that leave every SQL script as it is, but for its header.
NOT_IN_SQL = frozenset(
    {"wording", "domain", "return", "category", "status", "sensitivity", "deprecated", "synthetic", "other", "settings"}
    | {"code_added", "code_removed", "code_redefined", "code_dates"}
)


@dataclass(frozen=True, slots=True)
class Impact:
    """What a change reaches, each list in the order of the standard.

    ``items`` are references, ``returns`` and ``cms`` keys of the registries, ``dependents`` the items (``object.item``) whose
    foreign keys point at a touched item, ``tables`` the objects whose SQL alters.
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
    entries = tuple(changes)
    touched = _touched_items(before, after, entries)
    items = [item for _, item in touched.values()]
    return Impact(
        objects=_unique(chain(_named(entries, "objects"), (entry.name for entry, _ in touched.values()))),
        items=tuple(touched),
        categories=_unique(_named(entries, "categories")),
        returns=_unique(name for item in items for name in item.returns),
        cms=_unique(mapping.cms for item in items for mapping in item.cms),
        dependents=_unique(chain(_dependents(before, touched), _dependents(after, touched))),
        tables=_tables(before, after, entries),
    )


def addresses(changes: Iterable[Change]) -> tuple[str, ...]:
    """Each address the changes alter, once; an item that comes alters its object."""
    return _unique(place for change in changes for place in places(change))


Touched = Mapping[str, tuple[DataObject, Item]]


def _touched_items(before: Document, after: Document, changes: Iterable[Change]) -> Touched:
    """The items a change reaches by reference: named themselves, or users of a code list or an object that is."""
    wanted = {address for change in changes for address in _reached(change.address)}
    pairs = chain(after.items(), before.items())
    found: dict[str, tuple[DataObject, Item]] = {}
    for entry, item in pairs:
        if _places(entry, item) & wanted:
            found.setdefault(item_key(entry, item), (entry, item))
    return found


def _places(entry: DataObject, item: Item) -> set[str]:
    category = {paths.of_category(item.category)} if item.category else set()
    return {paths.of_item(entry, item), paths.of_object(entry.name), f"{entry.name}.{item.name}", *category}


def _reached(address: str) -> Iterator[str]:
    """What to look for in an item's places: the whole code list for one of its values, both ends of a relationship."""
    kind, *names = paths.split(address)
    if kind == "relationships":
        yield from names[0].split(">")
    elif kind == "categories" and names:
        yield paths.of_category(names[0])
    else:
        yield address


def _dependents(document: Document, touched: Touched) -> Iterator[str]:
    for entry, item in touched.values():
        for link in document.children_of.get((entry.name, item.name), ()):
            yield f"{link.child_object}.{link.child_item}"


def _tables(before: Document, after: Document, changes: Iterable[Change]) -> tuple[str, ...]:
    structural = [change for change in changes if change.kind not in NOT_IN_SQL]
    owners = _touched_items(before, after, structural).values()
    known = before.object_by_name.keys() | after.object_by_name.keys()
    named = (name for name in _named(structural, "objects") if name in known)
    return _unique(chain(named, (entry.name for entry, _ in owners)))


def _named(changes: Iterable[Change], kind: str) -> Iterator[str]:
    """The names directly below ``kind`` in the changes' addresses."""
    for change in changes:
        parts = paths.split(change.address)
        if parts[0] == kind and len(parts) > 1:
            yield parts[1]


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
