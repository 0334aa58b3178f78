"""What the change log of a version tells of changes: those made here, and those from before."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from rest_framework.response import Response

from specs_app.tables.logged_changes import LoggedChange, matching
from specs_app.web.api.base import SpecificationView
from specs_app.web.api.pagination import paged
from specs_app.web.api.parameters import Parameter
from specs_app.web.api.schemas import ADDRESSES, maybe, shape, text, texts

LOGGED_CHANGE = shape(
    "LoggedChange",
    "A change as the change log tells of it, in its own words.",
    {
        "id": text("The number, such as SSD-0001."),
        "title": maybe(),
        "when": maybe("As written; it need not be a date."),
        "type": maybe(),
        "status": maybe(),
        "source": maybe("Such as `portal`."),
        "notes": maybe(),
        "items": texts("References."),
        "objects": texts("Of those items, as the log names them."),
        **ADDRESSES,
    },
)


class Changelog(SpecificationView):
    """The change log, the newest number first."""

    shape, many = LOGGED_CHANGE, True
    parameters = {"q": Parameter("Only those with these words in number, title or notes.")}

    def read(self, **parts: str) -> HttpResponseBase:
        rows = matching(self.version.logged_changes, self.given["q"])
        return paged(self.request, rows, lambda row: _answer(self, row))


class ChangelogEntry(SpecificationView):
    """One change as the change log tells of it."""

    shape = LOGGED_CHANGE

    def read(self, **parts: str) -> HttpResponseBase:
        found = next((row for row in self.version.logged_changes if row.number == parts["number"]), None)
        if found is None:
            raise Http404(f"The change log tells of no change {parts['number'][:60]!r}.")
        return Response(_answer(self, found))


def _answer(view: SpecificationView, change: LoggedChange) -> dict[str, Any]:
    return {
        "id": change.number,
        "title": change.title or None,
        "when": change.when or None,
        "type": change.kind or None,
        "status": change.status or None,
        "source": change.source or None,
        "notes": change.notes or None,
        "items": [item.item_ref for item in change.items],
        "objects": list(dict.fromkeys(item.object_name for item in change.items if item.object_name)),
        "url": view.absolute(view.links.rest("changelog", change.number)),
        "html_url": view.absolute(view.links.change(change.number)),
    }
