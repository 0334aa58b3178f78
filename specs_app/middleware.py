"""Answers that tell of restricted specifications."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from specs_app.access import OWN

KEEP_NOTHING = "private, no-store"
#: What the reader is known by.
WHO = ["Authorization", "Cookie"]

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
