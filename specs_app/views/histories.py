"""The whole history of an item, an object, a code list, a system or a return."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from specs_app import queries
from specs_app.document import paths
from specs_app.document.describe import part_name
from specs_app.document.titles import titles_of
from specs_app.histories import READERS
from specs_app.outputs.pages.history import history_steps
from specs_app.outputs.pages.parts import Link, table_files
from specs_app.views.missing import missing, now_at
from specs_app.views.reading import Reading, read, show

ENTRIES_A_PAGE = 50


def part_history(request: HttpRequest, slug: str, kind: str, name: str) -> HttpResponse:
    """Who changed which key, when and why, newest first; also of a part that is gone."""
    reading = read(request, slug)
    root = paths.of_page(kind, name)
    entries = READERS[kind](reading.published.specification, queries.number_of(reading.published), name)
    if not entries:
        return _elsewhere(request, reading, root)
    titles = titles_of(reading.document.settings)
    batch = Paginator(entries, ENTRIES_A_PAGE).get_page(request.GET.get("page"))
    steps = history_steps(batch, root, reading.links, titles)
    trail = (Link(part_name(root, titles), reading.links.page(kind, name)),)
    files = table_files(reading.links, kind, name, "history")
    return show(
        request,
        reading,
        "specs/history.html",
        kind,
        trail,
        heading=part_name(root, titles),
        batch=batch,
        steps=steps,
        files=files,
        query=reading.links.paging(),
    )


def _elsewhere(request: HttpRequest, reading: Reading, root: str) -> HttpResponse:
    """Where a former name leads to; 404 for what never was."""
    found = now_at(reading, root)
    if not found:
        return missing(request, reading, root)
    return HttpResponsePermanentRedirect(reading.links.page(*paths.page_of(found), "history"))
