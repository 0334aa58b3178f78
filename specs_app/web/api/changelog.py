"""What the change log of a version tells of changes: those made here, and those from before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from rest_framework.response import Response

from specs_app.publishing.differences import known_are
from specs_app.tables.logged_changes import HELD, LoggedChange, fitting, held_in
from specs_app.versions.history import change_log
from specs_app.web.api.base import SpecificationView
from specs_app.web.api.errors import InputFault, invalid
from specs_app.web.api.pagination import paged
from specs_app.web.api.parameters import Parameter
from specs_app.web.api.schemas import ADDRESSES
from specs_app.web.api.shaping import maybe, shape, text, texts

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
        "former_items": texts("References that such items had before, as far as the log says so."),
        "objects": texts("Of those items, as the log names them."),
        **ADDRESSES,
    },
)


class Changelog(SpecificationView):
    """The change log, the newest number first."""

    shape, many = LOGGED_CHANGE, True
    parameters = {
        "q": Parameter("Only those with these words in number, title or notes."),
        "type": Parameter("Only those that the log calls so."),
        "status": Parameter("Only those that stand so, such as published."),
        "source": Parameter("Only those from there, such as portal."),
        "item": Parameter("Only those about the item of this reference, or of one that had it before."),
    }

    def read(self, **parts: str) -> HttpResponseBase:
        found = change_log(self.specification, self.version)
        if faults := [fault for name in HELD if (fault := _fault(found, name, self.given[name]))]:
            raise invalid(*faults)
        return paged(self.request, fitting(found, self.given), lambda row: _answer(self, row))


class ChangelogEntry(SpecificationView):
    """One change as the change log tells of it."""

    shape = LOGGED_CHANGE

    def read(self, **parts: str) -> HttpResponseBase:
        log = change_log(self.specification, self.version)
        found = next((row for row in log if row.number == parts["number"]), None)
        if found is None:
            raise Http404(f"The change log tells of no change {parts['number'][:60]!r}.")
        return Response(_answer(self, found))


def _fault(found: Sequence[LoggedChange], name: str, text: str) -> InputFault | None:
    """What is wrong with a filter: nothing in the log has this."""
    known = held_in(found, name)
    if not text or text in known:
        return None
    message = f"The change log has no {name} {text[:60]!r}. {known_are(known)}"
    return InputFault(name, "unknown-value", message.strip())


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
        "former_items": [item.former for item in change.items if item.former],
        "objects": list(dict.fromkeys(item.object_name for item in change.items if item.object_name)),
        "url": view.absolute(view.links.rest("changelog", change.number)),
        "html_url": view.absolute(view.links.change(change.number)),
    }
