"""A specification, or one object of it, as a booklet: parts, chapters, items and code lists, ready to be set in type.

The values are those of the public pages; only their links lead to places within the booklet instead of addresses on the web.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from specs_app.document.names import day_in_words, object_title
from specs_app.document.types import DataObject, Document, Relationship, Term, item_key
from specs_app.publishing.links import Links, QueryValue
from specs_app.publishing.pages.categories import CategoryPage, category_page
from specs_app.publishing.pages.components import Link
from specs_app.publishing.pages.item import CmsRow, Fact, ItemPage, ItemReturnRow, item_page
from specs_app.publishing.pages.objects import ObjectPage, domain_groups, object_page
from specs_app.versions.editions import Edition

#: The facts that share the first row.
FORMAT = ("Type", "Key", "Required", "Unique")
SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


@dataclass(frozen=True, slots=True)
class Imprint:
    """Which text this is, in words. ``published`` is in UTC."""

    slug: str
    title: str
    label: str
    sha: str
    published: datetime

    @property
    def date(self) -> str:
        """Such as ``21 November 2026``."""
        return day_in_words(self.published)


@dataclass(frozen=True, slots=True)
class FactRow:
    """A row of an item's facts: a term and what answers it, each on a line of its own or all ``inline``."""

    term: str
    lines: tuple[Link, ...]
    inline: bool = False


@dataclass(frozen=True, slots=True)
class ItemEntry:
    """One item: its place in the booklet, its page and its facts."""

    anchor: str
    page: ItemPage
    rows: tuple[FactRow, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """One object and its items."""

    anchor: str
    page: ObjectPage
    entries: tuple[ItemEntry, ...]


@dataclass(frozen=True, slots=True)
class BookletPart:
    """The objects of one domain."""

    anchor: str
    title: str
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True, slots=True)
class CodeList:
    """One code list and its place in the booklet."""

    anchor: str
    page: CategoryPage


@dataclass(frozen=True, slots=True)
class Booklet:
    """Everything that is printed. ``subject`` is the title of the one object, empty for the whole specification."""

    imprint: Imprint
    subject: str
    description: str
    publisher: str
    counts: tuple[FactRow, ...]
    parts: tuple[BookletPart, ...]
    code_lists: tuple[CodeList, ...]
    relationships: tuple[Relationship, ...]
    returns: tuple[FactRow, ...]

    @property
    def title(self) -> str:
        """The title of the file."""
        return f"{self.subject}, {self.imprint.title}" if self.subject else self.imprint.title


@dataclass(frozen=True, slots=True)
class Anchors(Links):
    """Links to places within one booklet; what it does not hold has no link."""

    known: frozenset[tuple[str, ...]] = field(default_factory=frozenset)

    def page(self, *parts: str, **query: QueryValue) -> str:
        """``#items-PERS001A`` for the item of that reference, if it is printed here."""
        return f"#{anchor(*parts)}" if parts in self.known and not query else ""


def imprint(edition: Edition) -> Imprint:
    """What the cover and the foot of every page say."""
    version = edition.version
    title = version.document.settings.title or version.slug
    return Imprint(version.slug, title, edition.title, version.sha, version.date.astimezone(UTC))


def anchor(kind: str, name: str) -> str:
    """The name of a place; one with unusual characters is spelt in hexadecimal, so that no link needs quoting."""
    return f"{kind}-{name if SAFE_NAME.fullmatch(name) else name.encode('utf-8', 'replace').hex()}"


def booklet(edition: Edition, object_name: str | None = None) -> Booklet:
    """The booklet of the specification, or of one object with the code lists its items use. An unknown name is a KeyError."""
    document = edition.version.document
    one = document.object_by_name[object_name] if object_name is not None else None
    shown = _excerpt(document, one) if one else document
    links = Anchors(edition.version.slug, known=frozenset(_places(shown)))
    return Booklet(
        imprint=imprint(edition),
        subject=object_title(one, document.settings) if one else "",
        description=(one or document.settings).description,
        publisher=document.settings.publisher,
        counts=_counts(shown),
        parts=_parts(document, shown, links),
        code_lists=tuple(_code_list(document, entry.name, links) for entry in shown.categories),
        relationships=shown.relationships,
        returns=() if one else _returns(document),
    )


def _excerpt(document: Document, entry: DataObject) -> Document:
    used = {item.category for item in entry.items}
    return Document(
        document.settings,
        (entry,),
        tuple(category for category in document.categories if category.name in used),
        tuple(link for link in document.relationships if entry.name in (link.parent_object, link.child_object)),
    )


def _places(document: Document) -> Iterable[tuple[str, str]]:
    yield from (("objects", entry.name) for entry in document.objects)
    yield from (("items", item_key(entry, item)) for entry, item in document.items())
    yield from (("categories", category.name) for category in document.categories)


def _counts(document: Document) -> tuple[FactRow, ...]:
    numbers = {
        "Objects": len(document.objects),
        "Items": sum(len(entry.items) for entry in document.objects),
        "Code lists": len(document.categories),
        "Relationships": len(document.relationships),
    }
    return tuple(FactRow(term, (Link(str(number), ""),)) for term, number in numbers.items())


def _parts(document: Document, shown: Document, links: Links) -> tuple[BookletPart, ...]:
    return tuple(
        BookletPart(
            anchor("domains", group.key),
            group.title,
            tuple(_chapter(document, shown.object_by_name[card.name], links) for card in group.objects),
        )
        for group in domain_groups(shown, links)
    )


def _chapter(document: Document, entry: DataObject, links: Links) -> Chapter:
    pages = (item_page(document, entry, item, links) for item in entry.items)
    return Chapter(
        anchor("objects", entry.name), object_page(document, entry, links), tuple(_entry(page) for page in pages)
    )


def _entry(page: ItemPage) -> ItemEntry:
    rows = (
        _format(page.facts),
        *(_fact(fact) for fact in page.facts if fact.key not in FORMAT),
        FactRow("Code list", (page.category,) if page.category else ()),
        FactRow("Used by", page.used_by),
        _returned(page.returns),
        FactRow("Case management systems", tuple(_systems(page.systems))),
        FactRow("Deprecated", _deprecation(page)),
        FactRow("Replaces", page.replaces, inline=True),
    )
    return ItemEntry(anchor("items", page.key), page, tuple(row for row in rows if row.lines))


def _format(facts: Iterable[Fact]) -> FactRow:
    """Type, key and the yes or no questions on one line."""
    said = {fact.key: fact.value for fact in facts if fact.key in FORMAT and fact.value != "No"}
    words = (key.lower() if value == "Yes" else value.replace("Primary", "primary") for key, value in said.items())
    return FactRow("Format", tuple(Link(word, "") for word in words), inline=True)


def _fact(fact: Fact) -> FactRow:
    return FactRow(fact.key, (Link(fact.value, ""),) if fact.value else fact.links, inline=True)


def _deprecation(page: ItemPage) -> tuple[Link, ...]:
    lines = (Link(page.deprecation, "") if page.deprecation else None, page.replaced_by)
    return tuple(line for line in lines if line)


def _returned(rows: tuple[ItemReturnRow, ...]) -> FactRow:
    lines = tuple(_return(row) for row in rows)
    return FactRow("Returns", lines, inline=not any(line.note for line in lines))


def _return(row: ItemReturnRow) -> Link:
    where = ": ".join(word for word in (row.section, row.reference) if word)
    unlisted = "" if row.listed else "marked in the matrix of returns, not listed on the item"
    return Link(row.link.text, "", note=", ".join(word for word in (where, unlisted) if word))


def _systems(rows: tuple[CmsRow, ...]) -> Iterable[Link]:
    """A line for each system that says where it keeps the item, and one for all that only hold it."""
    plain = [row.link.text for row in rows if row.marked and not _says_more(row)]
    if plain:
        yield Link(", ".join(plain), "", note="held, source not recorded")
    yield from (_system(row) for row in rows if _says_more(row))


def _says_more(row: CmsRow) -> bool:
    return bool(row.source or row.status or row.note or row.variants)


def _system(row: CmsRow) -> Link:
    words = [row.source, row.status, row.note, *(f"{name}: {text}" for name, text in row.variants)]
    words += [] if row.marked else ["not listed for this system"]
    return Link(row.link.text, "", note="; ".join(word for word in words if word))


def _code_list(document: Document, name: str, links: Links) -> CodeList:
    return CodeList(anchor("categories", name), category_page(document, document.category_by_name[name], links))


def _returns(document: Document) -> tuple[FactRow, ...]:
    return tuple(
        FactRow(entry.key, (Link(entry.title or entry.key, "", note=_titles(entry.sections)),))
        for entry in document.settings.returns
    )


def _titles(terms: Iterable[Term]) -> str:
    return "; ".join(term.title or term.key for term in terms)
