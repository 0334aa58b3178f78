"""Health, readiness and the pages for errors."""

import sys
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static

from changes_app.people.views.signing_in import kept_for_another_try
from specs_app.queries import NoStandard
from specs_app.versions.resolve import NotPublished
from ssd_portal import readiness
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


def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> HttpResponse:
    """Database, migrations, what was published: 503 and what is missing where the portal cannot do its work. Besides,
    queue and remotes.
    """
    found = readiness.states()
    ready = readiness.is_ready(found)
    status = HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE
    besides = readiness.besides() if found["database"] == readiness.READY else readiness.UNTOLD
    return JsonResponse({"status": "ok" if ready else "not ready", **found, **besides}, status=status)


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
