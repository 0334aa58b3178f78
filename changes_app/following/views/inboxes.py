"""What waits for the reader: in one standard, and in all of them."""

from __future__ import annotations

from itertools import chain
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from changes_app.following.workload import Workload, workload
from changes_app.people import directory, permissions
from changes_app.people.views.context import reader_context
from changes_app.people.views.signing_in import signed_in
from changes_app.workflow import Permission, Role
from specs_app.web.pages.context import show

#: Of a part of the inbox; the rest is in the list of changes.
MOST_ROWS = 25


@signed_in
@never_cache
def all_standards(request: HttpRequest) -> HttpResponse:
    """What waits for the reader wherever they belong, most urgent first; where one lands after signing in."""
    work = workload(directory.account(request.user))
    return render(
        request, "people/inbox_of_all.html", {**_page(work), "many": True, "belongs": bool(work.specifications)}
    )


@signed_in
@never_cache
def one_standard(request: HttpRequest, slug: str) -> HttpResponse:
    """The same of one standard."""
    here = reader_context(request, slug)
    work = workload(here.user)
    page = {
        **_page(work.within(here.specification)),
        "all_work": work,
        "manages": here.who.role == Role.SECRETARIAT,
        "releases": not permissions.refusal(here.who, Permission.RELEASE),
        "changes": here.links.page("changes"),
        "join": here.links.page("join"),
        "member": not permissions.refusal(here.who, Permission.PROPOSE),
    }
    return show(request, here.context, "people/inbox.html", who=here.who, **page)


def _page(work: Workload) -> dict[str, Any]:
    """What both inboxes show."""
    shown = {one.part.key: one.changes[:MOST_ROWS] for one in work.parts}
    lines = work.lines(chain.from_iterable(shown.values()))
    return {
        "parts": [
            {"part": one.part, "count": len(one.changes), "lines": [lines[row.pk] for row in shown[one.part.key]]}
            for one in work.parts
        ],
        "troubled": work.troubled,
        "unpushed": work.unpushed,
        "waiting": work.requests,
        "unmet": work.unmet,
        "all_work": work,
    }
