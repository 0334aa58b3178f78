"""Case management systems and returns."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from specs_app.document import paths
from specs_app.outputs.pages.parts import Link
from specs_app.outputs.pages.systems import cms_coverage, cms_page, return_page, return_rows
from specs_app.views.missing import missing
from specs_app.views.reading import Reading, read, show
from specs_app.views.timeline import timeline


def cms_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Every system with how much of the standard it holds."""
    reading = read(request, slug)
    rows = cms_coverage(reading.document, reading.links)
    return show(request, reading, "specs/cms_list.html", "cms", rows=rows)


def cms_detail(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """One system: every mapping, object by object."""
    reading = read(request, slug)
    cms = next((entry for entry in reading.document.settings.cms if entry.key == key), None)
    if cms is None:
        return missing(request, reading, paths.of_entry("cms", key))
    page = cms_page(reading.document, cms, reading.links)
    trail = (Link("Systems", reading.links.page("cms")),)
    return show(request, reading, "specs/cms.html", "cms", trail, page=page, **_history(reading, "cms", key))


def returns(request: HttpRequest, slug: str) -> HttpResponse:
    """Every return."""
    reading = read(request, slug)
    rows = return_rows(reading.document, reading.links)
    return show(request, reading, "specs/returns.html", "returns", rows=rows)


def return_detail(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """One return: its items, section by section."""
    reading = read(request, slug)
    page = return_page(reading.document, key, reading.links)
    if page is None:
        return missing(request, reading, paths.of_entry("returns", key))
    trail = (Link("Returns", reading.links.page("returns")),)
    return show(request, reading, "specs/return.html", "returns", trail, page=page, **_history(reading, "returns", key))


def _history(reading: Reading, registry: str, key: str) -> dict[str, Any]:
    """What became of the entry of a registry, and where all of it is told."""
    return {
        "history": timeline(reading, address=paths.of_entry(registry, key)),
        "full_history": reading.links.page(registry, key, "history"),
    }
