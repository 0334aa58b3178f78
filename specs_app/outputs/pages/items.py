"""The list of all items with its filters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from specs_app.document.names import category_title, object_title
from specs_app.document.types import Document
from specs_app.outputs import filters
from specs_app.outputs.links import Links
from specs_app.outputs.pages.objects import domain_title


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter; ``chosen`` where the query names it."""

    value: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """A select box of the filter form."""

    name: str
    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class ItemList:
    """The filter form and the items found, not yet made into rows: a page of them is."""

    controls: tuple[Filter, ...]
    query: str
    found: list[filters.Row]
    active: bool


def item_list(document: Document, query: Mapping[str, str]) -> ItemList:
    """The items that fit, and the form that asked for them."""
    asked = {name: query.get(name, "").strip() for name in filters.FILTERS}
    found = filters.ordered(filters.items(document, asked), query.get("ordering", ""))
    return ItemList(_filters(document, asked), asked["q"], found, any(asked.values()))


def _filters(document: Document, asked: Mapping[str, str]) -> tuple[Filter, ...]:
    settings = document.settings
    options: dict[str, tuple[str, list[tuple[str, str]]]] = {
        "object": ("Object", [(entry.name, object_title(entry, settings)) for entry in document.objects]),
        "domain": ("Domain", [(key, domain_title(document, key)) for key in _domains(document)]),
        "return": ("Return", [(entry.key, entry.title or entry.key) for entry in settings.returns]),
        "cms": ("Case management system", [(cms.key, cms.title) for cms in settings.cms]),
        "type": ("Type", [(name, name) for name in _types(document)]),
        "category": ("Code list", [(name, category_title(name)) for name in _categories(document)]),
        "required": ("Required", [("true", "Yes"), ("false", "No")]),
        "status": ("Delivery status", [(term.key, term.title or term.key) for term in settings.statuses]),
    }
    return tuple(
        Filter(name, label, tuple(Choice(value, text, value == asked[name]) for value, text in pairs))
        for name, (label, pairs) in options.items()
        if pairs
    )


def _domains(document: Document) -> list[str]:
    return sorted({domain for _, item in document.items() for domain in item.domains})


def _types(document: Document) -> list[str]:
    return sorted({item.type.casefold() for _, item in document.items() if item.type})


def _categories(document: Document) -> list[str]:
    return sorted({item.category for _, item in document.items() if item.category})


def page_query(query: Mapping[str, str], links: Links) -> str:
    """The query string of a page of the list, ending in ``&`` where it says anything."""
    kept = {name: query[name] for name in (*filters.FILTERS, "ordering") if query.get(name)}
    _, _, text = links.items(**kept).partition("?")
    return f"{text}&" if text else ""
