"""Code lists."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from specs_app import queries
from specs_app.document import paths
from specs_app.publishing.pages.categories import by_title, category_page, category_rows
from specs_app.publishing.pages.components import Link
from specs_app.web.keeping import kept
from specs_app.web.pages.context import open_version, paged, show
from specs_app.web.pages.missing import missing
from specs_app.web.pages.timeline import past

LISTS_A_PAGE = 200


@kept("at", "page")
def categories(request: HttpRequest, slug: str) -> HttpResponse:
    """All code lists, a page at a time."""
    context = open_version(request, slug)
    batch = paged(request, by_title(context.document), LISTS_A_PAGE)
    rows = category_rows(context.document, batch, context.links)
    return show(request, context, "specs/categories.html", "categories", rows=rows, batch=batch)


@kept("at")
def category(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """One code list: its codes, and the items that use it."""
    context = open_version(request, slug)
    entry = context.document.category_by_name.get(name)
    if entry is None:
        return missing(request, context, paths.of_category(name))
    sinces = queries.sinces(context.specification, context.version)
    page = category_page(context.document, entry, context.links, sinces)
    trail = (Link("Code lists", context.links.page("categories")),)
    told = past(context, paths.of_category(name), sinces)
    return show(request, context, "specs/category.html", "categories", trail, page=page, **told)
