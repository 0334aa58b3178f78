"""The WSGI application around Django's: gives kept answers, and keeps what Django answers every visitor alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from http import HTTPStatus
from time import perf_counter
from typing import TYPE_CHECKING, Any, TypeAlias, TypeGuard

from django.conf import settings
from django.http import HttpResponse
from django.utils.module_loading import import_string

from specs_app.access import ABOUT, OWN
from specs_app.freshness import States
from specs_app.web.request_numbers import new_reference
from ssd_portal.middleware import given_reference, note_request
from ssd_portal.published.asked import Asked, Environ, Secure, as_anybody, asked
from ssd_portal.published.entries import REFERENCE, Entry, entry_of
from ssd_portal.published.limits import within_limits
from ssd_portal.published.shelf import Shelf
from ssd_portal.published.states import KnownStates

if TYPE_CHECKING:  # see `_common_shelf`
    from ssd_portal.published.common import Common

Start: TypeAlias = Callable[..., Any]
Application: TypeAlias = Callable[[Environ, Start], Iterable[bytes]]

NEVER_KEPT = frozenset({"private", "no-store"})
#: Python looks a member of an enumeration up by a call each time it is named.
OK, UNCHANGED = HTTPStatus.OK, HTTPStatus.NOT_MODIFIED


class Published:
    """Gives each visitor what a visitor before got, while nothing that it depends on has been written since.

    Whoever shows who they are gets Django's own answer, and so does every request that is no plain read of a public page.
    """

    def __init__(self, django: Application) -> None:
        self._django = django
        self._states = KnownStates()
        self.shelf = Shelf(settings.KEPT_BYTES)
        self._common = _common_shelf(settings.CACHE_SERVER)
        # Kept here, as each look into Django's settings costs as much as a tenth of a kept answer.
        self._secure: Secure | None = settings.SECURE_PROXY_SSL_HEADER

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        began = perf_counter()
        wanted = asked(environ, self._secure)
        if wanted is None or (states := self._states.current()) is None:
            return self._django(environ, start)
        key, place = wanted
        entry = self.shelf.get(key)
        if entry is None or not entry.stands(states, place.of_all):
            entry = self._kept_by_others(wanted, states)
        if entry is None:
            return self._made(wanted, states, environ, start)
        if place.limits and not within_limits(place.limits, environ):
            return self._django(environ, start)
        # Under a number and with a line of the log as any other answer (`ssd_portal.middleware.logged`).
        reference = given_reference(environ) or new_reference()
        status, body = _sent(entry, environ, start, reference)
        note_request(environ["REQUEST_METHOD"], entry.path, status, began, reference)
        return body

    def _kept_by_others(self, wanted: Asked, states: States) -> Entry | None:
        """What all processes together keep, if it stands."""
        entry = self._common.get(wanted.key) if self._common else None
        if entry is None or not entry.stands(states, wanted.place.of_all):
            return None
        self.shelf.put(wanted.key, entry)
        return entry

    def _made(self, wanted: Asked, before: States, environ: Environ, start: Start) -> Iterable[bytes]:
        """Django's answer to anybody; kept where nothing was written while it was made."""
        plain = as_anybody(environ, wanted.key)
        told: list[tuple[Any, ...]] = []
        response = self._django(plain, lambda *said: told.append(said))
        if not _is_everybodys(response, plain):
            start(*told[-1])
            return response
        after = self._states.read() or {}
        slugs = after if wanted.place.of_all else plain[ABOUT]
        state = {slug: after[slug] for slug in slugs if slug in after}
        entry = entry_of(response, wanted.key, state)
        if len(state) == len(slugs) and entry.stands(before, wanted.place.of_all):
            self.shelf.put(wanted.key, entry)
            if self._common:
                self._common.put(wanted.key, entry)
        reference = response.headers[REFERENCE]
        response.close()
        return _sent(entry, environ, start, reference)[1]


def _common_shelf(url: str) -> Common | None:
    """That of the cache server; the client of one takes half a second and 24 MB to load, so only where there is one."""
    return import_string("ssd_portal.published.common.Common")(url) if url else None


def _is_everybodys(response: Any, plain: Environ) -> TypeGuard[HttpResponse]:
    """Whether an answer to a request without session, token or message may be given to the next who asks."""
    if not isinstance(response, HttpResponse) or response.status_code != OK or response.cookies:
        return False
    said = {word.strip() for word in response.headers.get("Cache-Control", "").split(",")}
    return OWN not in plain and ABOUT in plain and not said & NEVER_KEPT


def _sent(entry: Entry, environ: Environ, start: Start, reference: str) -> tuple[int, list[bytes]]:
    """Begin an answer; its status and its bytes: none where the client has them or asks for the headers alone.

    A list is sent in one go; of anything else the server asks for part after part.
    """
    if (said := environ.get("HTTP_IF_NONE_MATCH")) and entry.is_among(said):
        start("304 Not Modified", [*entry.unchanged, (REFERENCE, reference)])
        return UNCHANGED, []
    start("200 OK", [*entry.headers, (REFERENCE, reference)])
    return OK, [] if environ["REQUEST_METHOD"] == "HEAD" else [entry.body]
