"""The problems of a version, and the registries of what items can ask of their values."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from specs_app.outputs.pages.parts import Link
from specs_app.outputs.pages.quality import quality as quality_page
from specs_app.outputs.pages.registries import registries
from specs_app.views.reading import read, show


def quality(request: HttpRequest, slug: str) -> HttpResponse:
    """What is wrong in the files, where, why, and what to do."""
    reading = read(request, slug)
    page = quality_page(reading.published.problems, reading.links)
    return show(
        request, reading, "specs/quality.html", "quality", page=page, registries=reading.links.page("validators")
    )


def validators(request: HttpRequest, slug: str) -> HttpResponse:
    """The validators and data types of the standard, each with the items that name it."""
    reading = read(request, slug)
    found = registries(reading.document, reading.links)
    trail = (Link("Quality", reading.links.quality()),)
    return show(request, reading, "specs/registries.html", "quality", trail, registries=found)
