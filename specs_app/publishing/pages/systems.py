"""The pages of case management systems and of returns: who holds what, and who asks for what."""

from __future__ import annotations

from dataclasses import dataclass

from specs_app.document.dialects import DIALECTS
from specs_app.document.holding import place_of
from specs_app.document.names import object_title
from specs_app.document.titles import Titles, titles_of
from specs_app.document.types import Cms, DataObject, Document, Item, Return, ReturnMapping
from specs_app.publishing.links import Links
from specs_app.publishing.pages.components import Coverage, ItemRow, Link, coverage, item_row, table_files


@dataclass(frozen=True, slots=True)
class MappingRow:
    """How one system holds one item."""

    item: ItemRow
    source: str
    status: str
    note: str
    variants: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MappingGroup:
    """The mappings of one object, with how many of its items are covered."""

    link: Link
    rows: tuple[MappingRow, ...]
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class CmsPage:
    key: str
    title: str
    dialect: str
    coverage: Coverage
    groups: tuple[MappingGroup, ...]
    scripts: tuple[Link, ...]
    items: str
    files: tuple[Link, ...]
    feed: str


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """One return in the list of them."""

    link: Link
    key: str
    items: int
    sections: int


@dataclass(frozen=True, slots=True)
class ReturnItem:
    item: ItemRow
    reference: str
    mark: str
    listed: bool


@dataclass(frozen=True, slots=True)
class ReturnSection:
    """A section and the items that feed it; ``key`` where the title does not say it, no title where none is recorded."""

    key: str
    title: str
    items: tuple[ReturnItem, ...]


@dataclass(frozen=True, slots=True)
class ReturnPage:
    key: str
    title: str
    known: bool
    items: int
    is_empty: bool
    sections: tuple[ReturnSection, ...]


def cms_coverage(document: Document, links: Links) -> tuple[Coverage, ...]:
    """Every system with how much of the whole standard it holds."""
    return coverage(document, (item for _, item in document.items()), links)


def cms_page(document: Document, cms: Cms, links: Links) -> CmsPage:
    """Everything the page of one system shows."""
    titles = titles_of(document.settings)
    groups = tuple(filter(None, (_mapping_group(document, cms, entry, titles, links) for entry in document.objects)))
    position = document.settings.cms.index(cms)
    return CmsPage(
        key=cms.key,
        title=cms.title,
        dialect=DIALECTS.get(cms.dialect, cms.dialect),
        coverage=cms_coverage(document, links)[position],
        groups=groups,
        scripts=sql_links(cms, links),
        items=links.items(cms=cms.key),
        files=table_files(links, "items", cms=cms.key),
        feed=links.feed(cms=cms.key),
    )


def sql_links(cms: Cms, links: Links) -> tuple[Link, ...]:
    """The scripts of one system, its own dialect first."""
    order = sorted(DIALECTS, key=lambda dialect: dialect != cms.dialect)
    return tuple(Link(DIALECTS[name], links.download("sql", f"{cms.key}-{name}.sql")) for name in order)


def _mapping_group(
    document: Document, cms: Cms, entry: DataObject, titles: Titles, links: Links
) -> MappingGroup | None:
    rows = tuple(
        MappingRow(
            item_row(document, entry, item, links),
            place_of(document, mapping),
            titles.status(mapping.status),
            mapping.note,
            mapping.variants,
        )
        for item in entry.items
        if (mapping := item.mapping(cms.key)) is not None
    )
    if not rows:
        return None
    title = object_title(entry, document.settings)
    covered = coverage(document, entry.items, links)[document.settings.cms.index(cms)]
    return MappingGroup(Link(title, links.object(entry.name), note=entry.name), rows, covered)


def return_rows(document: Document, links: Links) -> tuple[ReturnRow, ...]:
    """The returns of the registry, with how many items list each."""
    counts: dict[str, int] = {}
    for _, item in document.items():
        for name in dict.fromkeys(item.returns):
            counts[name] = counts.get(name, 0) + 1
    return tuple(
        ReturnRow(
            Link(entry.title or entry.key, links.return_(entry.key)),
            entry.key,
            counts.get(entry.key, 0),
            len(entry.sections),
        )
        for entry in document.settings.returns
    )


def return_page(document: Document, key: str, links: Links) -> ReturnPage | None:
    """The page of a return: its items by section; None where neither the registry nor any item knows it."""
    entry = next((found for found in document.settings.returns if found.key == key), None)
    places = [
        (place, item_row(document, owner, item, links), key in item.returns)
        for owner, item in document.items()
        for place in _places(item, key)
    ]
    if entry is None and not places:
        return None
    title = (entry.title if entry else "") or key
    sections = _sections(entry, places)
    listed = {row.key for _, row, is_listed in places if is_listed}
    return ReturnPage(key, title, entry is not None, len(listed), not places, sections)


def _places(item: Item, key: str) -> list[ReturnMapping]:
    found = [place for place in item.returns_map if place.name == key]
    return found or ([ReturnMapping(key)] if key in item.returns else [])


def _sections(entry: Return | None, places: list[tuple[ReturnMapping, ItemRow, bool]]) -> tuple[ReturnSection, ...]:
    """Those of the registry in its order, also where nothing feeds them; then what items name besides."""
    named = {section.key: section.title or section.key for section in (entry.sections if entry else ())}
    order = dict.fromkeys((*named, *(place.section for place, _, _ in places)))
    return tuple(
        ReturnSection(
            name if named.get(name, name) != name else "",
            named.get(name, name),
            tuple(
                ReturnItem(row, place.reference, place.mark, listed)
                for place, row, listed in places
                if place.section == name
            ),
        )
        for name in order
    )
