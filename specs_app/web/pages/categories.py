"""Code lists."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from specs_app import queries
from specs_app.document import paths
from specs_app.document.validity import day_of
from specs_app.publishing.pages.categories import by_title, category_page, category_rows, lists_in_short
from specs_app.publishing.pages.components import Link
from specs_app.web.keeping import kept
from specs_app.web.pages.context import open_version, paged, show
from specs_app.web.pages.missing import missing
from specs_app.web.pages.timeline import past

LISTS_A_PAGE = 200
NO_DAY = "Write the day as year, month and day, such as 2026-11-21"


@kept("at", "page")
def categories(request: HttpRequest, slug: str) -> HttpResponse:
    """All code lists, a page at a time."""
    context = open_version(request, slug)
    batch = paged(request, by_title(context.document), LISTS_A_PAGE)
    rows = category_rows(context.document, batch, context.links)
    return show(
        request,
        context,
        "specs/categories.html",
        "categories",
        rows=rows,
        batch=batch,
        in_short=lists_in_short(context.document),
    )


@kept("at", "as_of")
def category(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """One code list: its codes, all or those that are valid on a day, and the items that use it."""
    context = open_version(request, slug)
    entry = context.document.category_by_name.get(name)
    if entry is None:
        return missing(request, context, paths.of_category(name))
    sinces = queries.sinces(context.specification, context.version)
    asked = request.GET.get("as_of", "").strip()
    day = day_of(asked)
    is_wrong = bool(asked) and day is None
    return show(
        request,
        context,
        "specs/category.html",
        "categories",
        (Link("Code lists", context.links.page("categories")),),
        HTTPStatus.BAD_REQUEST if is_wrong else HTTPStatus.OK,
        page=category_page(context.document, entry, context.links, sinces, day),
        asked=asked,
        errors=[{"text": NO_DAY, "href": "#as_of"}] if is_wrong else [],
        **past(context, paths.of_category(name), sinces),
    )
