"""Search in a specification: what was found, what it can be narrowed by, and what is suggested as one types."""

from __future__ import annotations

from typing import Any

from django.http.response import HttpResponseBase

from specs_app import queries
from specs_app.document import paths
from specs_app.projection.search import facets
from specs_app.projection.search.exactness import meant
from specs_app.projection.search.reasons import part_at, reasons
from specs_app.projection.search.said import FACETS
from specs_app.projection.search.scope import Inquiry, Result, SearchScope
from specs_app.projection.search.words import LONGEST_QUERY
from specs_app.publishing.pages.search_facets import known, title
from specs_app.publishing.pages.search_results import KINDS, heading, page_of
from specs_app.publishing.records import deprecation
from specs_app.web.api import schemas
from specs_app.web.api.base import SpecificationView
from specs_app.web.api.errors import InputFault, invalid
from specs_app.web.api.pagination import paged
from specs_app.web.api.parameters import MOST_ENTRIES, Parameter

#: What REST calls otherwise than the pages do: these lead on to a change request that was made here.
CALLED = {"changes": "changelog"}
MOST_NAMED = 20
MOST_SUGGESTIONS = 20
WORDS = {"q": Parameter(f"The words; of a longer text the first {LONGEST_QUERY} characters.", required=True)}
NARROWING = {
    "kind": Parameter("Only results of this kind.", words=tuple(KINDS)),
    "domain": Parameter("Only what lies in this domain."),
    "return": Parameter("Only what this return asks for."),
    "cms": Parameter("Only what this system holds."),
    "object": Parameter("Only this object and what lies in it."),
}


class SearchView(SpecificationView):
    """A read that searches."""

    many = True

    def is_settled(self) -> bool:
        """The index, which knows the current version alone, may put in another order what it finds."""
        return False

    def chosen(self) -> dict[str, str]:
        """What the results are narrowed by; 400 for what this version does not know."""
        given = {name: self.given[name] for name in FACETS if self.given.get(name)}
        unknown = [name for name, value in given.items() if value not in known(self.document, name)]
        if unknown:
            raise invalid(*(InputFault(name, "unknown-value", self._known(name)) for name in unknown))
        return given

    def _known(self, name: str) -> str:
        names = sorted(known(self.document, name))
        more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        return f"No {name} of that name is in this version. Known are: {', '.join(names[:MOST_NAMED]) or 'none'}{more}."


class Search(SearchView):
    """What holds all words or their beginnings, else words spelt alike, else any of them: best first, at most 1000 entries."""

    shape = schemas.HIT
    parameters = {**WORDS, **NARROWING}

    def read(self, **parts: str) -> HttpResponseBase:
        scope = SearchScope(chosen=self.chosen())
        found = queries.found_in(self.specification, self.version, self.given["q"], MOST_ENTRIES, scope)
        return paged(self.request, found.results, lambda entry: _answer(self, entry, found.asked))


class SearchFacets(SearchView):
    """What the results of a search can be narrowed by: each value with how many results it leaves, the most first."""

    shape = schemas.SEARCH_FACET
    parameters = {**WORDS, **NARROWING}

    def read(self, **parts: str) -> HttpResponseBase:
        chosen = self.chosen()
        _, tally = queries.found_and_tallied(
            self.specification, self.version, self.given["q"], 1, SearchScope(chosen=chosen)
        )
        counts = facets.counts(tally, chosen)
        rows = [(name, value, count) for name, values in counts.items() for value, count in values]
        return paged(self.request, rows, self._row)

    def _row(self, row: tuple[str, str, int]) -> dict[str, Any]:
        name, value, count = row
        return {"facet": name, "value": value, "title": title(self.document, name, value), "count": count}


class SearchSuggestions(SearchView):
    """What somebody who typed so far may mean, best first, at most 20: for a list below a search box."""

    shape = schemas.SUGGESTION
    parameters = WORDS

    def read(self, **parts: str) -> HttpResponseBase:
        found = queries.found_in(self.specification, self.version, self.given["q"], MOST_SUGGESTIONS)
        return paged(self.request, found.results, self._row)

    def _row(self, entry: Result) -> dict[str, Any]:
        of = f" of {entry.context}" if entry.context else ""
        text = heading(self.document, entry.kind, entry.key, entry.title or entry.key)
        name = f" {entry.title}" if text != entry.title and entry.title else ""
        return {
            "text": text,
            "note": f"{KINDS[entry.kind]} {entry.key}{name}{of}",
            "kind": entry.kind,
            "key": entry.key,
            "html_url": self.absolute(page_of(entry.address, self.links)),
        }


def _answer(view: SearchView, entry: Result, asked: Inquiry) -> dict[str, Any]:
    part = part_at(view.document, view.version.logged_changes, entry.address)
    row = view.document.item_by_ref.get(entry.key) if entry.kind == "item" else None
    told = reasons(part, entry.former_names, asked.query) if part else ()
    return {
        "kind": entry.kind,
        "key": entry.key,
        "title": entry.title,
        "heading": heading(view.document, entry.kind, entry.key, entry.title),
        "context": entry.context or None,
        "extract": entry.extract or None,
        "reasons": [
            {
                "where": reason.where,
                "label": reason.label or None,
                "text": reason.text or None,
                "synonym": reason.synonym or None,
            }
            for reason in told
        ],
        "former_names": list(entry.former_names),
        "deprecated": deprecation(row[1]) if row else None,
        "searched": asked.mended or meant(entry, asked.query) or None,
        "url": view.absolute(_rest(view, entry)),
        "html_url": view.absolute(page_of(entry.address, view.links)),
    }


def _rest(view: SearchView, entry: Result) -> str:
    """Where REST has it; of a domain its items."""
    kind, *names = paths.page_of(entry.address)
    if kind == "domains":
        return view.links.rest("items", domain=names[0])
    return view.links.rest(CALLED.get(kind, kind), *names)
