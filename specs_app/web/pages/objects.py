"""The pages of objects and of items: all of them, and one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from specs_app import queries
from specs_app.diagrams.objects import neighbours
from specs_app.document import paths
from specs_app.publishing.diagrams.pictures import files_of, picture
from specs_app.publishing.filters import FILTERS
from specs_app.publishing.pages.components import Link, item_row
from specs_app.publishing.pages.item import citation, item_page
from specs_app.publishing.pages.items import item_list, list_files, page_query
from specs_app.publishing.pages.object_list import BY_ITEM
from specs_app.publishing.pages.object_list import object_list as object_list_page
from specs_app.publishing.pages.objects import object_page, shown_groups
from specs_app.web.keeping import kept
from specs_app.web.pages.context import open_version, paged, show
from specs_app.web.pages.missing import missing
from specs_app.web.pages.timeline import past

OBJECTS_A_PAGE = 200
ITEMS_A_PAGE = 100


@kept("at", "page", *BY_ITEM, "q")
def object_list(request: HttpRequest, slug: str) -> HttpResponse:
    """All objects, grouped by domain, filtered and a page at a time."""
    context = open_version(request, slug)
    page = object_list_page(context.document, request.GET.dict())
    batch = paged(request, page.found, OBJECTS_A_PAGE)
    groups, query = shown_groups(context.document, batch, context.links), context.links.paging(**page.asked)
    return show(request, context, "specs/objects.html", "objects", page=page, batch=batch, groups=groups, query=query)


@kept("at")
def object_detail(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """One object: its items, relationships and coverage."""
    context = open_version(request, slug)
    entry = context.document.object_by_name.get(name)
    if entry is None:
        return missing(request, context, paths.of_object(name))
    sinces = queries.sinces(context.specification, context.version)
    page = object_page(context.document, entry, context.links, sinces)
    trail = (Link("Objects", context.links.page("objects")),)
    told = past(context, paths.of_object(name), sinces)
    files = files_of(context.links, "objects", name)
    drawn = picture(context.specification, neighbours(context.document, entry), context.links, files=files)
    return show(request, context, "specs/object.html", "objects", trail, page=page, diagram=drawn, **told)


@kept("at", "page", *FILTERS, "ordering")
def items(request: HttpRequest, slug: str) -> HttpResponse:
    """All items, filtered and a page at a time."""
    context = open_version(request, slug)
    page = item_list(context.document, request.GET.dict())
    batch = paged(request, page.found, ITEMS_A_PAGE)
    sinces = queries.sinces(context.specification, context.version)
    rows = [item_row(context.document, entry, item, context.links, sinces) for entry, item in batch]
    query, files = page_query(request.GET.dict(), context.links), list_files(request.GET.dict(), context.links)
    return show(
        request, context, "specs/items.html", "items", page=page, batch=batch, rows=rows, query=query, files=files
    )


@kept("at")
def item_detail(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """One item, with its history."""
    context = open_version(request, slug)
    found = context.document.item_by_ref.get(key)
    if found is None:
        return missing(request, context, paths.of_ref(key))
    page = item_page(context.document, *found, context.links)
    trail = (Link("Objects", context.links.page("objects")), page.object_link)
    told = past(context, paths.of_ref(key), queries.sinces(context.specification, context.version))
    return show(
        request, context, "specs/item.html", "items", trail, page=page, cite=citation(context.edition, *found), **told
    )
