"""Case management systems and returns."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse

from specs_app import queries
from specs_app.document import paths
from specs_app.document.types import Cms
from specs_app.publishing.pages.charts import system_charts
from specs_app.publishing.pages.components import Link, whole_coverage
from specs_app.publishing.pages.returns import return_list, return_page, return_places
from specs_app.publishing.pages.systems import SHOWN, asked_of, cms_page
from specs_app.web.keeping import kept
from specs_app.web.pages.context import Context, open_version, paged, show
from specs_app.web.pages.missing import missing
from specs_app.web.pages.timeline import timeline

#: Items of a system or of a return.
ROWS_A_PAGE = 100


@kept("at")
def cms_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Every system with how much of the standard it holds."""
    context = open_version(request, slug)
    rows = whole_coverage(context.version, context.links)
    return show(request, context, "specs/cms_list.html", "cms", rows=rows)


@kept("at", "page", "object", "show")
def cms_detail(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """One system: what is asked of it, object by object in numbers, or item by item and a page at a time."""
    context = open_version(request, slug)
    cms = next((entry for entry in context.document.settings.cms if entry.key == key), None)
    if cms is None:
        return missing(request, context, paths.of_entry("cms", key))
    name, shown = request.GET.get("object", ""), request.GET.get("show", "")
    if name and name not in context.document.object_by_name:
        return missing(request, context, paths.of_object(name))
    shown = shown if shown in SHOWN else ""
    items = bool(name or shown)
    batch: Page[Any] = paged(
        request,
        list(asked_of(context.document, cms, name=name, shown=shown)) if items else context.document.objects,
        ROWS_A_PAGE,
    )
    objects, listed = ([], batch) if items else (batch, [])
    return show(
        request,
        context,
        "specs/cms.html",
        "cms",
        (Link("Systems", context.links.page("cms")),),
        page=cms_page(context.version, cms, context.links, objects=objects, listed=listed, name=name, shown=shown),
        batch=batch,
        charts=system_charts(context.version, cms, context.links),
        query=context.links.paging(**{word: text for word, text in (("object", name), ("show", shown)) if text}),
        since=_since(context, cms),
        **_history(context, "cms", key),
    )


def _since(context: Context, cms: Cms) -> Link:
    """What changed for the system since the newest release that can be read; where there is none, what ever changed in it."""
    release = queries.releases(context.specification).values_list("version", flat=True).first()
    if release is None:
        return Link(f"History of {cms.title}", context.links.page("cms", cms.key, "history"))
    return Link(
        f"What changed for {cms.title} since release {release}", context.links.for_me(cms=cms.key, since=release)
    )


@kept("at")
def returns(request: HttpRequest, slug: str) -> HttpResponse:
    """Every return."""
    context = open_version(request, slug)
    page = return_list(context.document, context.links)
    return show(request, context, "specs/returns.html", "returns", page=page)


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
