"""Case management systems and returns."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from specs_app.document import paths
from specs_app.publishing.pages.components import Link
from specs_app.publishing.pages.systems import cms_coverage, cms_page, return_page, return_rows
from specs_app.web.keeping import kept
from specs_app.web.pages.context import Context, open_version, show
from specs_app.web.pages.missing import missing
from specs_app.web.pages.timeline import timeline


@kept("at")
def cms_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Every system with how much of the standard it holds."""
    context = open_version(request, slug)
    rows = cms_coverage(context.document, context.links)
    return show(request, context, "specs/cms_list.html", "cms", rows=rows)


@kept("at")
def cms_detail(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """One system: every mapping, object by object."""
    context = open_version(request, slug)
    cms = next((entry for entry in context.document.settings.cms if entry.key == key), None)
    if cms is None:
        return missing(request, context, paths.of_entry("cms", key))
    page = cms_page(context.document, cms, context.links)
    trail = (Link("Systems", context.links.page("cms")),)
    return show(request, context, "specs/cms.html", "cms", trail, page=page, **_history(context, "cms", key))


@kept("at")
def returns(request: HttpRequest, slug: str) -> HttpResponse:
    """Every return."""
    context = open_version(request, slug)
    rows = return_rows(context.document, context.links)
    return show(request, context, "specs/returns.html", "returns", rows=rows)


@kept("at")
def return_detail(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """One return: its items, section by section."""
    context = open_version(request, slug)
    page = return_page(context.document, key, context.links)
    if page is None:
        return missing(request, context, paths.of_entry("returns", key))
    trail = (Link("Returns", context.links.page("returns")),)
    return show(request, context, "specs/return.html", "returns", trail, page=page, **_history(context, "returns", key))


def _history(context: Context, registry: str, key: str) -> dict[str, Any]:
    """What became of the entry of a registry, and where all of it is told."""
    return {
        "history": timeline(context, address=paths.of_entry(registry, key)),
        "full_history": context.links.page(registry, key, "history"),
    }
