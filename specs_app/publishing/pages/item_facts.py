"""What an item is, in short: its facts, its badges, the checks of its values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from specs_app.document.deprecation import in_short
from specs_app.document.domains import domain_title
from specs_app.document.item_keys import BY_NAME, ITEM_KEYS
from specs_app.document.names import type_text
from specs_app.document.stages import stages_of
from specs_app.document.titles import titles_of
from specs_app.document.types import DataObject, Document, Item, item_key
from specs_app.document.values import Table, thaw
from specs_app.publishing.links import Links
from specs_app.publishing.pages.components import Badge, Link
from specs_app.publishing.pages.wording import SENSITIVITY_WORDS, validation_words, words_of

#: Facts that badges or sections of the page tell, and those that say little where the answer is no.
TOLD_ELSEWHERE = frozenset({"status", "sensitivity", "metadata"})
ONLY_YES = frozenset({"primary_key", "unique"})
STATUS_COLOURS = {"R": "green", "P": "grey", "B": "grey", "Bl": "red"}
SENSITIVITY_COLOURS = {"none": "grey", "personal": "blue", "special_category": "magenta", "identifier": "purple"}


@dataclass(frozen=True, slots=True)
class Fact:
    """A row of the summary list: a term, its words, and links where the words lead somewhere."""

    key: str
    value: str = ""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemCheck:
    """A check of an item's values: what it asks with its arguments, and what the registry says of it, with its place there."""

    words: str
    help: str
    href: str


def facts(document: Document, entry: DataObject, item: Item, links: Links) -> list[Fact]:
    """The facts that are given, under the terms of the table of keys."""
    own = {
        "type": _type(document, item, links),
        "primary_key": ("Primary key" if item.primary_key else "No", ()),
        "foreign_key": ("", _points_at(document, entry, item, links)),
        "domains": ("", _domains(document, item, links)),
        "metadata": ("", last_change(document, item, links)),
    }
    titles = titles_of(document.settings)
    found = [
        Fact(key.term, *(own.get(key.name) or (words_of(key.name, getattr(item, key.name), titles),)))
        for key in ITEM_KEYS
        if key.term
    ]
    return [fact for fact in found if fact.value or fact.links]


def at_a_glance(found: Sequence[Fact]) -> Iterator[Fact]:
    """Of the facts those that stand at the head of the page, beside badges and sections."""
    elsewhere = {BY_NAME[name].term for name in TOLD_ELSEWHERE}
    only_yes = {BY_NAME[name].term for name in ONLY_YES}
    return (fact for fact in found if fact.key not in elsewhere and not (fact.key in only_yes and fact.value == "No"))


def badges(document: Document, item: Item) -> tuple[Badge, ...]:
    """How far it is, how carefully it must be handled, and whether it goes; each in words."""
    status = titles_of(document.settings).status(item.status)
    found = [Badge(stage.title or stage.key, "yellow") for stage in stages_of(document, item)]
    found += [Badge(status, STATUS_COLOURS.get(item.status, "yellow"))] if item.status else []
    words = SENSITIVITY_WORDS.get(item.sensitivity, item.sensitivity)
    found += [Badge(words, SENSITIVITY_COLOURS.get(item.sensitivity, "blue"))] if item.sensitivity else []
    return (*found, *([Badge(in_short(item.deprecated), "orange")] if item.deprecated else []))


def _type(document: Document, item: Item, links: Links) -> tuple[str, tuple[Link, ...]]:
    """A type of the standard's own leads to what its registry says of it."""
    text = type_text(item) or "Not given"
    if any(entry.key == item.type for entry in document.settings.datatypes):
        return "", (Link(text, links.registry("datatypes", item.type)),)
    return text, ()


def _points_at(document: Document, entry: DataObject, item: Item, links: Links) -> tuple[Link, ...]:
    return tuple(
        to_item(document, relation.parent_object, relation.parent_item, links)
        for relation in document.parents_of.get((entry.name, item.name), ())
    )


def to_item(document: Document, object_name: str, item_name: str, links: Links) -> Link:
    """An item by the names of its object and its own; without an address where there is none."""
    item = document.item_by_name.get((object_name, item_name))
    text = f"{object_name}.{item_name}"
    if item is None:
        return Link(text, "", note="not in this version")
    return Link(text, links.item(item_key(document.object_by_name[object_name], item)))


def _domains(document: Document, item: Item, links: Links) -> tuple[Link, ...]:
    keys = dict.fromkeys(item.domains)
    return tuple(Link(domain_title(document, key), links.items(domain=key)) for key in keys)


def last_change(document: Document, item: Item, links: Links) -> tuple[Link, ...]:
    """The change request that the item's metadata name, made here or before; without an address where it is no number."""
    values = thaw(Table(item.metadata))
    number = str(values.get("change_id") or "")
    words = ", ".join(str(word) for word in (number, values.get("impact_title"), values.get("release")) if word)
    if not words:
        return ()
    known = re.fullmatch(rf"{re.escape(document.settings.prefix)}-[0-9]{{1,9}}", number)
    return (Link(words, links.change(number)) if known else Link(words, "", note="no number of a change request"),)


def checks(document: Document, item: Item, links: Links) -> Iterator[ItemCheck]:
    """What is asked of its values."""
    known = {validator.key: validator.description for validator in document.settings.validators}
    for validation in item.validators:
        key = validation.validator
        href = links.registry("validators", key) if key in known else ""
        yield ItemCheck(validation_words(validation.as_dict()), known.get(key, ""), href)
