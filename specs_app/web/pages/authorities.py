"""Local authorities and their settings."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from specs_app import queries
from specs_app.document import paths
from specs_app.publishing.pages.authorities import authority_page, authority_rows
from specs_app.publishing.pages.components import Link
from specs_app.web.keeping import kept
from specs_app.web.pages.context import Context, open_version, paged, show
from specs_app.web.pages.missing import missing
from specs_app.web.pages.timeline import timeline

AUTHORITIES_A_PAGE = 100


@kept("at", "page")
def authorities(request: HttpRequest, slug: str) -> HttpResponse:
    """All authorities by code, a page at a time."""
    context = open_version(request, slug)
    batch = paged(request, context.document.authorities, AUTHORITIES_A_PAGE)
    rows = authority_rows(context.document, batch, context.links)
    return show(request, context, "specs/authorities.html", "authorities", rows=rows, batch=batch)


@kept("at")
def authority(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One authority: what it has otherwise than the standard, its script, and what became of its settings."""
    context = open_version(request, slug)
    entry = context.document.authority_by_code.get(code)
    if entry is None:
        return missing(request, context, paths.of_authority(code))
    told = _past(context, code)
    page = authority_page(context.document, entry, context.links, told.pop("reasons"))
    trail = (Link("Authorities", context.links.page("authorities")),)
    return show(request, context, "specs/authority.html", "authorities", trail, page=page, **told)


def _past(context: Context, code: str) -> dict[str, Any]:
    """The newest changes, where all are told, and the reason of the newest of each field."""
    rows = queries.history(context.specification, context.version, address=paths.of_authority(code))
    steps = list(rows)
    return {
        "reasons": {row.field: row.revision.reason for row in reversed(steps)},
        "history": timeline(context, rows),
        "full_history": context.links.page("authorities", code, "history"),
    }
