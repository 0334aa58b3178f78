"""The list of objects, grouped by domain, and the page of one object."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias

from specs_app.document import paths
from specs_app.document.names import object_title
from specs_app.document.types import DataObject, Document, Relationship
from specs_app.publishing.links import Links
from specs_app.publishing.pages.components import Coverage, ItemRow, Link, coverage, item_row
from specs_app.publishing.pages.extracts import bodies_of_object
from specs_app.publishing.pages.row_choice import RowWords, rows_of_object
from specs_app.publishing.since import UNTOLD, Sinces


@dataclass(frozen=True, slots=True)
class DomainObjects:
    """The objects of one domain; the key is empty for those of none."""

    key: str
    objects: tuple[DataObject, ...]


#: An object and the domain that it is shown under.
InDomain: TypeAlias = tuple[DomainObjects, DataObject]


@dataclass(frozen=True, slots=True)
class ObjectCard:
    """One object in a list."""

    name: str
    title: str
    description: str
    href: str
    items: int
    returns: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class DomainGroup:
    """The objects whose items belong most to one domain: how many, with how many items, and those of them that are shown."""

    key: str
    title: str
    description: str
    href: str
    objects: tuple[ObjectCard, ...]
    count: int
    items: int
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
class Relations:
    """Relationships that begin with the same words."""

    before: str
    sentences: list[Sentence]


@dataclass(frozen=True, slots=True)
class ObjectPage:
    """One object: its items, what it is related to and how much each system holds."""

    name: str
    addresses: tuple[str, ...]
    title: str
    description: str
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
    def relations(self) -> list[Relations]:
        """The relationships with those that begin alike put together."""
        return [Relations(before, list(group)) for before, group in groupby(self.related, lambda found: found.before)]


def object_card(document: Document, entry: DataObject, links: Links) -> ObjectCard:
    title = object_title(entry, document.settings)
    href = links.object(entry.name)
    return ObjectCard(entry.name, title, entry.description, href, len(entry.items), return_links(entry, links))


def return_links(entry: DataObject, links: Links) -> tuple[Link, ...]:
    """The returns that items of an object name, each once."""
    named = dict.fromkeys(name for item in entry.items for name in item.returns)
    return tuple(Link(name, links.return_(name)) for name in named)


def domain_groups(document: Document, links: Links, most: int | None = None) -> tuple[DomainGroup, ...]:
    """Every object once, under its domain (`by_domain`); of each domain the first ``most`` are shown, all where None."""
    return tuple(_group(document, domain, domain.objects[:most], links) for domain in by_domain(document))


def shown_groups(document: Document, shown: Iterable[InDomain], links: Links) -> tuple[DomainGroup, ...]:
    """Some objects with their domains, those of a domain beside each other."""
    found = groupby(shown, key=lambda pair: pair[0].key)
    pairs = (list(group) for _, group in found)
    return tuple(_group(document, group[0][0], [entry for _, entry in group], links) for group in pairs)


def by_domain(document: Document, only: Collection[str] | None = None) -> tuple[DomainObjects, ...]:
    """Every object once, under the domain that most of its items name; in the order of the standard's domains.

    ``only``: the names of the objects wanted; all where None.
    """
    found: dict[str, list[DataObject]] = {}
    for entry in document.objects:
        if only is None or entry.name in only:
            found.setdefault(main_domain(entry), []).append(entry)
    order = [term.key for term in document.settings.domains]
    keys = [key for key in order if key in found] + [key for key in found if key not in order]
    return tuple(DomainObjects(key, tuple(found[key])) for key in keys)


def main_domain(entry: DataObject) -> str:
    """The domain that most items of an object name; the first named where several tie; empty where none is named."""
    counts: dict[str, int] = {}
    for item in entry.items:
        for domain in dict.fromkeys(item.domains):
            counts[domain] = counts.get(domain, 0) + 1
    return max(counts, key=lambda key: counts[key], default="")


def domain_title(document: Document, key: str) -> str:
    """A domain's title from the registry, or its key as words."""
    known = {term.key: term.title for term in document.settings.domains}
    return known.get(key) or key.replace("_", " ").capitalize() or "No domain"


def domain_description(document: Document, key: str) -> str:
    """What the registry says that a domain is about; empty where it says nothing."""
    return next((term.description for term in document.settings.domains if term.key == key), "")


def _group(document: Document, domain: DomainObjects, shown: Sequence[DataObject], links: Links) -> DomainGroup:
    key = domain.key
    return DomainGroup(
        key=key,
        title=domain_title(document, key),
        description=domain_description(document, key),
        href=links.items(domain=key) if key else "",
        objects=tuple(object_card(document, entry, links) for entry in shown),
        count=len(domain.objects),
        items=sum(len(entry.items) for entry in domain.objects),
        list_href=links.page("objects", domain=key) if key else links.objects(),
    )


def object_page(document: Document, entry: DataObject, links: Links, sinces: Sinces = UNTOLD) -> ObjectPage:
    """Everything the page of one object shows."""
    return ObjectPage(
        name=entry.name,
        addresses=(paths.of_object(entry.name), *(paths.of_item(entry, item) for item in entry.items)),
        title=object_title(entry, document.settings),
        description=entry.description,
        rows=tuple(item_row(document, entry, item, links, sinces) for item in entry.items),
        related=related(document, entry, links),
        coverage=coverage(document, entry.items, links),
        domains=tuple(Link(domain_title(document, key), links.items(domain=key)) for key in entry.domains),
        returns=return_links(entry, links),
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
