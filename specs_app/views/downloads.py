"""The page of downloads, and the files themselves but for the PDFs."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from specs_app.document.dialects import DIALECTS
from specs_app.outputs.edition import Edition, extract_script
from specs_app.outputs.exports import EXPORTS, category_csv, object_csv
from specs_app.outputs.pages.downloads import downloads as downloads_page
from specs_app.sql.errors import SqlError
from specs_app.views.reading import read, show

CSV = "text/csv; charset=utf-8"
#: Where REST can be read about and tried.
REST_PAGE = "/api/docs/"
SQL = "application/sql; charset=utf-8"


def downloads(request: HttpRequest, slug: str) -> HttpResponse:
    """Every file of a version."""
    reading = read(request, slug)
    page = downloads_page(reading.document, reading.links)
    return show(request, reading, "specs/downloads.html", "downloads", page=page, rest=REST_PAGE)


def download(request: HttpRequest, slug: str, name: str) -> HttpResponseBase:
    """One file. Equal revisions give equal bytes, so a reader who has them is told so before they are made again."""
    reading = read(request, slug)
    edition = reading.published.edition
    etag = f'"{edition.sha}"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    try:
        media_type, data = _file(edition, name)
    except SqlError as error:
        return show(request, reading, "specs/refused.html", "downloads", error=error, status=HTTPStatus.CONFLICT)
    disposition = content_disposition_header(True, name.rpartition("/")[2])
    return HttpResponse(data, media_type, headers={"Content-Disposition": disposition, "ETag": etag})


def _file(edition: Edition, name: str) -> tuple[str, bytes]:
    """The media type and the bytes of a file by its name below ``downloads/``; answers 404 where there is none."""
    folder, rest = name.split("/", 1) if "/" in name else ("", name)
    made = MAKERS[folder](edition, rest) if folder in MAKERS else None
    if made is None:
        raise Http404
    return made


def _whole(edition: Edition, name: str) -> tuple[str, bytes] | None:
    found = (export for export in EXPORTS.values() if name == edition.slug + export.ending)
    return next(((export.media_type, export.make(edition)) for export in found), None)


def _object(edition: Edition, name: str) -> tuple[str, bytes] | None:
    entry = edition.document.object_by_name.get(name.removesuffix(".csv"))
    return (CSV, object_csv(edition.document, entry)) if entry and name.endswith(".csv") else None


def _category(edition: Edition, name: str) -> tuple[str, bytes] | None:
    entry = edition.document.category_by_name.get(name.removesuffix(".csv"))
    return (CSV, category_csv(entry)) if entry and name.endswith(".csv") else None


def _script(edition: Edition, name: str) -> tuple[str, bytes] | None:
    cms, _, dialect = name.removesuffix(".sql").rpartition("-")
    if (
        not name.endswith(".sql")
        or dialect not in DIALECTS
        or cms not in {entry.key for entry in edition.document.settings.cms}
    ):
        return None
    return SQL, extract_script(edition, cms, dialect).text.encode()


MAKERS: dict[str, Callable[[Edition, str], tuple[str, bytes] | None]] = {
    "": _whole,
    "objects": _object,
    "categories": _category,
    "sql": _script,
}
