"""The page of downloads: every file that is made of a version."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from specs_app.document.domains import by_domain, domain_title
from specs_app.document.names import category_title, object_title
from specs_app.document.stages import returns_in
from specs_app.document.types import Category, DataObject, Document
from specs_app.publishing.diagrams.pictures import files_of
from specs_app.publishing.exports import EXPORTS
from specs_app.publishing.links import Links
from specs_app.publishing.pages.components import Link, table_files
from specs_app.publishing.pages.matrices import MatrixEntry, matrix_list
from specs_app.publishing.pages.systems import sql_links

#: An object or a code list.
Part: TypeAlias = DataObject | Category


@dataclass(frozen=True, slots=True)
class DownloadRow:
    """One object or code list, with the files that hold just it."""

    title: str
    name: str
    files: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Scripts:
    """The extract scripts of one system, and its mappings for a spreadsheet."""

    title: str
    links: tuple[Link, ...]
    mappings: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class DrawingFiles:
    """A diagram of everything, in each form; those of parts are on their own pages."""

    title: str
    href: str
    files: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Downloads:
    whole: tuple[Link, ...]
    drawings: tuple[DrawingFiles, ...]
    scripts: tuple[Scripts, ...]
    matrices: tuple[MatrixEntry, ...]
    objects: tuple[DownloadRow, ...]
    categories: tuple[DownloadRow, ...]
    domains: tuple[Link, ...]
    returns: tuple[Link, ...]


def downloads(document: Document, links: Links, shown: Iterable[Part]) -> Downloads:
    """The files of a version; of its ``parts`` those that are shown."""
    entries = list(shown)
    return Downloads(
        whole=whole_files(links),
        drawings=drawings(document, links),
        scripts=scripts(document, links),
        matrices=matrix_list(links),
        objects=tuple(
            DownloadRow(object_title(entry, document.settings), entry.name, object_files(entry.name, links))
            for entry in entries
            if isinstance(entry, DataObject)
        ),
        categories=tuple(
            DownloadRow(category_title(entry.name), entry.name, _category_files(entry.name, links))
            for entry in entries
            if isinstance(entry, Category)
        ),
        domains=tuple(
            Link(domain_title(document, domain.key), links.download("domains", f"{domain.key}.pdf"))
            for domain in by_domain(document)
            if domain.key
        ),
        returns=tuple(
            Link(entry.title or entry.key, links.download("returns", f"{entry.key}.pdf"))
            for entry in returns_in(document)
        ),
    )


def parts(document: Document) -> tuple[Part, ...]:
    """What has files of its own: the objects, then the code lists."""
    return (*document.objects, *document.categories)


def whole_files(links: Links) -> tuple[Link, ...]:
    """The files that hold everything, the one for reading first."""
    return tuple(Link(export.title, links.download(links.slug + export.ending)) for export in EXPORTS.values())


def drawings(document: Document, links: Links) -> tuple[DrawingFiles, ...]:
    """The diagrams of everything."""
    pages = {"All objects": ("objects", links.model()), "Map of domains": ("domains", links.model("domains"))}
    if returns_in(document):
        pages["Return map"] = ("returns", links.model("returns"))
    return tuple(DrawingFiles(title, href, files_of(links, kind)) for title, (kind, href) in pages.items())


def scripts(document: Document, links: Links) -> tuple[Scripts, ...]:
    """The files for each system."""
    return tuple(
        Scripts(cms.title, sql_links(cms, links), table_files(links, "items", cms=cms.key))
        for cms in document.settings.cms
    )


def object_files(name: str, links: Links) -> tuple[Link, ...]:
    """The files that hold one object."""
    pdf, csv = (Link(ending.upper(), links.download("objects", f"{name}.{ending}")) for ending in ("pdf", "csv"))
    return (pdf, _xlsx(links, "items", object=name), csv)


def _category_files(name: str, links: Links) -> tuple[Link, ...]:
    return (_xlsx(links, "categories", name), Link("CSV", links.download("categories", f"{name}.csv")))


def _xlsx(links: Links, *parts: str, **query: str) -> Link:
    return Link("XLSX", links.rest(*parts, **query, format="xlsx"))
