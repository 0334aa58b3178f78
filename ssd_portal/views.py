"""Health, readiness and the pages for errors."""

import sys
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus

from django.db import Error as DatabaseError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static

from changes_app.views.frame import kept_for_another_try
from specs_app.access import PORTAL
from specs_app.queries import NoStandard, NotPublished, specifications, unreadable
from ssd_portal.checks import check_repository_root
from ssd_portal.middleware import failed

ROBOTS = """User-agent: *
Disallow: /account/
Disallow: /accounts/
Disallow: /admin/
Disallow: /api/
Disallow: /*/compare/
Disallow: /*?at=
Disallow: /*&at=
"""
#: Seconds that a disk may take to answer; a database has as many to be reached (`environment.POSTGRESQL_OPTIONS`).
LIMIT = 5
#: One at a time: a disk that hangs takes one thread and no more.
_looker = ThreadPoolExecutor(1, thread_name_prefix="readyz")


def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> HttpResponse:
    """The portal can do its work: database, migrations and repositories; 503 and what is missing where not."""
    database = _database_state()
    found = {"database": database, "repositories": _repositories_state() if database == "ok" else "not known"}
    ready = all(state == "ok" for state in found.values())
    status = HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE
    return JsonResponse({"status": "ok" if ready else "not ready", **found}, status=status)


def _database_state() -> str:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "cannot be reached"
    return f"{len(waiting)} migrations wait" if waiting else "ok"


def _repositories_state() -> str:
    """In numbers alone: not everybody may know of each specification."""
    if check_repository_root():
        return "cannot be written"
    known = list(specifications(PORTAL))
    looking = _looker.submit(unreadable, known)
    try:
        count = looking.result(timeout=LIMIT)
    except TimeoutError:
        looking.cancel()
        return f"did not answer within {LIMIT} seconds"
    return f"{count} of {len(known)} cannot be read" if count else "ok"


def robots(request: HttpRequest) -> HttpResponse:
    """What search engines should leave out: accounts, REST, comparisons and old versions, of which there is no end."""
    return HttpResponse(ROBOTS, "text/plain; charset=utf-8")


def favicon(request: HttpRequest) -> HttpResponse:
    """For whoever asks without having read a page, such as a reader of feeds."""
    return redirect(static("portal/images/favicon.ico"))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came without its proof of origin: what was typed is kept, and the page leads back to it."""
    back = request.get_full_path() if kept_for_another_try(request) else ""
    return render(request, "403_csrf.html", {"back": back}, status=HTTPStatus.FORBIDDEN)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", {"reason": str(exception)}, status=HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    reason = str(exception) if isinstance(exception, NotPublished) else ""
    page = {"reason": reason, "no_standard": isinstance(exception, NoStandard)}
    return render(request, "404.html", page, status=HTTPStatus.NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """What no view and no middleware has answered, the database in a middleware's hands included."""
    return failed(request, sys.exc_info()[1])
