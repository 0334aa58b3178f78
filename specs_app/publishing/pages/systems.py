"""The page of a case management system, for who makes it fill the standard: what is asked of it, from what, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from specs_app.document.dialects import DIALECTS
from specs_app.document.holding import BODY, ItemFilling, filling
from specs_app.document.names import object_title
from specs_app.document.titles import Titles, titles_of
from specs_app.document.types import Cms, CmsMapping, DataObject, Document, Item
from specs_app.publishing import scripts
from specs_app.publishing.links import Links
from specs_app.publishing.pages.code import LONGEST_EXPRESSION, cut
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
from specs_app.publishing.pages.ways import note_of, way_of
from specs_app.sql.options import FORMS, PLAIN
from specs_app.versions.version import Version

#: What of a system's items a page may list, by the word in its address.
SHOWN = {"all": "Every item", "gaps": "Items that nothing fills"}


@dataclass(frozen=True, slots=True)
class AskedItem:
    """One item that the standard asks of a system, and what fills it."""

    entry: DataObject
    item: Item
    mapping: CmsMapping
    filling: ItemFilling

    @property
    def is_gap(self) -> bool:
        return not self.filling.by

    @property
    def is_written(self) -> bool:
        """Whether SQL that is written by hand fills it."""
        return self.filling.by == BODY

    @property
    def how(self) -> str:
        """What fills it, in words."""
        return way_of(self.filling).words


@dataclass(frozen=True, slots=True)
class AskedRow:
    """The same as a row of a table."""

    item: ItemRow
    how: str
    body: Link | None
    source: str
    status: str
    note: str
    variants: tuple[tuple[str, str], ...]
    suggest: str


@dataclass(frozen=True, slots=True)
class AskedGroup:
    """The items of one object that are shown."""

    link: Link
    coverage: Coverage
    rows: tuple[AskedRow, ...]


@dataclass(frozen=True, slots=True)
class ObjectRow:
    """One object in the summary: how much of it the system fills, where its items are listed, and its SQL, if any."""

    link: Link
    coverage: Coverage
    items: str
    body: Link | None


@dataclass(frozen=True, slots=True)
class CmsPage:
    key: str
    title: str
    dialect: str
    coverage: Coverage
    heading: str
    objects: tuple[ObjectRow, ...]
    groups: tuple[AskedGroup, ...]
    whole: str
    lists: tuple[Link, ...]
    scripts: tuple[Link, ...]
    by_hand: str
    my_sql: str
    suggest: str
    files: tuple[Link, ...]
    feed: str
    rows: RowChoice
    noted: int
    extracts: ExtractsOfSystem

    @property
    def contents(self) -> tuple[Link, ...]:
        """The sections of the page."""
        sections = (
            ("asked", "What is asked"),
            ("open", "Under way"),
            ("sql", "SQL"),
            ("rows", "Rows"),
            ("history", "History"),
        )
        return tuple(Link(text, f"#{key}") for key, text in sections)


def asked_of(document: Document, cms: Cms, *, name: str = "", shown: str = "") -> Iterator[AskedItem]:
    """The items that the standard asks of a system, of one object where it is named; ``shown``: a key of `SHOWN`."""
    for entry, item in document.items():
        if name in ("", entry.name):
            mapping = item.mapping(cms.key) or CmsMapping(cms.key, marked=False)
            asked = AskedItem(entry, item, mapping, filling(document, entry, item, cms))
            if shown != "gaps" or asked.is_gap:
                yield asked


def cms_page(
    version: Version,
    cms: Cms,
    links: Links,
    *,
    objects: Iterable[DataObject] = (),
    listed: Iterable[AskedItem] = (),
    name: str = "",
    shown: str = "",
) -> CmsPage:
    """What the page of one system shows: some ``objects`` in numbers, or items that are ``listed``, of one object (``name``) or
    of a kind (``shown``)."""
    document, position = version.document, version.document.settings.cms.index(cms)
    titles = titles_of(document.settings)
    groups = groupby(listed, key=lambda asked: asked.entry)
    return CmsPage(
        key=cms.key,
        title=cms.title,
        dialect=DIALECTS.get(cms.dialect, cms.dialect),
        coverage=whole_coverage(version, links)[position],
        heading=_heading(document, name, shown),
        objects=tuple(_object_row(document, cms, entry, links) for entry in objects),
        groups=tuple(_group(document, cms, entry, rows, titles, links) for entry, rows in groups),
        whole=f"{links.cms(cms.key)}#asked",
        lists=tuple(Link(text, f"{links.page('cms', cms.key, show=key)}#asked") for key, text in SHOWN.items()),
        scripts=sql_links(cms, links),
        by_hand=links.extract(cms.key),
        my_sql=links.my_sql(cms=cms.key),
        suggest=links.suggest(cms=cms.key),
        files=table_files(links, "items", cms=cms.key),
        feed=links.feed(cms=cms.key),
        rows=rows_of_system(document, cms, scripts.unscoped(version, cms), links),
        extracts=extracts_of_system(version, cms, links),
        noted=len(scripts.sources_noted(version, cms)),
    )


def _heading(document: Document, name: str, shown: str) -> str:
    entry = document.object_by_name.get(name)
    return f"Items of {object_title(entry, document.settings)}" if entry else SHOWN.get(shown, "Object by object")


def _object_row(document: Document, cms: Cms, entry: DataObject, links: Links) -> ObjectRow:
    own = f"{links.page('cms', cms.key, object=entry.name)}#asked"
    return ObjectRow(
        _object_link(document, entry, links),
        coverage_by(document, entry, cms, links),
        own,
        _body(document, cms, entry, links),
    )


def _object_link(document: Document, entry: DataObject, links: Links) -> Link:
    return Link(object_title(entry, document.settings), links.object(entry.name), note=entry.name)


def _body(document: Document, cms: Cms, entry: DataObject, links: Links) -> Link | None:
    known = (cms.key, entry.name) in document.body_columns
    return Link("SQL written by hand", links.extract(cms.key, entry.name)) if known else None


def _group(
    document: Document, cms: Cms, entry: DataObject, found: Iterable[AskedItem], titles: Titles, links: Links
) -> AskedGroup:
    rows = tuple(
        AskedRow(
            item=item_row(document, entry, asked.item, links),
            how=asked.how,
            body=_body(document, cms, entry, links) if asked.is_written else None,
            source=cut(asked.filling.source, LONGEST_EXPRESSION) if asked.is_written else asked.filling.source,
            status=titles.status(asked.mapping.status),
            note=note_of(asked.filling),
            variants=asked.mapping.variants,
            suggest=links.suggest(item=asked.item.item_ref, form="map_item", target=asked.item.item_ref),
        )
        for asked in found
    )
    return AskedGroup(_object_link(document, entry, links), coverage_by(document, entry, cms, links), rows)


def sql_links(cms: Cms, links: Links) -> tuple[Link, ...]:
    """The scripts of one system, its own dialect first, and the forms in which that comes besides."""
    order = sorted(DIALECTS, key=lambda dialect: dialect != cms.dialect)
    found = [Link(DIALECTS[name], links.download("sql", f"{cms.key}-{name}.sql")) for name in order]
    for form, said in FORMS.items() if cms.dialect in DIALECTS else ():
        if form != PLAIN.form:
            name = f"{cms.key}-{cms.dialect}-{form}.{'zip' if form == 'files' else 'sql'}"
            found.append(Link(f"{DIALECTS[cms.dialect]}, as {said}", links.download("sql", name)))
    return tuple(found)
