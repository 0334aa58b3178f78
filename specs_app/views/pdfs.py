"""PDFs for download. The first reader of a revision waits on a page that says so."""

from __future__ import annotations

from http import HTTPStatus

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from specs_app.document import paths
from specs_app.outputs import pdf_files
from specs_app.outputs.pdf import PdfError
from specs_app.views.missing import missing
from specs_app.views.reading import Reading, read, show

#: Seconds that a request waits before it answers that the PDF is being made: enough for one object.
PATIENCE = 3
AGAIN = 5


def whole(request: HttpRequest, slug: str, name: str) -> HttpResponseBase:
    """The PDF of the specification: ``ssd.pdf`` of ``ssd``."""
    if name != slug:
        raise Http404
    return _answer(request, read(request, slug), None)


def one_object(request: HttpRequest, slug: str, name: str) -> HttpResponseBase:
    """The PDF of one object."""
    reading = read(request, slug)
    if name not in reading.document.object_by_name:
        return missing(request, reading, paths.of_object(name))
    return _answer(request, reading, name)


def _answer(request: HttpRequest, reading: Reading, name: str | None) -> HttpResponseBase:
    try:
        path = pdf_files.ask(reading.published.edition, name, wait=PATIENCE)
    except PdfError as error:
        return _page(request, reading, HTTPStatus.SERVICE_UNAVAILABLE, error=error)
    if path is None:
        return _page(request, reading, HTTPStatus.ACCEPTED)
    answer = FileResponse(path.open("rb"), content_type="application/pdf", filename=f"{name or reading.links.slug}.pdf")
    answer["ETag"] = f'"{path.stem}"'
    return answer


def _page(request: HttpRequest, reading: Reading, status: HTTPStatus, error: PdfError | None = None) -> HttpResponse:
    """The page to wait on, which asks again by itself, or the one that says why there is no PDF."""
    response = show(request, reading, "specs/pdf_waiting.html", "downloads", error=error)
    response.status_code = status
    response["Cache-Control"] = "no-store"
    if error is None:
        response["Refresh"] = str(AGAIN)
    return response
