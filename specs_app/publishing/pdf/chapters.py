"""What holds the standard itself: openings of domains, objects with their items, code lists, returns."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from specs_app.document.types import Category, DataObject, Document, item_key
from specs_app.publishing.links import Links
from specs_app.publishing.pages.categories import CategoryPage, by_title, category_page
from specs_app.publishing.pages.components import ItemRow
from specs_app.publishing.pages.objects import DomainGroup, ObjectPage, domain_groups, object_page
from specs_app.publishing.pages.returns import ReturnPage, return_page, return_places
from specs_app.publishing.pdf.entries import ItemEntry, item_entry
from specs_app.publishing.pdf.figures import BookFigure
from specs_app.publishing.pdf.places import anchor

#: A code list begins a new part once in so many, by a hash of its name: a list more or less alters the part that it is in alone.
LISTS_A_PART = 12


@dataclass(frozen=True, slots=True)
class Opening:
    """What a domain begins with: its drawing, where there is one, and its objects at a glance."""

    anchor: str
    group: DomainGroup
    figure: BookFigure | None


@dataclass(frozen=True, slots=True)
class Chapter:
    """One object and its items; ``rows`` is the table of them. An ``excerpt`` does not have all.

    ``opens`` is the domain of which it is the only object, and so has the heading.
    """

    anchor: str
    page: ObjectPage
    rows: tuple[ItemRow, ...]
    entries: tuple[ItemEntry, ...]
    excerpt: bool
    opens: Opening | None


@dataclass(frozen=True, slots=True)
class CodeList:
    """One code list and its place in the book."""

    anchor: str
    page: CategoryPage


@dataclass(frozen=True, slots=True)
class CodeLists:
    """The code lists of one part. The ``first`` part bears the heading of them all."""

    lists: tuple[CodeList, ...]
    first: bool


@dataclass(frozen=True, slots=True)
class ReturnChapter:
    """What one return asks for, section by section."""

    anchor: str
    page: ReturnPage


def openings(document: Document, links: Links, drawn: Mapping[str, BookFigure]) -> Iterator[Opening]:
    """Each domain, in the order of the standard, with its drawing by its key."""
    return (
        Opening(anchor("domains", group.key), group, drawn.get(group.key) if group.key else None)
        for group in domain_groups(document, links)
    )


def chapter(
    document: Document, name: str, links: Links, only: Collection[str] | None, opens: Opening | None
) -> Chapter:
    """An object with its items, or with those whose references are in ``only``."""
    entry: DataObject = document.object_by_name[name]
    page = object_page(document, entry, links)
    keys = [item_key(entry, item) for item in entry.items]
    shown = [only is None or key in only for key in keys]
    return Chapter(
        anchor("objects", name),
        page,
        tuple(row for row, is_shown in zip(page.rows, shown, strict=True) if is_shown),
        tuple(
            item_entry(document, entry, item, links)
            for item, is_shown in zip(entry.items, shown, strict=True)
            if is_shown
        ),
        excerpt=not all(shown),
        opens=opens,
    )


def code_lists(document: Document, links: Links, names: Collection[str]) -> Iterator[CodeLists]:
    """Code lists by title, a part of some at a time."""
    shown = (entry for entry in by_title(document) if entry.name in names)
    for number, group in enumerate(_groups(shown)):
        lists = (CodeList(anchor("categories", one.name), category_page(document, one, links)) for one in group)
        yield CodeLists(tuple(lists), first=number == 0)


def _groups(entries: Iterable[Category]) -> Iterator[list[Category]]:
    group: list[Category] = []
    for entry in entries:
        if group and _begins(entry.name):
            yield group
            group = []
        group.append(entry)
    if group:
        yield group


def _begins(name: str) -> bool:
    return hashlib.sha256(name.encode("utf-8", "replace")).digest()[0] % LISTS_A_PART == 0


def return_chapter(document: Document, key: str, links: Links) -> ReturnChapter | None:
    """A return with all that it asks for; None where neither the registry nor an item knows it."""
    places = return_places(document, key)
    page = return_page(document, key, links, places, places)
    return ReturnChapter(anchor("returns", key), page) if page else None
