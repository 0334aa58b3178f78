"""Who may keep an answer of REST or a page, and which other sites may read it in a browser."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from specs_app.access import OWN

KEEP_NOTHING = "private, no-store"
#: What the reader is known by.
WHO = ["Authorization", "Cookie"]

#: Other sites' pages may read what is public: anybody's script can. What they may ask with, and see, beyond the plain answer.
READS = frozenset({"GET", "HEAD", "OPTIONS"})
OPEN = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag, Link, Retry-After"}
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, If-None-Match",
    "Access-Control-Max-Age": "86400",
}

Handler = Callable[[HttpRequest], HttpResponse]


def own_answers(get_response: Handler) -> Handler:
    """Lets nobody keep an answer that is its reader's alone: not a proxy, not the browser for whoever uses it next."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if OWN in request.META:
            response.headers["Cache-Control"] = KEEP_NOTHING
            patch_vary_headers(response, WHO)
        return response

    return handle


def open_reads(get_response: Handler) -> Handler:
    """Opens what REST tells everybody to pages of other sites (CORS), never with credentials.

    What is its reader's alone stays closed, and so does whatever comes to a token: a browser that may not send one gets no answer
    of a restricted specification, which is not there for it.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.path.startswith("/api/") and request.method in READS and _is_everybodys(request):
            preflight = PREFLIGHT if "Access-Control-Request-Method" in request.headers else {}
            for name, value in {**OPEN, **preflight}.items():
                response.headers[name] = value
        return response

    return handle


def _is_everybodys(request: HttpRequest) -> bool:
    """Whoever shows nothing gets what everybody gets; with a session, an answer that `access` has not marked."""
    if "Authorization" in request.headers:
        return False
    return OWN not in request.META or not request.COOKIES
