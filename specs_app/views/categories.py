"""Code lists."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from specs_app.document import paths
from specs_app.outputs.pages.categories import category_page, category_rows
from specs_app.outputs.pages.parts import Link
from specs_app.views.missing import missing
from specs_app.views.reading import read, show
from specs_app.views.timeline import timeline


def categories(request: HttpRequest, slug: str) -> HttpResponse:
    """All code lists."""
    reading = read(request, slug)
    rows = category_rows(reading.document, reading.links)
    return show(request, reading, "specs/categories.html", "categories", rows=rows)


def category(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """One code list: its codes, and the items that use it."""
    reading = read(request, slug)
    entry = reading.document.category_by_name.get(name)
    if entry is None:
        return missing(request, reading, paths.of_category(name))
    page = category_page(reading.document, entry, reading.links)
    trail = (Link("Code lists", reading.links.page("categories")),)
    history = timeline(reading, address=paths.of_category(name))
    full = reading.links.page("categories", name, "history")
    return show(
        request, reading, "specs/category.html", "categories", trail, page=page, history=history, full_history=full
    )
