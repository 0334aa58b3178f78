"""The problems of a version, and the registries of what items can ask of their values."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from specs_app.publishing.pages.charts import quality_charts
from specs_app.publishing.pages.components import Link, table_files
from specs_app.publishing.pages.items import way_out
from specs_app.publishing.pages.quality import quality as quality_page
from specs_app.publishing.pages.registries import registries
from specs_app.publishing.quality_counts import counted
from specs_app.web.keeping import kept
from specs_app.web.pages.context import open_version, show


@kept("at")
def quality(request: HttpRequest, slug: str) -> HttpResponse:
    """What is wrong in the files, where, why, and what to do."""
    context = open_version(request, slug)
    page = quality_page(context.version.problems, context.links)
    files, registries = table_files(context.links, "problems"), context.links.page("validators")
    going = way_out(context.document, context.links)
    charts = quality_charts(context.version, counted(context.specification, context.version), context.links)
    return show(
        request,
        context,
        "specs/quality.html",
        "quality",
        page=page,
        registries=registries,
        files=files,
        way_out=going,
        charts=charts,
    )


@kept("at")
def validators(request: HttpRequest, slug: str) -> HttpResponse:
    """The validators and data types of the standard, each with the items that name it."""
    context = open_version(request, slug)
    found = registries(context.document, context.links)
    trail = (Link("Quality", context.links.quality()),)
    files = table_files(context.links, "items")
    return show(request, context, "specs/registries.html", "quality", trail, registries=found, files=files)
