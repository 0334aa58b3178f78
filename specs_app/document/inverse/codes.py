"""Code lists and their codes: under the names they had, out, back, each code as it was and where it was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from specs_app.document.diff.order import after_which, moved
from specs_app.document.edits import Edit
from specs_app.document.renames import renamed_categories
from specs_app.document.types import Category, CategoryValue, Document
from specs_app.document.validity import REPLACED_BY, successors

SAYS = ("description", "valid_from", "valid_to")


def renamed(now: Document, wanted: Document) -> Iterator[Edit]:
    """Lists under the names they had."""
    for name, former in renamed_categories(now, wanted).items():
        yield Edit("change_category", name, {"name": former})


def come(now: Document, wanted: Document) -> Iterator[Edit]:
    """Lists that are back, with their codes."""
    for category in wanted.categories:
        if category.name not in now.category_by_name:
            yield Edit("add_category", category.name, {"values": [_record(value) for value in category.values]})


def gone(now: Document, wanted: Document) -> Iterator[Edit]:
    """Without the lists that were not there."""
    for category in now.categories:
        if category.name not in wanted.category_by_name:
            yield Edit("remove_category", category.name)


def changed(now: Document, wanted: Document) -> Iterator[Edit]:
    """The codes of the lists that both have."""
    for category in wanted.categories:
        standing = now.category_by_name.get(category.name)
        if standing is not None and standing.values != category.values:
            yield from _codes(standing, category)
        yield from _replaced(standing or Category(category.name), category)


def _codes(standing: Category, wanted: Category) -> Iterator[Edit]:
    """A text that a faulty list repeats is taken for one code."""
    old, new = _by_text(standing), _by_text(wanted)
    yield from (Edit("remove_value", f"{wanted.name}/{text}") for text in old if text not in new)
    for text, value in new.items():
        if text in old and (values := _differing(old[text], value)):
            yield Edit("change_value", f"{wanted.name}/{text}", values)
    before, after = [text for text in old if text in new], [text for text in new if text in old]
    for text in moved(before, after):
        yield Edit("change_value", f"{wanted.name}/{text}", {"after": after_which(after, text) or ""})
    yield from (_added(wanted, list(new), text) for text in new if text not in old)


def _replaced(standing: Category, wanted: Category) -> Iterator[Edit]:
    """What takes the place of codes, said when all of them are there."""
    old = _by_text(standing)
    for text, value in _by_text(wanted).items():
        codes = successors(value)
        if codes != (successors(old[text]) if text in old else ()):
            yield Edit("change_value", f"{wanted.name}/{text}", {REPLACED_BY: list(codes) or None})


def _added(wanted: Category, order: Sequence[str], text: str) -> Edit:
    value = next(value for value in wanted.values if value.value == text)
    return Edit("add_value", wanted.name, {**_record(value), "after": after_which(order, text) or ""})


def _by_text(category: Category) -> dict[str, CategoryValue]:
    found: dict[str, CategoryValue] = {}
    for value in category.values:
        found.setdefault(value.value, value)
    return found


def _differing(standing: CategoryValue, wanted: CategoryValue) -> dict[str, str | None]:
    return {key: getattr(wanted, key) or None for key in SAYS if getattr(standing, key) != getattr(wanted, key)}


def _record(value: CategoryValue) -> dict[str, Any]:
    return {"value": value.value, **{key: getattr(value, key) for key in SAYS if getattr(value, key)}}
