"""Differences of code lists and their codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from specs_app.document import paths
from specs_app.document.diff.change import Change, plain
from specs_app.document.diff.order import after_which, moved
from specs_app.document.types import Category, CategoryValue, ChangeClass, Document
from specs_app.document.validity import REPLACED_BY, beside, successors

#: A code's text and which one of that text it is, as faulty lists repeat codes.
Key = tuple[str, int]


def category_changes(before: Document, after: Document, renamed: Mapping[str, str]) -> Iterator[Change]:
    """Code lists come, gone, under other names (``renamed``, old to new), and code by code."""
    old, new = before.category_by_name, after.category_by_name
    for name, category in old.items():
        if name in renamed:
            yield Change("renamed", paths.of_category(renamed[name]), "name", name, renamed[name], "breaking")
            yield from _codes(category, new[renamed[name]])
        elif name not in new:
            yield Change("removed", paths.of_category(name), "", plain(category), None, "breaking")
        elif new[name] != category:
            yield from _codes(category, new[name])
    for name, category in new.items():
        if name not in old and name not in renamed.values():
            yield Change("added", paths.of_category(name), "", None, plain(category), "compatible")


def _codes(before: Category, after: Category) -> Iterator[Change]:
    old, new = _keyed(before), _keyed(after)
    for key, value in old.items():
        if key not in new:
            left: ChangeClass = "editorial" if (key[0], 1) in new else "breaking"  # one of a repeated code
            yield Change("code_removed", _address(after, key), "", plain(value), None, left)
        else:
            yield from _redefined(_address(after, key), value, new[key])
    for key, value in new.items():
        if key not in old:
            yield Change("code_added", _address(after, key), "", None, plain(value), "compatible")
    yield from _order(after, [key for key in old if key in new], [key for key in new if key in old])


def _keyed(category: Category) -> dict[Key, CategoryValue]:
    counts: dict[str, int] = {}
    keyed: dict[Key, CategoryValue] = {}
    for value in category.values:
        counts[value.value] = counts.get(value.value, 0) + 1
        keyed[(value.value, counts[value.value])] = value
    return keyed


def _address(category: Category, key: Key) -> str:
    return paths.of_value(category.name, key[0])


def _redefined(address: str, before: CategoryValue, after: CategoryValue) -> Iterator[Change]:
    if before.description != after.description:
        grade: ChangeClass = "breaking" if before.description else "compatible"
        yield Change("code_redefined", address, "description", before.description, after.description, grade)
    for field in ("valid_from", "valid_to"):
        old, new = getattr(before, field), getattr(after, field)
        if old != new:
            yield Change("code_dates", address, field, old, new, _dates_grade(field, old, new))
    replaced = successors(before), successors(after)
    if replaced[0] != replaced[1]:
        yield Change("other", address, REPLACED_BY, list(replaced[0]), list(replaced[1]), "compatible")
    others = beside(before), beside(after)
    if others[0] != others[1]:
        yield Change("other", address, "extra", plain(others[0]), plain(others[1]), "compatible")


def _dates_grade(field: str, old: str, new: str) -> ChangeClass:
    """A code that may be used from earlier on or for longer widens; one that may not any more narrows."""
    longer = not new or (bool(old) and (new < old if field == "valid_from" else new > old))
    return "compatible" if longer else "breaking"


def _order(category: Category, old: list[Key], new: list[Key]) -> Iterator[Change]:
    for key in moved(old, new):
        places = after_which(old, key), after_which(new, key)
        before, after = (place[0] if place else None for place in places)
        yield Change("moved", _address(category, key), "order", before, after, "editorial")
