"""The whole history of an item, an object, a code list, a system, a return, a hand-written body or an authority."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from specs_app import queries
from specs_app.document import paths
from specs_app.document.describe import part_name
from specs_app.document.titles import titles_of
from specs_app.projection.part_history import READERS
from specs_app.publishing.pages.components import Link, table_files
from specs_app.publishing.pages.history import history_steps
from specs_app.web.keeping import kept
from specs_app.web.pages.context import Context, open_version, show
from specs_app.web.pages.missing import missing, now_at

ENTRIES_A_PAGE = 50
#: Where parts stand in the menu that have no section of their own.
SECTIONS = {"extracts": "cms"}


@kept("at", "page")
def part_history(request: HttpRequest, slug: str, kind: str, name: str) -> HttpResponse:
    """Who changed which key, when and why, newest first; also of a part that is gone."""
    context = open_version(request, slug)
    root = paths.of_page(kind, name)
    entries = READERS[kind](context.specification, queries.number_of(context.specification, context.version), name)
    if not entries and root not in queries.untold(context.document):
        return _elsewhere(request, context, root)
    titles = titles_of(context.document.settings)
    batch = Paginator(entries, ENTRIES_A_PAGE).get_page(request.GET.get("page"))
    steps = history_steps(batch, root, context.links, titles)
    trail = (Link(part_name(root, titles), context.links.page(*paths.page_of(root))),)
    files = table_files(context.links, *paths.page_of(root), "history")
    return show(
        request,
        context,
        "specs/history.html",
        SECTIONS.get(kind, kind),
        trail,
        heading=part_name(root, titles),
        batch=batch,
        steps=steps,
        files=files,
        query=context.links.paging(),
    )


def _elsewhere(request: HttpRequest, context: Context, root: str) -> HttpResponse:
    """Where a former name leads to; 404 for what never was."""
    found = now_at(context, root)
    if not found:
        return missing(request, context, root)
    return HttpResponsePermanentRedirect(context.links.page(*paths.page_of(found), "history"))
