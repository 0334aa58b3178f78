"""PDFs for download. The first reader of a revision waits on a page that says so."""

from __future__ import annotations

from http import HTTPStatus

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from specs_app.document import paths
from specs_app.publishing.pdf import files
from specs_app.publishing.pdf.setting import PdfError
from specs_app.web.pages.context import Context, open_version, show
from specs_app.web.pages.missing import missing

#: Seconds that a request waits before it answers that the PDF is being made: enough for one object.
PATIENCE = 3
AGAIN = 5


def whole(request: HttpRequest, slug: str, name: str) -> HttpResponseBase:
    """The PDF of the specification: ``ssd.pdf`` of ``ssd``."""
    if name != slug:
        raise Http404
    return _answer(request, open_version(request, slug), None)


def one_object(request: HttpRequest, slug: str, name: str) -> HttpResponseBase:
    """The PDF of one object."""
    context = open_version(request, slug)
    if name not in context.document.object_by_name:
        return missing(request, context, paths.of_object(name))
    return _answer(request, context, name)


def _answer(request: HttpRequest, context: Context, name: str | None) -> HttpResponseBase:
    try:
        path = files.ask(context.version, name, wait=PATIENCE)
    except PdfError as error:
        return _page(request, context, HTTPStatus.SERVICE_UNAVAILABLE, error=error)
    if path is None:
        return _page(request, context, HTTPStatus.ACCEPTED)
    answer = FileResponse(path.open("rb"), content_type="application/pdf", filename=f"{name or context.links.slug}.pdf")
    answer["ETag"] = f'"{path.stem}"'
    return answer


def _page(request: HttpRequest, context: Context, status: HTTPStatus, error: PdfError | None = None) -> HttpResponse:
    """The page to wait on, which asks again by itself, or the one that says why there is no PDF."""
    response = show(request, context, "specs/pdf_waiting.html", "downloads", error=error)
    response.status_code = status
    response["Cache-Control"] = "no-store"
    if error is None:
        response["Refresh"] = str(AGAIN)
    return response
