"""The pages of case management systems: who holds what, and where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TypeAlias

from specs_app.document.dialects import DIALECTS
from specs_app.document.holding import place_of
from specs_app.document.names import object_title
from specs_app.document.titles import Titles, titles_of
from specs_app.document.types import Cms, CmsMapping, DataObject, Document, Item
from specs_app.publishing import scripts
from specs_app.publishing.links import Links
from specs_app.publishing.pages.components import (
    Coverage,
    ItemRow,
    Link,
    coverage_by,
    item_row,
    table_files,
    whole_coverage,
)
from specs_app.publishing.pages.extracts import ExtractsOfSystem, extracts_of_system
from specs_app.publishing.pages.row_choice import RowChoice, rows_of_system
from specs_app.sql.options import FORMS, PLAIN
from specs_app.versions.version import Version

#: An item, its object first, and how a system holds it.
Mapped: TypeAlias = tuple[DataObject, Item, CmsMapping]


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
    """The mappings of one object that are shown, and how many of all its items are covered."""

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
    my_sql: str
    items: str
    files: tuple[Link, ...]
    feed: str
    rows: RowChoice
    noted: int
    extracts: ExtractsOfSystem


def cms_page(version: Version, cms: Cms, links: Links, shown: Iterable[Mapped]) -> CmsPage:
    """What the page of one system shows; of the mappings (`records.mappings_of`) those that are ``shown``, by object."""
    document, position = version.document, version.document.settings.cms.index(cms)
    titles = titles_of(document.settings)
    groups = tuple(
        _mapping_group(document, cms, entry, list(found), titles, links)
        for entry, found in groupby(shown, key=itemgetter(0))
    )
    return CmsPage(
        key=cms.key,
        title=cms.title,
        dialect=DIALECTS.get(cms.dialect, cms.dialect),
        coverage=whole_coverage(version, links)[position],
        groups=groups,
        scripts=sql_links(cms, links),
        my_sql=links.my_sql(cms=cms.key),
        items=links.items(cms=cms.key),
        files=table_files(links, "items", cms=cms.key),
        feed=links.feed(cms=cms.key),
        rows=rows_of_system(document, cms, scripts.unscoped(version, cms), links),
        extracts=extracts_of_system(version, cms, links),
        noted=len(scripts.sources_noted(version, cms)),
    )


def sql_links(cms: Cms, links: Links) -> tuple[Link, ...]:
    """The scripts of one system, its own dialect first, and the forms in which that comes besides."""
    order = sorted(DIALECTS, key=lambda dialect: dialect != cms.dialect)
    scripts = [Link(DIALECTS[name], links.download("sql", f"{cms.key}-{name}.sql")) for name in order]
    for form, said in FORMS.items() if cms.dialect in DIALECTS else ():
        if form != PLAIN.form:
            name = f"{cms.key}-{cms.dialect}-{form}.{'zip' if form == 'files' else 'sql'}"
            scripts.append(Link(f"{DIALECTS[cms.dialect]}, as {said}", links.download("sql", name)))
    return tuple(scripts)


def _mapping_group(
    document: Document, cms: Cms, entry: DataObject, shown: list[Mapped], titles: Titles, links: Links
) -> MappingGroup:
    rows = tuple(
        MappingRow(
            item_row(document, entry, item, links),
            place_of(document, mapping),
            titles.status(mapping.status),
            mapping.note,
            mapping.variants,
        )
        for _, item, mapping in shown
    )
    title = object_title(entry, document.settings)
    covered = coverage_by(document, entry, cms, links)
    return MappingGroup(Link(title, links.object(entry.name), note=entry.name), rows, covered)
