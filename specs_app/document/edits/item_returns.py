"""The returns of an item: which it feeds, and where in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from specs_app.document.edits import fields
from specs_app.document.edits.edit import EditTask
from specs_app.document.types import Item, Return, ReturnMapping

#: A return as given, and its place where one was given.
Given = tuple[str, ReturnMapping | None]
READERS: dict[str, fields.Reader] = {"return": fields.line, "section": fields.line, "reference": fields.line}


def read(task: EditTask, item: Item) -> dict[str, Any]:
    """The item's new ``returns`` and ``returns_map`` from a list of names, or of return, section and reference.

    A bare name keeps the places known for it; an entry with keys states its places anew. Marks stay. An order is no meaning.
    """
    if "returns" not in task.values:
        return {}
    given = [
        _entry(task, item, f"returns/{number}", raw)
        for number, raw in enumerate(fields.listing(task, "returns", task.values["returns"]))
    ]
    return {"returns": _names(item, [name for name, _ in given]), "returns_map": _places(item, given)}


def _names(item: Item, given: list[str]) -> tuple[str, ...]:
    """The names in the item's own order, new ones last; one is repeated no more often than the item repeats it already."""
    wanted = {name: min(given.count(name), max(item.returns.count(name), 1)) for name in given}
    kept: list[str] = []
    for name in (*item.returns, *given):
        if kept.count(name) < wanted.get(name, 0):
            kept.append(name)
    return tuple(kept)


def _entry(task: EditTask, item: Item, key: str, raw: Any) -> Given:
    if isinstance(raw, Mapping):
        found = fields.record(task, key, raw, READERS)
        name, section = found.get("return", ""), found.get("section", "")
        _check(task, item, key, name, section)
        return name, ReturnMapping(name, section, found.get("reference", ""), _mark(item, name, section))
    name = fields.line(task, key, raw)
    _check(task, item, key, name, "")
    return name, None


def _check(task: EditTask, item: Item, key: str, name: str, section: str) -> None:
    """Only registered returns and sections, besides those that the item names already."""
    registry = {entry.key: entry for entry in task.document.settings.returns}
    if not name:
        task.refuse_value(key, "missing-value", "The return is not named.", "Name the return.")
    fields.known(
        task, key, name, {*registry, *item.returns}, "unknown-return", "Choose a registered return, or add it."
    )
    sections = {
        *(section.key for section in registry.get(name, Return(name)).sections),
        *(place.section for place in item.returns_map),
    }
    fields.known(
        task, f"{key}/section", section, sections, "unknown-section", "Choose a section of the return, or add it."
    )


def _mark(item: Item, name: str, section: str) -> str:
    return next((place.mark for place in item.returns_map if (place.name, place.section) == (name, section)), "")


def _places(item: Item, given: list[Given]) -> tuple[ReturnMapping, ...]:
    """Places of the returns listed now, besides those of returns that the item never listed (marks of a matrix)."""
    stated = {name for name, place in given if place is not None}
    listed = {name for name, _ in given}
    kept = [
        place
        for place in item.returns_map
        if place.name not in stated and (place.name in listed or place.name not in item.returns)
    ]
    new = [place for _, place in given if place is not None and (place.section or place.reference or place.mark)]
    places = dict.fromkeys((*kept, *new))
    order = {place: number for number, place in enumerate(item.returns_map)}
    return tuple(sorted(places, key=lambda place: order.get(place, len(order))))
