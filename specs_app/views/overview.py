"""The list of standards and the overview of one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from specs_app import access, queries
from specs_app.outputs.pages.downloads import whole_files
from specs_app.outputs.pages.overview import overview
from specs_app.views.reading import read, show
from specs_app.views.versions import revision_entry

RECENT = 5


def standards(request: HttpRequest) -> HttpResponse:
    """Every standard kept here that the reader may see."""
    found = list(queries.specifications(request.user))
    access.note(request.META, *found)
    return render(request, "specs/standards.html", {"standards": found})


def standard(request: HttpRequest, slug: str) -> HttpResponse:
    """What one standard is, how large, what changed lately, where to begin."""
    reading = read(request, slug)
    page = overview(reading.document, reading.links)
    recent = queries.revisions_until(reading.published)[:RECENT]
    return show(
        request,
        reading,
        "specs/overview.html",
        page=page,
        revision=reading.links.revision(reading.published.sha),
        recent=[revision_entry(revision, reading.links) for revision in recent],
        downloads=whole_files(reading.links),
        all_downloads=reading.links.page("downloads"),
    )
