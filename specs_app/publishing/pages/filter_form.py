"""The form that narrows a list: one select box for each filter that has something to choose from."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from specs_app.document.domains import domain_title
from specs_app.document.holes import LACKS
from specs_app.document.names import category_title, object_title
from specs_app.document.stages import returns_in, stages_in
from specs_app.document.types import Document
from specs_app.publishing import filters

#: Nobody reads a select box of more.
MOST_CHOICES = 300


@dataclass(frozen=True, slots=True)
class FilterOption:
    """One value of a filter; ``chosen`` where the query names it."""

    value: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """A select box of the filter form; a box to type in where there is too much to choose from."""

    name: str
    label: str
    choices: tuple[FilterOption, ...]
    typed: str = ""


def asked_for(query: Mapping[str, str], names: Collection[str] = tuple(filters.FILTERS)) -> dict[str, str]:
    """What the query says for each of the filters, without the spaces around it."""
    return {name: query.get(name, "").strip() for name in names}


def controls(document: Document, asked: Mapping[str, str]) -> tuple[Filter, ...]:
    """A select box for each filter asked about, in a fixed order; a value that the standard does not know stays chosen."""
    found = ((name, label, pairs) for name, (label, pairs) in _options(document).items() if name in asked)
    return tuple(control(name, label, pairs, asked[name]) for name, label, pairs in found if pairs)


def control(name: str, label: str, pairs: Collection[tuple[str, str]], chosen: str) -> Filter:
    """One select box, of values and what they are called; a value that is none of them stays chosen."""
    if len(pairs) > MOST_CHOICES:
        return Filter(name, f"{label} (its name)", (), chosen)
    known = {value for value, _ in pairs}
    others = [(chosen, chosen)] if chosen and chosen not in known else []
    return Filter(name, label, tuple(FilterOption(value, text, value == chosen) for value, text in (*pairs, *others)))


def _options(document: Document) -> dict[str, tuple[str, list[tuple[str, str]]]]:
    settings = document.settings
    return {
        "object": ("Object", [(entry.name, object_title(entry, settings)) for entry in document.objects]),
        "domain": ("Domain", [(key, domain_title(document, key)) for key in _domains(document)]),
        "return": ("Return", list(_returns(document))),
        "cms": ("Case management system", [(cms.key, cms.title) for cms in settings.cms]),
        "type": ("Type", [(name, name) for name in _types(document)]),
        "category": ("Code list", [(name, category_title(name)) for name in _categories(document)]),
        "required": ("Required", [("true", "Yes"), ("false", "No")]),
        "deprecated": ("Deprecated", [("yes", "Yes, on its way out"), ("no", "No")]),
        "missing": ("Not said yet", [(kind.key, kind.title) for kind in LACKS.values()]),
        "status": ("Delivery status", [(term.key, term.title or term.key) for term in settings.statuses]),
    }


def _returns(document: Document) -> Iterator[tuple[str, str]]:
    """The returns, and behind them the stages, which say that they are some."""
    yield from ((entry.key, entry.title or entry.key) for entry in returns_in(document))
    yield from ((entry.key, f"Stage: {entry.title or entry.key}") for entry in stages_in(document))


def _domains(document: Document) -> list[str]:
    return sorted({domain for _, item in document.items() for domain in item.domains})


def _types(document: Document) -> list[str]:
    return sorted({item.type.casefold() for _, item in document.items() if item.type})


def _categories(document: Document) -> list[str]:
    return sorted({item.category for _, item in document.items() if item.category})
