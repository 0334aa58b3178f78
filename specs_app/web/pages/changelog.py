"""The change log of a standard."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from specs_app.publishing.pages.changelog import FILTERS, log_filters, log_lines
from specs_app.publishing.pages.components import Link, table_files
from specs_app.publishing.pages.filter_form import asked_for
from specs_app.tables.logged_changes import fitting
from specs_app.versions.history import change_log
from specs_app.web.keeping import kept
from specs_app.web.pages.context import open_version, paged, show

CHANGES_A_PAGE = 50


@kept("at", "page", *FILTERS)
def changelog(request: HttpRequest, slug: str) -> HttpResponse:
    """Every change that the log of a version tells of, and those published here, the highest number first."""
    context = open_version(request, slug)
    found = change_log(context.specification, context.version)
    asked = asked_for(request.GET, FILTERS)
    given = {name: text for name, text in asked.items() if text}
    batch = paged(request, fitting(found, asked), CHANGES_A_PAGE)
    return show(
        request,
        context,
        "specs/changelog.html",
        "changes",
        (Link("Changes", context.links.current("changes")),),
        page=log_filters(found, asked),
        batch=batch,
        lines=log_lines(batch, context.document, context.links),
        files=table_files(context.links, "changelog", **given),
        query=context.links.paging(**given),
        clear=context.links.page("changelog"),
    )
