"""PDFs for download. The first reader of a revision waits on a page that says so."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from specs_app.document import paths
from specs_app.publishing.pdf import files
from specs_app.publishing.pdf.errors import PdfError
from specs_app.publishing.pdf.scope import WHOLE, BookScope, NotInVersion
from specs_app.publishing.pdf.scope import since as since_edition
from specs_app.versions.releases import edition_of
from specs_app.versions.resolve import pinned
from specs_app.web.keeping import ASK_AGAIN
from specs_app.web.pages.context import Context, open_version, show
from specs_app.web.pages.missing import missing
from specs_app.web.waiting import AGAIN, progress_of


def whole(request: HttpRequest, slug: str, name: str) -> HttpResponseBase:
    """The PDF of the specification: ``ssd.pdf`` of ``ssd``."""
    if name != slug:
        raise Http404
    return _answer(request, open_version(request, slug), WHOLE, slug)


def one_object(request: HttpRequest, slug: str, name: str) -> HttpResponseBase:
    """The PDF of one object."""
    context = open_version(request, slug)
    if name not in context.document.object_by_name:
        return missing(request, context, paths.of_object(name))
    return _answer(request, context, BookScope("object", name), name)


def one_domain(request: HttpRequest, slug: str, key: str) -> HttpResponseBase:
    """The PDF of the objects of one domain."""
    return _answer(request, open_version(request, slug), BookScope("domain", key), f"{slug}-{key}")


def one_return(request: HttpRequest, slug: str, key: str) -> HttpResponseBase:
    """The PDF of what a return asks for."""
    return _answer(request, open_version(request, slug), BookScope("return", key), f"{slug}-{key}")


def changed(request: HttpRequest, slug: str, since: str) -> HttpResponseBase:
    """The PDF of what changed since another version."""
    context = open_version(request, slug)
    found = context.specification
    scope = since_edition(edition_of(found, pinned(found, since)))
    return _answer(request, context, scope, f"{slug}-changed-since-{since}")


def _answer(request: HttpRequest, context: Context, scope: BookScope, name: str) -> HttpResponse:
    edition = context.edition
    try:
        kept_as = files.name_of(edition, scope, files.side_before(edition, scope))
    except NotInVersion as error:
        raise Http404(str(error)) from error
    return pdf_answer(request, context, lambda: files.ask(edition, scope), kept_as, f"{name}.pdf")


def pdf_answer(
    request: HttpRequest, context: Context, ask: Callable[[], bytes], kept_as: str, file_name: str
) -> HttpResponse:
    """The PDF that ``ask`` gives; while it is made the page to wait on, and a page that says so where it cannot be.

    It says by a release what it is, so that readers ask again.
    """
    try:
        data = ask()
    except files.PdfWaits as waits:
        return _page(request, context, HTTPStatus.ACCEPTED, progress=progress_of(waits.standing))
    except PdfError as error:
        return _page(request, context, HTTPStatus.SERVICE_UNAVAILABLE, error=error)
    disposition = content_disposition_header(False, file_name) or "inline"
    headers = {"Content-Disposition": disposition, "ETag": f'"{kept_as}"', "Cache-Control": ASK_AGAIN}
    return HttpResponse(data, "application/pdf", headers=headers)


def _page(request: HttpRequest, context: Context, status: HTTPStatus, **page: Any) -> HttpResponse:
    """The page to wait on, which asks again by itself, or the one that says why there is no PDF."""
    response = show(request, context, "specs/pdf_waiting.html", "downloads", status=status, **page)
    response["Cache-Control"] = "no-store"
    if status == HTTPStatus.ACCEPTED:
        response["Refresh"] = str(AGAIN)
    return response
