"""How the pages of a standard are read, told by an item of its own."""

from __future__ import annotations

from dataclasses import dataclass

from specs_app.document.stages import returns_of
from specs_app.document.types import DataObject, Document, Item
from specs_app.publishing.links import Links
from specs_app.publishing.pages.components import ItemRow, Link, item_row
from specs_app.publishing.pages.ways import WAYS, Way
from specs_app.versions.editions import Edition


@dataclass(frozen=True, slots=True)
class ReadingPage:
    """The example is the item that says most of what an item can say; None where a standard has no item. ``release`` is one
    whose text can be read, empty where there is none; ``sha`` is of the version read."""

    title: str
    version: str
    release: str
    sha: str
    example: ItemRow | None
    ways: tuple[Way, ...]
    starts: tuple[Link, ...]


def how_to_read(edition: Edition, links: Links, release: str = "") -> ReadingPage:
    """What the page shows; ``release`` is one that can be read."""
    document = edition.version.document
    found = max(document.items(), key=lambda pair: _told(document, pair[1]), default=None)
    return ReadingPage(
        title=document.settings.title,
        version=edition.called,
        release=release,
        sha=edition.version.sha,
        example=item_row(document, *found, links) if found else None,
        ways=tuple(WAYS.values()),
        starts=_starts(document, links),
    )


def _told(document: Document, item: Item) -> int:
    """How much of what an item can say is said; of equals the first is taken."""
    said = (item.description, item.guidance, item.type, item.category, item.status, item.sensitivity)
    asked = min(len(returns_of(document, item)), 3)
    return sum(map(bool, said)) + asked + min(len(item.cms), 3) - (5 if item.deprecated else 0)


def _starts(document: Document, links: Links) -> tuple[Link, ...]:
    first: DataObject | None = next(iter(document.objects), None)
    return (
        Link("Glossary", links.glossary(), note="what each word means"),
        *((Link("An object", links.object(first.name), note="the first of this standard"),) if first else ()),
        Link("All items", links.items(), note="with filters"),
        Link("Versions", links.releases(), note="the standard as it was"),
    )
