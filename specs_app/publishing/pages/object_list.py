"""The list of objects, grouped by domain, with its filters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from specs_app.document.domains import by_domain
from specs_app.document.names import object_title
from specs_app.document.types import DataObject, Document
from specs_app.publishing import filters
from specs_app.publishing.pages.filter_form import Filter, asked_for, controls
from specs_app.publishing.pages.objects import InDomain

#: An object is kept where one of its items fits all of these.
BY_ITEM = ("domain", "return", "cms")


@dataclass(frozen=True, slots=True)
class ObjectList:
    """The filter form and the objects that fit, domain by domain; not yet made into cards: a page of them is."""

    controls: tuple[Filter, ...]
    query: str
    found: list[InDomain]
    active: bool
    asked: dict[str, str]


def object_list(document: Document, query: Mapping[str, str]) -> ObjectList:
    """The objects that fit, under their domains, and the form that asked for them."""
    asked = asked_for(query, (*BY_ITEM, "q"))
    words = asked["q"].casefold().split()
    fitting = {entry.name for entry, _ in filters.items(document, {name: asked[name] for name in BY_ITEM})}
    if not any(asked[name] for name in BY_ITEM):
        fitting |= {entry.name for entry in document.objects}
    found = {entry.name for entry in document.objects if entry.name in fitting and says(document, entry, words)}
    pairs = [(domain, entry) for domain in by_domain(document, only=found) for entry in domain.objects]
    given = {name: value for name, value in asked.items() if value}
    return ObjectList(controls(document, asked), asked["q"], pairs, bool(given), given)


def says(document: Document, entry: DataObject, words: list[str]) -> bool:
    """Whether an object's name, title or sentence has all of the words, which are in small letters."""
    hay = f"{entry.name}\n{object_title(entry, document.settings)}\n{entry.description}".casefold()
    return all(word in hay for word in words)
