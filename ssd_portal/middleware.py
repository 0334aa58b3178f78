"""Headers that Django does not set itself, addresses that no page has, who asks, and failures that no view has answered."""

import logging
import re
import time
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import loader

from specs_app.web.api.errors import MEDIA_TYPE, failure_members
from specs_app.web.failures import OUTAGES, failure_of, note
from specs_app.web.request_numbers import current_reference, new_reference
from ssd_portal.clients import client_ip
from ssd_portal.logs import LINES, LONGEST, REQUESTS

#: Nothing the portal shows needs a device or a sensor.
PERMISSIONS_POLICY = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"

log = logging.getLogger(REQUESTS)
#: How a proxy may name a request.
REFERENCE = re.compile(r"[A-Za-z0-9._-]{8,64}")
#: Asked for all the time, and of interest only where it fails.
SELDOM_READ = ("/healthz", "/readyz", settings.STATIC_URL)

Handler = Callable[[HttpRequest], HttpResponse]


def logged(get_response: Handler) -> Handler:
    """One line of the log for each request, under a number that the answer and the page of an error have too."""

    def handle(request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        token = current_reference.set(given_reference(request.META) or new_reference())
        try:
            response = get_response(request)
            response.headers["X-Request-ID"] = current_reference.get()
            reference = current_reference.get()
            note_request(str(request.method), loggable_path(request), response.status_code, began, reference)
        finally:
            current_reference.reset(token)
        return response

    return handle


def given_reference(meta: Mapping[str, Any]) -> str:
    """What a proxy of our own calls the request; a visitor's word counts for nothing."""
    given: str = meta.get("HTTP_X_REQUEST_ID", "")
    return given if given and settings.PROXIES and REFERENCE.fullmatch(given) else ""


def note_request(method: str, path: str, status: int, began: float, reference: str) -> None:
    """The line of the log; ``path`` is a loggable one, ``began`` of `time.perf_counter`."""
    level = logging.DEBUG if path.startswith(SELDOM_READ) and status < HTTPStatus.BAD_REQUEST else logging.INFO
    if log.isEnabledFor(level):
        LINES.request(level, reference, method, path, status, round((time.perf_counter() - began) * 1000))


def loggable_path(request: HttpRequest) -> str:
    """The path as one word, without the keys that links in letters carry."""
    path = request.path
    if path.startswith("/accounts/"):
        match = request.resolver_match
        if match is None:
            return "/accounts/..."
        for secret in match.kwargs.values():
            path = path.replace(str(secret), "...")
    return loggable(path)


def loggable(path: str) -> str:
    """A path that holds no secret as one word, which ends with dots where it is very long."""
    word = quote(path, safe="/:@")
    return word if len(word) <= LONGEST else f"{word[:LONGEST]}..."


def client_address(get_response: Handler) -> Handler:
    """Puts the client's own address where everything looks for it: limits of REST, of sign-in and of accounts count alike."""

    def handle(request: HttpRequest) -> HttpResponse:
        request.META["REMOTE_ADDR"] = client_ip(request.META)
        return get_response(request)

    return handle


def permissions_policy(get_response: Handler) -> Handler:
    """Adds a `Permissions-Policy` to every answer."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers["Permissions-Policy"] = PERMISSIONS_POLICY
        return response

    return handle


def refuse_nul(get_response: Handler) -> Handler:
    """Answers 400 where the address of a page holds a NUL, which PostgreSQL would refuse with an error. REST says so itself."""

    def handle(request: HttpRequest) -> HttpResponse:
        address = (request.path, *request.GET.values())
        if any("\0" in part for part in address) and not request.path.startswith("/api/v1/"):
            raise BadRequest("The address holds a NUL.")
        return get_response(request)

    return handle


class Outages:
    """Answers a repository or a database that is away in words, whichever view met it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return failed(request, exception) if isinstance(exception, OUTAGES) else None


def failed(request: HttpRequest, error: BaseException | None) -> HttpResponse:
    """The page, or the problem of REST, for a failure, noted in the log under its number.

    Made without the request and its context processors: those may ask for what has failed.
    """
    failure = failure_of(error)
    note(failure, loggable_path(request), error)
    if request.path.startswith("/api/v1/"):
        answer: HttpResponse = JsonResponse(failure_members(failure), status=failure.status, content_type=MEDIA_TYPE)
    else:
        answer = HttpResponse(loader.render_to_string("500.html", {"failure": failure}), status=failure.status)
    if failure.retry_after is not None:
        answer.headers["Retry-After"] = str(failure.retry_after)
    return answer
