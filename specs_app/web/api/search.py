"""Search in a specification."""

from __future__ import annotations

from typing import Any

from django.http.response import HttpResponseBase

from specs_app import queries
from specs_app.document import paths
from specs_app.models import SearchEntry
from specs_app.projection.search import LONGEST_QUERY
from specs_app.web.api import schemas
from specs_app.web.api.base import SpecificationView
from specs_app.web.api.pagination import paged
from specs_app.web.api.parameters import MOST_ENTRIES, Parameter

#: What REST calls otherwise than the pages do: these lead on to a change request that was made here.
CALLED = {"changes": "changelog"}


class Search(SpecificationView):
    """What holds all words or their beginnings, else any of them: best first, at most 1000 entries."""

    shape, many = schemas.HIT, True
    parameters = {"q": Parameter(f"The words; of a longer text the first {LONGEST_QUERY} characters.", required=True)}

    def read(self, **parts: str) -> HttpResponseBase:
        found = queries.found_in(self.specification, self.version, self.given["q"], MOST_ENTRIES)
        return paged(self.request, found.results, lambda entry: _answer(self, entry))

    def is_settled(self) -> bool:
        """The index, which knows the current version alone, may put in another order what it finds."""
        return False


def _answer(view: SpecificationView, entry: SearchEntry) -> dict[str, Any]:
    kind, *names = paths.split(entry.address)
    return {
        "kind": entry.kind,
        "key": entry.key,
        "title": entry.title,
        "context": entry.context or None,
        "extract": entry.extract or None,
        "url": view.absolute(view.links.rest(CALLED.get(kind, kind), *names)),
        "html_url": view.absolute(view.links.page(kind, *names)),
    }
