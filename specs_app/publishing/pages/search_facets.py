"""What the results of a search can be narrowed by, as links, and what they are narrowed by, to be taken back. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from specs_app.document.names import object_title
from specs_app.document.titles import titles_of
from specs_app.document.types import Document
from specs_app.projection.search.facets import Counts
from specs_app.projection.search.said import FACETS
from specs_app.publishing import filters
from specs_app.publishing.links import Links
from specs_app.publishing.pages.components import Link
from specs_app.publishing.pages.search_results import KINDS

LABELS = {"kind": "Kind", "domain": "Domain", "return": "Return", "cms": "System", "object": "Object"}
#: So many values of a facet are shown at once; more behind a heading that opens.
FIRST = 6
MOST = 60


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value with how many results have it, and where these are."""

    text: str
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """A facet: the values that most results have, others, and how many are not shown at all."""

    label: str
    first: tuple[FacetValue, ...]
    others: tuple[FacetValue, ...]
    unshown: int


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What can be chosen; ``chosen`` are links that take a choice back; ``faults`` say which choices mean nothing here."""

    groups: tuple[FacetGroup, ...]
    chosen: tuple[Link, ...]
    faults: tuple[str, ...]


def known(document: Document, name: str) -> Collection[str]:
    """Every value that a facet may have in a version."""
    return KINDS if name == "kind" else filters.known(document, name)


def read(document: Document, query: Mapping[str, str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """What the query narrows by, and in words what of it this version does not know; that is left out of account."""
    asked = {name: text for name in FACETS if (text := query.get(name, "").strip())}
    unknown = {name: text for name, text in asked.items() if text not in known(document, name)}
    faults = tuple(f"There is no {LABELS[name].lower()} “{text[:60]}” here." for name, text in unknown.items())
    return {name: text for name, text in asked.items() if name not in unknown}, faults


def narrowing(
    document: Document, text: str, counts: Counts, chosen: Mapping[str, str], faults: tuple[str, ...], links: Links
) -> Narrowing:
    """The facets of what was found."""
    groups = (_group(document, text, name, counts.get(name, ()), chosen, links) for name in FACETS)
    return Narrowing(
        tuple(group for group in groups if group.first),
        tuple(
            Link(
                f"{LABELS[name]}: {title(document, name, value)}",
                links.search(q=text, **{key: other for key, other in chosen.items() if key != name}),
            )
            for name, value in chosen.items()
        ),
        faults,
    )


def title(document: Document, name: str, value: str) -> str:
    """What a value is called."""
    titles = titles_of(document.settings)
    if name == "object":
        return object_title(document.object_by_name.get(value, value), document.settings)
    if name == "kind":
        return KINDS.get(value, value)
    return {"domain": titles.domain, "return": titles.return_, "cms": titles.system}[name](value)


def _group(
    document: Document,
    text: str,
    name: str,
    counts: tuple[tuple[str, int], ...],
    chosen: Mapping[str, str],
    links: Links,
) -> FacetGroup:
    if name in chosen:
        return FacetGroup(LABELS[name], (), (), 0)
    values = tuple(
        FacetValue(title(document, name, value), count, links.search(q=text, **chosen, **{name: value}))
        for value, count in counts[:MOST]
    )
    return FacetGroup(LABELS[name], values[:FIRST], values[FIRST:], max(0, len(counts) - MOST))
