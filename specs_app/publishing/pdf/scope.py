"""What a book is of: everything, a domain, an object, what a return asks for, or what changed since another version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from specs_app.document import paths
from specs_app.document.domains import by_domain
from specs_app.document.types import DataObject, Document, Item, item_key
from specs_app.publishing.compared import Compared
from specs_app.publishing.pages.returns import return_places
from specs_app.versions.editions import Edition

Kind: TypeAlias = Literal["whole", "object", "domain", "return", "since"]


class NotInVersion(KeyError):
    """A version does not have what was asked for."""

    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True, slots=True)
class BookScope:
    """``key`` names the object, domain, return or, by its SHA, the older version, which is ``called`` as it was when asked."""

    kind: Kind = "whole"
    key: str = ""
    called: str = ""


WHOLE = BookScope()


@dataclass(frozen=True, slots=True)
class Chosen:
    """What of a document is printed.

    ``objects`` has the objects by name with the references of those of their items that are; None where all are. ``lists`` has
    the code lists.
    """

    objects: Mapping[str, frozenset[str] | None]
    lists: frozenset[str]


def since(older: Edition) -> BookScope:
    """What changed since another edition."""
    return BookScope("since", older.version.sha, older.called)


def require(document: Document, scope: BookScope) -> None:
    """Raises `NotInVersion` where a document does not have what a scope names."""
    known = {
        "object": lambda: scope.key in document.object_by_name,
        "domain": lambda: scope.key in {group.key for group in by_domain(document)},
        "return": lambda: is_return(document, scope.key),
    }
    if scope.kind in known and not known[scope.kind]():
        raise NotInVersion(f"There is no {scope.kind} {scope.key[:100]!r} in that version.")


def is_return(document: Document, key: str) -> bool:
    """Whether the registry or an item knows a return."""
    return any(entry.key == key for entry in document.settings.returns) or bool(return_places(document, key))


def chosen(document: Document, scope: BookScope, compared: Compared | None) -> Chosen:
    """What a scope comes to in a document; of ``compared`` versions what changed and is still there."""
    if scope.kind == "whole":
        return Chosen({entry.name: None for entry in document.objects}, frozenset(document.category_by_name))
    objects = _objects(document, scope, compared)
    used = {item.category for name, only in objects.items() for item in _items(document.object_by_name[name], only)}
    named = {one[1] for one in _changed(compared) if one[0] == "categories"}
    return Chosen(objects, frozenset((used | named) & document.category_by_name.keys()))


def _objects(document: Document, scope: BookScope, compared: Compared | None) -> dict[str, frozenset[str] | None]:
    if scope.kind == "object":
        return {scope.key: None}
    if scope.kind == "domain":
        return {entry.name: None for group in by_domain(document) if group.key == scope.key for entry in group.objects}
    if scope.kind == "return":
        return _by_object(place.fed[1:] for place in return_places(document, scope.key) if place.fed)
    keys = {one[1] for one in _changed(compared) if one[0] == "items"}
    return _by_object(row for key, row in document.item_by_ref.items() if key in keys)


def _changed(compared: Compared | None) -> Iterator[tuple[str, ...]]:
    """The addresses of what changed, in their parts."""
    for change in compared.changes if compared else ():
        parts = paths.split(change.address)
        if len(parts) > 1:
            yield parts


def _by_object(rows: Iterable[tuple[DataObject, Item]]) -> dict[str, frozenset[str] | None]:
    found: dict[str, set[str]] = {}
    for entry, item in rows:
        found.setdefault(entry.name, set()).add(item_key(entry, item))
    return {name: frozenset(keys) for name, keys in found.items()}


def _items(entry: DataObject, only: frozenset[str] | None) -> Iterator[Item]:
    return (item for item in entry.items if only is None or item_key(entry, item) in only)
