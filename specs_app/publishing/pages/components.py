"""Pieces that several pages show: a row of a table of items, a count of how much a system holds, a link."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from specs_app.document.deprecation import in_short
from specs_app.document.holding import held_by, place_of
from specs_app.document.names import object_title, type_text
from specs_app.document.types import Cms, DataObject, Document, Item, item_key
from specs_app.publishing.links import Links
from specs_app.publishing.since import UNTOLD, Since, Sinces
from specs_app.versions.version import Version


@dataclass(frozen=True, slots=True)
class Link:
    """Text that leads somewhere; ``current`` where the reader is already there, ``note`` a few words behind it."""

    text: str
    href: str
    current: bool = False
    note: str = ""


def table_files(links: Links, *parts: str, **query: str) -> tuple[Link, ...]:
    """What REST has at an address, as files for a spreadsheet."""
    return tuple(Link(form.upper(), links.rest(*parts, **query, format=form)) for form in ("xlsx", "csv"))


@dataclass(frozen=True, slots=True)
class Mark:
    """Whether a system holds an item: a sign and the words for it."""

    title: str
    sign: str
    words: str


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item in a table; ``deprecated`` in a few words, where it is."""

    key: str
    href: str
    name: str
    description: str
    object_name: str
    object_title: str
    object_href: str
    type: str
    keys: str
    deprecated: str
    since: Since | None
    returns: tuple[Link, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of a number of items one system holds, and for how many the source is known."""

    title: str
    href: str
    held: int
    sourced: int
    total: int

    @property
    def words(self) -> str:
        """What the bar shows, in words."""
        return f"{self.title} holds {self.held} of {self.total} items, {self.sourced} with a known source"


def item_row(document: Document, entry: DataObject, item: Item, links: Links, sinces: Sinces = UNTOLD) -> ItemRow:
    """What tables of items say about one item."""
    return ItemRow(
        key=item_key(entry, item),
        href=links.item(item_key(entry, item)),
        name=item.name,
        description=item.description,
        object_name=entry.name,
        object_title=object_title(entry, document.settings),
        object_href=links.object(entry.name),
        type=type_text(item),
        keys=_keys(document, entry, item),
        deprecated=in_short(item.deprecated),
        since=sinces.of_item(entry, item),
        returns=tuple(Link(name, links.return_(name)) for name in dict.fromkeys(item.returns)),
        marks=tuple(mark(document, item, cms) for cms in document.settings.cms),
    )


def _keys(document: Document, entry: DataObject, item: Item) -> str:
    kinds = ["Primary key"] if item.primary_key else []
    kinds += ["Foreign key"] if (entry.name, item.name) in document.parents_of else []
    kinds += ["Required"] if item.required else []
    return ", ".join(kinds).capitalize()


def mark(document: Document, item: Item, cms: Cms) -> Mark:
    """What one system does for one item."""
    mapping = item.mapping(cms.key)
    place = place_of(document, mapping)
    if mapping is None or not (mapping.marked or place):
        return Mark(cms.title, "–", f"Not listed for {cms.title}")
    if place:
        return Mark(cms.title, "●", f"Held in {cms.title}, source known")
    return Mark(cms.title, "○", f"Held in {cms.title}, source not recorded")


def coverage(document: Document, items: Iterable[Item], links: Links) -> tuple[Coverage, ...]:
    """For each system of the standard, how much of the items it holds."""
    entries = tuple(items)
    return tuple(
        Coverage(cms.title, links.cms(cms.key), *held_by(document, cms, entries), len(entries))
        for cms in document.settings.cms
    )


def whole_coverage(version: Version, links: Links) -> tuple[Coverage, ...]:
    """The same of all items of a version."""
    total = sum(len(entry.items) for entry in version.document.objects)
    pairs = zip(version.document.settings.cms, version.held, strict=True)
    return tuple(Coverage(cms.title, links.cms(cms.key), *held, total) for cms, held in pairs)
