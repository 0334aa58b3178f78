"""The list of objects, grouped by domain, and the page of one object."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias

from specs_app.document import paths
from specs_app.document.domains import DomainObjects, by_domain, domain_description, domain_title, marked_with
from specs_app.document.names import object_title
from specs_app.document.stages import returns_of
from specs_app.document.structure import structure_sentence
from specs_app.document.types import DataObject, Document, Relationship
from specs_app.publishing.links import Links
from specs_app.publishing.pages.components import Coverage, ItemRow, Link, Nudge, coverage, item_row
from specs_app.publishing.pages.extracts import bodies_of_object
from specs_app.publishing.pages.nudges import sentence_nudge
from specs_app.publishing.pages.row_choice import RowWords, rows_of_object
from specs_app.publishing.since import UNTOLD, Sinces

#: The sections of the page of an object.
SECTIONS = (
    *(("items", "Items"), ("related", "Related objects"), ("belongs", "Domains and returns"), ("systems", "Systems")),
    *(("sql", "SQL written by hand"), ("downloads", "Downloads"), ("history", "History")),
)

#: An object and the domain that it is shown under.
InDomain: TypeAlias = tuple[DomainObjects, DataObject]


@dataclass(frozen=True, slots=True)
class ObjectCard:
    """One object in a list; ``described`` where its sentence was written, and is not made from the structure."""

    name: str
    title: str
    description: str
    described: bool
    href: str
    items: int
    returns: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class DomainGroup:
    """The objects whose items belong most to one domain: how many, with how many items, and those of them that are shown.

    ``marked`` items name the domain, also in objects of others; these are what ``href`` lists.
    """

    key: str
    title: str
    description: str
    href: str
    objects: tuple[ObjectCard, ...]
    count: int
    items: int
    marked: int
    list_href: str

    @property
    def others(self) -> int:
        """How many objects are not shown."""
        return self.count - len(self.objects)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A relationship in words around a link."""

    before: str
    link: Link
    after: str


@dataclass(frozen=True, slots=True)
class ObjectPage:
    """One object: its items, what it is related to and how much each system holds."""

    name: str
    addresses: tuple[str, ...]
    title: str
    description: str
    sentence: str
    no_sentence: Nudge | None
    rows: tuple[ItemRow, ...]
    related: tuple[Sentence, ...]
    coverage: tuple[Coverage, ...]
    domains: tuple[Link, ...]
    returns: tuple[Link, ...]
    suggest_change: str
    suggest_item: str
    downloads: tuple[Link, ...]
    scopes: tuple[RowWords, ...] = ()
    bodies: tuple[Link, ...] = ()
    suggest_sql: str = ""

    @property
    def contents(self) -> tuple[Link, ...]:
        """The sections of the page."""
        return tuple(Link(text, f"#{key}") for key, text in SECTIONS)


def object_card(document: Document, entry: DataObject, links: Links) -> ObjectCard:
    title = object_title(entry, document.settings)
    href = links.object(entry.name)
    sentence, returns = (
        entry.description.strip() or structure_sentence(document, entry),
        return_links(document, entry, links),
    )
    return ObjectCard(entry.name, title, sentence, bool(entry.description.strip()), href, len(entry.items), returns)


def return_links(document: Document, entry: DataObject, links: Links) -> tuple[Link, ...]:
    """The returns that ask for items of an object, each once."""
    named = dict.fromkeys(name for item in entry.items for name in returns_of(document, item))
    return tuple(Link(name, links.return_(name)) for name in named)


def domain_groups(document: Document, links: Links, most: int | None = None) -> tuple[DomainGroup, ...]:
    """Every object once, under its domain (`by_domain`); of each domain the first ``most`` are shown, all where None."""
    marked = marked_with(document)
    return tuple(_group(document, domain, domain.objects[:most], marked, links) for domain in by_domain(document))


def shown_groups(document: Document, shown: Iterable[InDomain], links: Links) -> tuple[DomainGroup, ...]:
    """Some objects with their domains, those of a domain beside each other."""
    found = groupby(shown, key=lambda pair: pair[0].key)
    pairs, marked = (list(group) for _, group in found), marked_with(document)
    return tuple(_group(document, group[0][0], [entry for _, entry in group], marked, links) for group in pairs)


def _group(
    document: Document, domain: DomainObjects, shown: Sequence[DataObject], marked: Counter[str], links: Links
) -> DomainGroup:
    key = domain.key
    return DomainGroup(
        key=key,
        title=domain_title(document, key),
        description=domain_description(document, key),
        href=links.items(domain=key) if key else "",
        objects=tuple(object_card(document, entry, links) for entry in shown),
        count=len(domain.objects),
        items=sum(len(entry.items) for entry in domain.objects),
        marked=marked[key],
        list_href=links.page("objects", domain=key) if key else links.objects(),
    )


def object_page(document: Document, entry: DataObject, links: Links, sinces: Sinces = UNTOLD) -> ObjectPage:
    """Everything the page of one object shows."""
    return ObjectPage(
        name=entry.name,
        addresses=(paths.of_object(entry.name), *(paths.of_item(entry, item) for item in entry.items)),
        title=object_title(entry, document.settings),
        description=entry.description,
        sentence=entry.description.strip() or structure_sentence(document, entry),
        no_sentence=sentence_nudge(entry, links),
        rows=tuple(item_row(document, entry, item, links, sinces) for item in entry.items),
        related=related(document, entry, links),
        coverage=coverage(document, entry, links),
        domains=tuple(Link(domain_title(document, key), links.items(domain=key)) for key in entry.domains),
        returns=return_links(document, entry, links),
        suggest_change=links.suggest(object=entry.name),
        suggest_item=links.suggest(object=entry.name, form="add_item", target=entry.name),
        downloads=_downloads(entry, links),
        scopes=rows_of_object(document, entry, links),
        bodies=bodies_of_object(document, entry.name, links),
        suggest_sql=links.suggest(object=entry.name, form="object_sql", target=entry.name),
    )


def _downloads(entry: DataObject, links: Links) -> tuple[Link, ...]:
    return (
        Link("PDF of this object", links.download("objects", f"{entry.name}.pdf")),
        Link("Items as CSV", links.download("objects", f"{entry.name}.csv")),
    )


def related(document: Document, entry: DataObject, links: Links) -> tuple[Sentence, ...]:
    """The relationships of an object in words, those it is the parent of first."""
    found = document.links_of.get(entry.name, ())
    parents = [link for link in found if link.parent_object == entry.name]
    children = [link for link in found if link.child_object == entry.name]
    return (
        *(_as_parent(document, link, links) for link in parents),
        *(_as_child(document, link, links) for link in children),
    )


def _as_parent(document: Document, link: Relationship, links: Links) -> Sentence:
    many = "one record" if link.relation == "1:1" else "many records"
    before = f"Each record of {_title(document, link.parent_object)} has {many} of"
    return Sentence(before, _link(document, link.child_object, links), f"through {link.child_item}")


def _as_child(document: Document, link: Relationship, links: Links) -> Sentence:
    before = f"Each record of {_title(document, link.child_object)} belongs to one record of"
    return Sentence(before, _link(document, link.parent_object, links), f"through {link.child_item}")


def _title(document: Document, name: str) -> str:
    entry = document.object_by_name.get(name)
    return object_title(entry or DataObject(name), document.settings)


def _link(document: Document, name: str, links: Links) -> Link:
    known = name in document.object_by_name
    return Link(
        _title(document, name), links.object(name) if known else "", note="" if known else "not in this version"
    )
