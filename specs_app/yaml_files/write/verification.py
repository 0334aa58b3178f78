"""Whether two documents say the same, whatever the order of their files."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

from specs_app.document.paths import of_authority, of_category, of_item, of_object, of_relationship
from specs_app.document.types import DataObject, Document, Relationship
from specs_app.yaml_files.read.relationships import identity

T = TypeVar("T")


def first_difference(one: Document, other: Document, *, settings: bool = True) -> str:
    """The address of a part in which the documents differ, or nothing. Objects and code lists compare by name, not by place."""
    if settings and one.settings != other.settings:
        return "settings"
    return (
        _differing(one.objects, other.objects, lambda entry: entry.name, of_object, _item_difference)
        or _differing(one.categories, other.categories, lambda entry: entry.name, lambda entry: of_category(str(entry)))
        or _relationship_difference(one.relationships, other.relationships)
        or _differing(one.extracts, other.extracts, lambda entry: entry.target, lambda name: f"extracts/{name}")
        or _differing(one.authorities, other.authorities, lambda entry: entry.code, of_authority)
    )


def _differing(
    one: Iterable[T],
    other: Iterable[T],
    key: Callable[[T], str],
    address: Callable[[str], str],
    within: Callable[[T, T], str] = lambda *_: "",
) -> str:
    mine, theirs = sorted(one, key=key), sorted(other, key=key)
    names, others = [key(entry) for entry in mine], [key(entry) for entry in theirs]
    if names != others:
        return address(min(set(names) ^ set(others) or set(names)))
    pairs = ((a, b) for a, b in zip(mine, theirs, strict=True) if a != b)
    return next((within(a, b) or address(key(a)) for a, b in pairs), "")


def _item_difference(one: DataObject, other: DataObject) -> str:
    pairs = zip(one.items, other.items, strict=False)
    return next((of_item(one, mine) for mine, theirs in pairs if mine != theirs), "")


def _relationship_difference(one: Iterable[Relationship], other: Iterable[Relationship]) -> str:
    mine: dict[Hashable, Relationship] = {identity(entry): entry for entry in one}
    theirs: dict[Hashable, Relationship] = {identity(entry): entry for entry in other}
    differing = (key for key in (*mine, *theirs) if mine.get(key) != theirs.get(key))
    found = next(differing, None)
    return "" if found is None else of_relationship(mine.get(found) or theirs[found])
