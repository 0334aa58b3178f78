"""Who asks for an item, how each system fills it, and which others point at it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from specs_app.document.holding import BODY, filling
from specs_app.document.stages import places_in, returns_of, stages_in, stages_of
from specs_app.document.titles import Titles, titles_of
from specs_app.document.types import Cms, CmsMapping, DataObject, Document, Item
from specs_app.publishing.links import Links
from specs_app.publishing.pages.code import LONGEST_EXPRESSION, cut
from specs_app.publishing.pages.components import Link
from specs_app.publishing.pages.item_facts import to_item
from specs_app.publishing.pages.ways import note_of, way_of


@dataclass(frozen=True, slots=True)
class ItemReturnRow:
    """Where a return asks for the item: its sections, by comma; ``listed`` is false where only the matrix marks it."""

    link: Link
    title: str
    section: str
    reference: str
    listed: bool


@dataclass(frozen=True, slots=True)
class StageRow:
    """A stage of the standard that the item is at, and what that means."""

    link: Link
    meaning: str


@dataclass(frozen=True, slots=True)
class CmsRow:
    """How one system fills the item: ``how`` in words, the place where that is said, and from what."""

    link: Link
    marked: bool
    how: str
    body: Link | None
    source: str
    status: str
    note: str
    variants: tuple[tuple[str, str], ...]

    @property
    def is_silent(self) -> bool:
        """Whether nothing is said of it at all."""
        return not (self.marked or self.source or self.status or self.note or self.variants)


def return_rows(document: Document, item: Item, links: Links) -> tuple[ItemReturnRow, ...]:
    """One row for each return and name in it, with all the sections that ask; those the item lists come first."""
    sections: dict[tuple[str, str], list[str]] = {}
    listed = returns_of(document, item)
    stages = {entry.key for entry in stages_in(document)}
    for name in dict.fromkeys((*listed, *(place.name for place in item.returns_map if place.name not in stages))):
        for place in places_in(item, name):
            sections.setdefault((name, place.reference), []).append(place.section)
    titles = titles_of(document.settings)
    return tuple(
        ItemReturnRow(
            Link(name, links.return_(name)),
            title if (title := titles.return_(name)) != name else "",
            ", ".join(filter(None, asked)),
            reference,
            name in listed,
        )
        for (name, reference), asked in sections.items()
    )


def stage_rows(document: Document, item: Item, links: Links) -> tuple[StageRow, ...]:
    """The stages of the standard that the item is at."""
    return tuple(
        StageRow(Link(stage.title or stage.key, links.return_(stage.key), note=stage.key), stage.meaning)
        for stage in stages_of(document, item)
    )


def system_rows(document: Document, entry: DataObject, item: Item, links: Links) -> tuple[CmsRow, ...]:
    """How each system of the standard fills the item."""
    titles = titles_of(document.settings)
    return tuple(_system(document, entry, item, cms, titles, links) for cms in document.settings.cms)


def _system(document: Document, entry: DataObject, item: Item, cms: Cms, titles: Titles, links: Links) -> CmsRow:
    mapping = item.mapping(cms.key) or CmsMapping(cms.key, marked=False)
    found = filling(document, entry, item, cms)
    written = found.by == BODY
    return CmsRow(
        link=Link(cms.title, links.cms(cms.key)),
        marked=mapping.marked,
        how=way_of(found).words,
        body=Link("SQL written by hand", links.extract(cms.key, entry.name)) if written else None,
        source=cut(found.source, LONGEST_EXPRESSION) if written else found.source,
        status=titles.status(mapping.status),
        note=note_of(found),
        variants=mapping.variants,
    )


def used_by(document: Document, entry: DataObject, item: Item, links: Links) -> Iterator[Link]:
    """The items that point at this one."""
    for relation in document.children_of.get((entry.name, item.name), ()):
        yield to_item(document, relation.child_object, relation.child_item, links)
