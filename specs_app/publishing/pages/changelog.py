"""The change log of a standard, prepared for reading: what was changed before the portal, and since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from specs_app.document.types import Document
from specs_app.publishing.links import Links
from specs_app.publishing.pages.components import Link
from specs_app.publishing.pages.filter_form import Filter, FilterOption
from specs_app.tables.logged_changes import HELD, LoggedChange, LoggedItem, held_in

#: So many items of one change are named in the list.
MOST_ITEMS = 8
#: The filters that are chosen from what the log says, with their labels.
CHOSEN = {"type": "Type", "status": "Status", "source": "Source"}
FILTERS = ("q", *HELD)


@dataclass(frozen=True, slots=True)
class LogLine:
    """One change in the list; ``notes`` is empty where they are its heading, ``more`` counts the items that are not named."""

    number: Link
    heading: str
    notes: str
    facts: tuple[tuple[str, str], ...]
    items: tuple[Link, ...]
    more: int


@dataclass(frozen=True, slots=True)
class LogFilters:
    """The form above the list."""

    query: str
    controls: tuple[Filter, ...]
    active: bool


def log_filters(found: Sequence[LoggedChange], asked: Mapping[str, str]) -> LogFilters:
    """A select box for what the log has several of, a box to type in for an item."""
    boxes = (_box(name, label, held_in(found, name), asked[name]) for name, label in CHOSEN.items())
    item = Filter("item", "Item (its reference)", (), asked["item"])
    return LogFilters(asked["q"], (*(box for box in boxes if box.choices), item), any(asked.values()))


def _box(name: str, label: str, known: list[str], chosen: str) -> Filter:
    others = [chosen] if chosen and chosen not in known else []
    return Filter(name, label, tuple(FilterOption(value, value, value == chosen) for value in (*known, *others)))


def log_lines(changes: Iterable[LoggedChange], document: Document, links: Links) -> list[LogLine]:
    """The changes of one page of the list."""
    return [_line(change, document, links) for change in changes]


def _line(change: LoggedChange, document: Document, links: Links) -> LogLine:
    facts = (("Type", change.kind), ("Status", change.status), ("Source", change.source), ("When", change.when))
    return LogLine(
        number=Link(change.number, links.change(change.number)),
        heading=change.heading,
        notes="" if change.heading == change.notes else change.notes,
        facts=tuple((label, text) for label, text in facts if text),
        items=tuple(_item(item, document, links) for item in change.items[:MOST_ITEMS]),
        more=max(len(change.items) - MOST_ITEMS, 0),
    )


def _item(item: LoggedItem, document: Document, links: Links) -> Link:
    """An item of the log; without an address where the version has none of that reference."""
    href = links.item(item.item_ref) if item.item_ref in document.item_by_ref else ""
    return Link(item.item_ref, href, note=f"{item.former} before" if item.former else "")
