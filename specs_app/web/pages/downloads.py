"""The page of downloads, and the files themselves but for the PDFs."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import TypeAlias

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from specs_app.document.dialects import DIALECTS
from specs_app.publishing.exports import EXPORTS, File, category_csv, object_csv
from specs_app.publishing.pages.downloads import downloads as downloads_page
from specs_app.publishing.pages.downloads import parts
from specs_app.publishing.scripts import archive_of, extract_script
from specs_app.sql.errors import SqlError
from specs_app.sql.options import FORMS, PLAIN, Options
from specs_app.versions.editions import Edition
from specs_app.versions.releases import mark_of
from specs_app.versions.version import Version
from specs_app.web.files import answer_to_holder, file_answer
from specs_app.web.keeping import ASK_AGAIN, kept, lasting
from specs_app.web.pages.context import open_version, paged, show

#: Objects and code lists.
PARTS_A_PAGE = 50
CSV = "text/csv; charset=utf-8"
#: Where REST can be read about and tried.
REST_PAGE = "/api/docs/"
SQL = "application/sql; charset=utf-8"
#: The media type and the content of a file.
Made: TypeAlias = tuple[str, File]


@kept("at", "page")
def downloads(request: HttpRequest, slug: str) -> HttpResponse:
    """The files of a version: of the whole, of each system, and of its parts, a page of those at a time."""
    context = open_version(request, slug)
    batch = paged(request, parts(context.document), PARTS_A_PAGE)
    page = downloads_page(context.document, context.links, batch)
    return show(request, context, "specs/downloads.html", "downloads", page=page, batch=batch, rest=REST_PAGE)


def download(request: HttpRequest, slug: str, name: str) -> HttpResponseBase:
    """One file. Equal editions give equal bytes, so a reader who has them is told so before they are made again."""
    context = open_version(request, slug)
    headers = {
        "ETag": f'"{context.version.sha}.{mark_of(context.specification)}"',
        "Cache-Control": ASK_AGAIN if _is_named(context.version, name) else lasting(context.links.at),
    }
    if (unchanged := answer_to_holder(request, headers)) is not None:
        return unchanged
    try:
        media_type, data = _file(context.edition, name)
    except SqlError as error:
        return show(request, context, "specs/refused.html", "downloads", error=error, status=HTTPStatus.CONFLICT)
    headers["Content-Disposition"] = content_disposition_header(True, name.rpartition("/")[2]) or ""
    return file_answer(data, media_type, headers)


def _file(edition: Edition, name: str) -> Made:
    """A file by its name below ``downloads/``; answers 404 where there is none."""
    folder, rest = name.split("/", 1) if "/" in name else ("", name)
    made = MAKERS[folder](edition, rest) if folder in MAKERS else None
    if made is None:
        raise Http404
    return made


def _is_named(version: Version, name: str) -> bool:
    """Whether a file says by a release what it is, so that what it says may change."""
    wholes = {version.slug + export.ending for export in EXPORTS.values() if export.named}
    return name.startswith("sql/") or name in wholes


def _whole(edition: Edition, name: str) -> Made | None:
    found = (export for export in EXPORTS.values() if name == edition.version.slug + export.ending)
    return next(((export.media_type, export.make(edition)) for export in found), None)


def _object(edition: Edition, name: str) -> Made | None:
    document = edition.version.document
    entry = document.object_by_name.get(name.removesuffix(".csv"))
    return (CSV, object_csv(document, entry)) if entry and name.endswith(".csv") else None


def _category(edition: Edition, name: str) -> Made | None:
    entry = edition.version.document.category_by_name.get(name.removesuffix(".csv"))
    return (CSV, category_csv(entry)) if entry and name.endswith(".csv") else None


def _script(edition: Edition, name: str) -> Made | None:
    """``<cms>-<dialect>.sql``, or with a form behind them: ``<cms>-<dialect>-views.sql``, ``<cms>-<dialect>-files.zip``."""
    stem, _, ending = name.rpartition(".")
    named, _, last = stem.rpartition("-")
    form = next((form for form in FORMS if form == last and form != PLAIN.form), PLAIN.form)
    cms, _, dialect = (stem if form == PLAIN.form else named).rpartition("-")
    systems = {entry.key for entry in edition.version.document.settings.cms}
    if ending != ("zip" if form == "files" else "sql") or dialect not in DIALECTS or cms not in systems:
        return None
    script = extract_script(edition, cms, dialect, Options(form))
    if form == "files":
        return "application/zip", archive_of(script, edition, cms)
    return SQL, script.text.encode()


MAKERS: dict[str, Callable[[Edition, str], Made | None]] = {
    "": _whole,
    "objects": _object,
    "categories": _category,
    "sql": _script,
}
