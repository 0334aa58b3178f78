"""Case management systems and returns."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from specs_app import queries
from specs_app.document import paths
from specs_app.publishing.pages.charts import system_charts
from specs_app.publishing.pages.components import Link, whole_coverage
from specs_app.publishing.pages.returns import return_page, return_places, return_rows
from specs_app.publishing.pages.systems import cms_page
from specs_app.publishing.records import mappings_of
from specs_app.web.keeping import kept
from specs_app.web.pages.context import Context, open_version, paged, show
from specs_app.web.pages.missing import missing
from specs_app.web.pages.timeline import timeline

#: Mappings of a system, or items of a return.
ROWS_A_PAGE = 200


@kept("at")
def cms_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Every system with how much of the standard it holds."""
    context = open_version(request, slug)
    rows = whole_coverage(context.version, context.links)
    return show(request, context, "specs/cms_list.html", "cms", rows=rows)


@kept("at", "page")
def cms_detail(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """One system: its mappings, object by object and a page at a time."""
    context = open_version(request, slug)
    cms = next((entry for entry in context.document.settings.cms if entry.key == key), None)
    if cms is None:
        return missing(request, context, paths.of_entry("cms", key))
    batch = paged(request, list(mappings_of(context.document, key)), ROWS_A_PAGE)
    page = cms_page(context.version, cms, context.links, batch)
    trail = (Link("Systems", context.links.page("cms")),)
    return show(
        request,
        context,
        "specs/cms.html",
        "cms",
        trail,
        page=page,
        batch=batch,
        charts=system_charts(context.version, cms, context.links),
        **_history(context, "cms", key),
    )


@kept("at")
def returns(request: HttpRequest, slug: str) -> HttpResponse:
    """Every return."""
    context = open_version(request, slug)
    rows = return_rows(context.document, context.links)
    return show(request, context, "specs/returns.html", "returns", rows=rows)


@kept("at", "page")
def return_detail(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """One return: its items, section by section and a page at a time."""
    context = open_version(request, slug)
    places = return_places(context.document, key)
    batch = paged(request, places, ROWS_A_PAGE)
    page = return_page(context.document, key, context.links, places, batch)
    if page is None:
        return missing(request, context, paths.of_entry("returns", key))
    trail = (Link("Returns", context.links.page("returns")),)
    return show(
        request,
        context,
        "specs/return.html",
        "returns",
        trail,
        page=page,
        batch=batch,
        **_history(context, "returns", key),
    )


def _history(context: Context, registry: str, key: str) -> dict[str, Any]:
    """What became of the entry of a registry, and where all of it is told."""
    rows = queries.history(context.specification, context.version, address=paths.of_entry(registry, key))
    return {
        "history": timeline(context, rows),
        "full_history": context.links.page(registry, key, "history"),
    }
