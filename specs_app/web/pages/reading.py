"""Pages that help to read a standard: its glossary, and how its pages are read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from specs_app import queries
from specs_app.publishing.pages.components import Link
from specs_app.publishing.pages.glossary import glossary as glossary_groups
from specs_app.publishing.pages.how_to_read import how_to_read as reading_page
from specs_app.web.keeping import kept
from specs_app.web.pages.context import open_version, show


@kept("at")
def glossary(request: HttpRequest, slug: str) -> HttpResponse:
    """The words of the portal and of the standard."""
    context = open_version(request, slug)
    groups = glossary_groups(context.document, context.links)
    trail = (Link("How to read it", context.links.how_to_read()),)
    return show(request, context, "specs/glossary.html", "", trail, groups=groups)


@kept("at")
def how_to_read(request: HttpRequest, slug: str) -> HttpResponse:
    """What the parts, signs and numbers on the pages mean, by an item of the standard itself."""
    context = open_version(request, slug)
    release = queries.releases(context.specification).values_list("version", flat=True).first()
    page = reading_page(context.edition, context.links, release or "")
    return show(request, context, "specs/how_to_read.html", page=page)
