"""The matrices: items by returns, items by systems, objects by systems; as pages and as files."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from specs_app.publishing.matrices.matrix import Matrix
from specs_app.publishing.matrices.registry import FORMS, MATRICES, MATRIX_FILTERS, matrix_file
from specs_app.publishing.pages.charts import coverage_charts
from specs_app.publishing.pages.components import Link
from specs_app.publishing.pages.matrices import asked_of, matrix_list, matrix_page
from specs_app.publishing.pages.matrix_grids import Sheet, grid
from specs_app.web.files import answer_to_holder, file_answer
from specs_app.web.keeping import kept, lasting
from specs_app.web.pages.context import open_version, paged, show

#: Of items or objects: on a telephone each is a card.
ROWS_A_PAGE = 50


@kept("at")
def matrices(request: HttpRequest, slug: str) -> HttpResponse:
    """Which matrices there are, and how much of the standard each system fills."""
    context = open_version(request, slug)
    charts = coverage_charts(context.version, context.links)
    entries = matrix_list(context.links)
    return show(request, context, "specs/matrices.html", "matrices", entries=entries, charts=charts)


@kept("at", "page", *MATRIX_FILTERS)
def matrix(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """One matrix, filtered and a page at a time."""
    context, found = open_version(request, slug), _named(name)
    asked = asked_of(found, request.GET.dict())
    page = matrix_page(found, context.version, asked, context.links)
    batch = paged(request, page.found, ROWS_A_PAGE)
    sheet = Sheet(found, context.version, asked, context.links, page.found, batch)
    return show(
        request,
        context,
        "specs/matrix.html",
        "matrices",
        (Link("Matrices", context.links.matrices()),),
        page=page,
        batch=batch,
        grid=grid(sheet),
        query=context.links.paging(**page.given),
        clear=context.links.matrices(name),
    )


def matrix_as_file(request: HttpRequest, slug: str, name: str, form: str) -> HttpResponseBase:
    """All of a matrix that fits the filters."""
    context, found = open_version(request, slug), _named(name)
    if form not in FORMS:
        raise Http404
    headers = {"ETag": f'"{context.version.sha}"', "Cache-Control": lasting(context.links.at)}
    if (unchanged := answer_to_holder(request, headers)) is not None:
        return unchanged
    data = matrix_file(found, context.version, asked_of(found, request.GET.dict()), form)
    headers["Content-Disposition"] = content_disposition_header(True, f"{slug}-{name}.{form}") or ""
    return file_answer(data, FORMS[form], headers)


def _named(name: str) -> Matrix:
    if name not in MATRICES:
        raise Http404
    return MATRICES[name]
