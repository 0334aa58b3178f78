"""The page of one item."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from specs_app.document import paths
from specs_app.document.holding import place_of
from specs_app.document.item_keys import ITEM_KEYS
from specs_app.document.names import category_title, object_title, type_text
from specs_app.document.titles import Titles, titles_of
from specs_app.document.types import (
    Category,
    CategoryValue,
    CmsMapping,
    DataObject,
    Document,
    Item,
    ReturnMapping,
    item_key,
)
from specs_app.document.values import Table, thaw
from specs_app.publishing.links import Links
from specs_app.publishing.pages.components import Link
from specs_app.publishing.pages.objects import domain_title
from specs_app.document.reading.paragraphs import paragraphs
from specs_app.publishing.pages.wording import validation_words, words_of
from specs_app.versions.editions import Edition


@dataclass(frozen=True, slots=True)
class Fact:
    """A row of the summary list: a term, its words, and links where the words lead somewhere."""

    key: str
    value: str = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemReturnRow:
    """Where a return asks for the item: its sections, by comma; ``listed`` is false where only the matrix marks it."""

    link: Link
    section: str
    reference: str
    listed: bool


@dataclass(frozen=True, slots=True)
class CmsRow:
    """How one system fills the item."""

    link: Link
    marked: bool
    source: str
    status: str
    note: str
    variants: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Check:
    """A check of an item's values: what it asks with its arguments, and what the registry says of it, with its place there."""

    words: str
    help: str
    href: str


@dataclass(frozen=True, slots=True)
class ItemPage:
    """Everything the page of one item shows that does not depend on the reader."""

    key: str
    addresses: tuple[str, ...]
    name: str
    object_link: Link
    definition: str
    guidance: tuple[str, ...]
    facts: tuple[Fact, ...]
    deprecation: str
    replaced_by: Link | None
    replaces: tuple[Link, ...]
    codes: tuple[CategoryValue, ...]
    has_dates: bool
    category: Link | None
    returns: tuple[ItemReturnRow, ...]
    systems: tuple[CmsRow, ...]
    used_by: tuple[Link, ...]
    suggest: str
    validation: tuple[Check, ...]
    last_change: tuple[Link, ...]
    cells: tuple[Fact, ...]


def item_page(document: Document, entry: DataObject, item: Item, links: Links) -> ItemPage:
    """The page of one item, without its history and its open proposals."""
    category = document.category_by_name.get(item.category)
    return ItemPage(
        key=item_key(entry, item),
        addresses=(paths.of_item(entry, item),),
        name=item.name,
        object_link=Link(object_title(entry, document.settings), links.object(entry.name), note=entry.name),
        definition=item.description,
        guidance=paragraphs(item.guidance),
        facts=tuple(_facts(document, entry, item, links)),
        deprecation=_deprecation(item),
        replaced_by=_replacement(document, item, links),
        replaces=_replaced(document, item, links),
        codes=category.values if category else (),
        has_dates=category is not None and category.has_dates,
        category=_category_link(item, category, links),
        returns=_returns(item, links),
        systems=_systems(document, item, links),
        used_by=_used_by(document, entry, item, links),
        suggest=links.suggest(item=item_key(entry, item)),
        validation=tuple(_checks(document, item, links)),
        last_change=_last_change(document, item, links),
        cells=tuple(Fact(column, str(text)) for column, text in item.table_cells),
    )


def _facts(document: Document, entry: DataObject, item: Item, links: Links) -> list[Fact]:
    own = {
        "type": _type(document, item, links),
        "primary_key": ("Primary key" if item.primary_key else "No", ()),
        "foreign_key": ("", _points_at(document, entry, item, links)),
        "domains": ("", _domains(document, item, links)),
        "metadata": ("", _last_change(document, item, links)),
    }
    titles = titles_of(document.settings)
    facts = (
        Fact(key.term, *(own.get(key.name) or (words_of(key.name, getattr(item, key.name), titles),)))
        for key in ITEM_KEYS
        if key.term
    )
    return [fact for fact in facts if fact.value or fact.links]


def _type(document: Document, item: Item, links: Links) -> tuple[str, tuple[Link, ...]]:
    """A type of the standard's own leads to what its registry says of it."""
    text = type_text(item) or "Not given"
    if any(entry.key == item.type for entry in document.settings.datatypes):
        return "", (Link(text, links.registry("datatypes", item.type)),)
    return text, ()


def _points_at(document: Document, entry: DataObject, item: Item, links: Links) -> tuple[Link, ...]:
    return tuple(
        _to_item(document, relation.parent_object, relation.parent_item, links)
        for relation in document.parents_of.get((entry.name, item.name), ())
    )


def _to_item(document: Document, object_name: str, item_name: str, links: Links) -> Link:
    item = document.item_by_name.get((object_name, item_name))
    text = f"{object_name}.{item_name}"
    if item is None:
        return Link(text, "", note="not in this version")
    return Link(text, links.item(item_key(document.object_by_name[object_name], item)))


def _domains(document: Document, item: Item, links: Links) -> tuple[Link, ...]:
    keys = dict.fromkeys(item.domains)
    return tuple(Link(domain_title(document, key), links.items(domain=key)) for key in keys)


def _last_change(document: Document, item: Item, links: Links) -> tuple[Link, ...]:
    """The change request that the item's metadata name, made here or before; without an address where it is no number."""
    values = thaw(Table(item.metadata))
    number = str(values.get("change_id") or "")
    words = ", ".join(str(word) for word in (number, values.get("impact_title"), values.get("release")) if word)
    if not words:
        return ()
    known = re.fullmatch(rf"{re.escape(document.settings.prefix)}-[0-9]{{1,9}}", number)
    return (Link(words, links.change(number)) if known else Link(words, "", note="no number of a change request"),)


def _deprecation(item: Item) -> str:
    if item.deprecated is None:
        return ""
    since = f" since release {item.deprecated.since}" if item.deprecated.since else ""
    gone = f" It is to be removed in release {item.deprecated.remove_in}." if item.deprecated.remove_in else ""
    return f"This item is on its way out{since}.{gone}"


def _replacement(document: Document, item: Item, links: Links) -> Link | None:
    ref = item.deprecated.replaced_by if item.deprecated else ""
    return Link(ref, links.item(ref) if ref in document.item_by_ref else "") if ref else None


def _replaced(document: Document, item: Item, links: Links) -> tuple[Link, ...]:
    """The items on their way out whose place this one takes."""
    keys = (item_key(*row) for row in document.replaced_by.get(item.item_ref, ()) if item.item_ref)
    return tuple(Link(key, links.item(key)) for key in keys if key != item.item_ref)


def _category_link(item: Item, category: Category | None, links: Links) -> Link | None:
    if not item.category:
        return None
    return Link(category_title(item.category), links.category(item.category) if category else "")


def _returns(item: Item, links: Links) -> tuple[ItemReturnRow, ...]:
    """One row for each return and name in it, with all the sections that ask; those the item lists come first."""
    sections: dict[tuple[str, str], list[str]] = {}
    for name in dict.fromkeys((*item.returns, *(place.name for place in item.returns_map))):
        for place in [place for place in item.returns_map if place.name == name] or [ReturnMapping(name)]:
            sections.setdefault((name, place.reference), []).append(place.section)
    return tuple(
        ItemReturnRow(Link(name, links.return_(name)), ", ".join(filter(None, asked)), reference, name in item.returns)
        for (name, reference), asked in sections.items()
    )


def _systems(document: Document, item: Item, links: Links) -> tuple[CmsRow, ...]:
    titles = titles_of(document.settings)
    return tuple(
        _cms_row(document, Link(cms.title, links.cms(cms.key)), item.mapping(cms.key), titles)
        for cms in document.settings.cms
    )


def _cms_row(document: Document, link: Link, mapping: CmsMapping | None, titles: Titles) -> CmsRow:
    found = mapping or CmsMapping(link.text, marked=False)
    place = place_of(document, mapping)
    return CmsRow(link, found.marked, place, titles.status(found.status), found.note, found.variants)


def _used_by(document: Document, entry: DataObject, item: Item, links: Links) -> tuple[Link, ...]:
    return tuple(
        _to_item(document, relation.child_object, relation.child_item, links)
        for relation in document.children_of.get((entry.name, item.name), ())
    )


def citation(edition: Edition, entry: DataObject, item: Item) -> str:
    """A line to copy into another text; who copies it adds the address."""
    title = edition.version.document.settings.title or "Data specification"
    return f"{title}, {edition.name}: {item_key(entry, item)} ({entry.name}.{item.name})"


def _checks(document: Document, item: Item, links: Links) -> Iterator[Check]:
    known = {validator.key: validator.description for validator in document.settings.validators}
    for validation in item.validators:
        key = validation.validator
        href = links.registry("validators", key) if key in known else ""
        yield Check(validation_words(validation.as_dict()), known.get(key, ""), href)
