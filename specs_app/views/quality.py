"""The problems of a version."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from specs_app.outputs.pages.quality import quality as quality_page
from specs_app.views.reading import read, show


def quality(request: HttpRequest, slug: str) -> HttpResponse:
    """What is wrong in the files, where, why, and what to do."""
    reading = read(request, slug)
    page = quality_page(reading.published.problems, reading.links)
    return show(request, reading, "specs/quality.html", "quality", page=page)
