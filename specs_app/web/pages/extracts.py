"""The pages of hand-written bodies of extracts."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from specs_app import queries
from specs_app.document import paths
from specs_app.publishing.pages.components import Link
from specs_app.publishing.pages.extracts import extract_lists, extract_page
from specs_app.web.keeping import kept
from specs_app.web.pages.context import open_version, show
from specs_app.web.pages.missing import missing
from specs_app.web.pages.timeline import timeline


@kept("at")
def extracts(request: HttpRequest, slug: str, cms: str = "") -> HttpResponse:
    """Every body with how much it fills, system by system; or those of one system."""
    context = open_version(request, slug)
    found = [entry for entry in context.document.settings.cms if cms in ("", entry.key)]
    if cms and not found:
        raise Http404
    systems = extract_lists(context.version, context.links, found)
    trail = (Link("Systems", context.links.page("cms")),)
    return show(request, context, "specs/extracts.html", "cms", trail, systems=systems)


@kept("at")
def extract(request: HttpRequest, slug: str, cms: str, name: str, variant: str = "") -> HttpResponse:
    """One body: what it fills, what it reads, what is wrong, the text, and its history."""
    context = open_version(request, slug)
    address = paths.of_extract(cms, name, variant)
    found = next((entry for entry in context.document.extracts if entry.key == (cms, name, variant)), None)
    if found is None:
        return missing(request, context, address)
    page = extract_page(context.version, found, context.links)
    trail = (Link("Systems", context.links.page("cms")), page.cms)
    history = timeline(context, queries.history(context.specification, context.version, address=address))
    full = context.links.page(*paths.page_of(address), "history")
    return show(request, context, "specs/extract.html", "cms", trail, page=page, history=history, full_history=full)
