"""Pieces that several pages show: a row of a table of items, a count of how much a system holds, a link."""

from __future__ import annotations

from dataclasses import dataclass

from specs_app.document.deprecation import in_short
from specs_app.document.holding import FilledCount, filled, filling
from specs_app.document.names import is_label, item_title, object_title, type_text
from specs_app.document.stages import returns_of, stages_of
from specs_app.document.types import Cms, DataObject, Document, Item, item_key
from specs_app.publishing.links import Links
from specs_app.publishing.pages.ways import Segment, segments_of, way_of
from specs_app.publishing.since import UNTOLD, Since, Sinces
from specs_app.versions.version import Version


@dataclass(frozen=True, slots=True)
class Link:
    """Text that leads somewhere; ``current`` where the reader is already there, ``note`` a few words behind it."""

    text: str
    href: str
    current: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Badge:
    """A word or two that stand out, in one of the colours of `components/tag.html`; the words say all that the colour does."""

    text: str
    colour: str


@dataclass(frozen=True, slots=True)
class Nudge:
    """Something that the standard does not say, and the one thing to do about it; no address where nothing can be done."""

    text: str
    action: str = ""
    href: str = ""


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
    """One item in a table; ``deprecated`` in a few words, where it is. The description is empty where the title says it."""

    key: str
    href: str
    title: str
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
    stages: tuple[Link, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How a number of items is filled from one system."""

    title: str
    href: str
    count: FilledCount

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The same as a bar."""
        return segments_of(self.count)


def item_row(document: Document, entry: DataObject, item: Item, links: Links, sinces: Sinces = UNTOLD) -> ItemRow:
    """What tables of items say about one item."""
    return ItemRow(
        key=item_key(entry, item),
        href=links.item(item_key(entry, item)),
        title=item_title(entry, item),
        name=item.name,
        description="" if is_label(item.description.strip()) else item.description,
        object_name=entry.name,
        object_title=object_title(entry, document.settings),
        object_href=links.object(entry.name),
        type=type_text(item),
        keys=_keys(document, entry, item),
        deprecated=in_short(item.deprecated),
        since=sinces.of_item(entry, item),
        returns=tuple(Link(name, links.return_(name)) for name in returns_of(document, item)),
        stages=tuple(Link(stage.title or stage.key, links.return_(stage.key)) for stage in stages_of(document, item)),
        marks=tuple(mark(document, entry, item, cms) for cms in document.settings.cms),
    )


def _keys(document: Document, entry: DataObject, item: Item) -> str:
    kinds = ["Primary key"] if item.primary_key else []
    kinds += ["Foreign key"] if (entry.name, item.name) in document.parents_of else []
    kinds += ["Required"] if item.required else []
    return ", ".join(kinds).capitalize()


def mark(document: Document, entry: DataObject, item: Item, cms: Cms) -> Mark:
    """What one system does for one item."""
    way = way_of(filling(document, entry, item, cms))
    return Mark(cms.title, way.sign, way.words)


def coverage(document: Document, entry: DataObject, links: Links) -> tuple[Coverage, ...]:
    """For each system of the standard, how an object's items are filled from it."""
    return tuple(coverage_by(document, entry, cms, links) for cms in document.settings.cms)


def coverage_by(document: Document, entry: DataObject, cms: Cms, links: Links) -> Coverage:
    """The same of one system."""
    items = ((entry, item) for item in entry.items)
    return _coverage(cms, filled(document, cms, items), links)


def whole_coverage(version: Version, links: Links) -> tuple[Coverage, ...]:
    """The same of all items of a version."""
    pairs = zip(version.document.settings.cms, version.filled, strict=True)
    return tuple(_coverage(cms, count, links) for cms, count in pairs)


def _coverage(cms: Cms, count: FilledCount, links: Links) -> Coverage:
    return Coverage(cms.title, links.cms(cms.key), count)
