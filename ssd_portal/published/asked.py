"""What a visitor asks for, reduced to what an answer depends on: however many headers there are, there are few keys."""

from __future__ import annotations

import re
from functools import lru_cache
from types import SimpleNamespace
from typing import Any, NamedTuple, TypeAlias
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from rest_framework.exceptions import NotAcceptable
from rest_framework.renderers import BaseRenderer

from specs_app.web.api.negotiation import AsAskedFor
from ssd_portal.published.places import KeptAddress, place_of

Environ: TypeAlias = dict[str, Any]
#: The header by which a proxy says that a visitor came by HTTPS, and its text then.
Secure: TypeAlias = tuple[str, str]

METHODS = frozenset({"GET", "HEAD"})
ANYTHING = "*/*"
#: What Django is told of a visitor: nothing that the key does not hold, and what limits and the log go by.
PASSED_ON = frozenset({"HTTP_HOST", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_REQUEST_ID"})
NOT_PASSED_ON = frozenset({"CONTENT_TYPE", "CONTENT_LENGTH"})
#: Best first.
ENCODINGS = ("br", "gzip")
NEVER = re.compile(r"q=0(\.0*)?")
#: Requests that are remembered; one that is longer than this, in its parts that matter, is left to Django.
MOST_REMEMBERED = 4096
LONGEST = 2000


class Key(NamedTuple):
    """What tells kept answers apart: no header as it was sent. ``form`` is a media type, empty for pages."""

    scheme: str
    host: str
    path: str
    query: str
    form: str
    encoding: str


class Asked(NamedTuple):
    """A request that a kept answer would do for."""

    key: Key
    place: KeptAddress


def asked(environ: Environ, secure: Secure | None) -> Asked | None:
    """What is asked for; None where only Django can answer: what is written, somebody's own, refused, or of an odd host."""
    if environ["REQUEST_METHOD"] not in METHODS or environ.get("SCRIPT_NAME"):
        return None
    if "HTTP_AUTHORIZATION" in environ or "HTTP_ACCESS_CONTROL_REQUEST_METHOD" in environ:
        return None
    if (cookies := environ.get("HTTP_COOKIE")) and any(name in cookies for name in own_cookies()):
        return None
    path, query = environ["PATH_INFO"], environ.get("QUERY_STRING", "")
    accept, encoding = environ.get("HTTP_ACCEPT", ANYTHING), environ.get("HTTP_ACCEPT_ENCODING", "")
    host, port = environ.get("HTTP_HOST", ""), environ["SERVER_PORT"]
    if len(host) + len(path) + len(query) + len(accept) + len(encoding) > LONGEST:
        return None
    scheme = scheme_behind(secure, environ) if secure else environ["wsgi.url_scheme"]
    return _asked(scheme, host, port, path, query, accept, encoding)


@lru_cache(MOST_REMEMBERED)
def _asked(scheme: str, host: str, port: str, path: str, query: str, accept: str, encoding: str) -> Asked | None:
    """Remembered, as most requests are like others to the letter."""
    if host not in known_hosts(port) or (place := place_of(path)) is None or (read := place.query(query)) is None:
        return None
    form = accepted_form(accept, "".join(read.get("format", ())), place.renderers) if place.negotiates else ""
    if form is None:
        return None
    return Asked(Key(scheme, host, path, urlencode(read, doseq=True), form, accepted_encoding(encoding)), place)


def as_anybody(environ: Environ, key: Key) -> Environ:
    """The request as Django is asked for an answer to keep: as anybody's, so that no header of one visitor's gets into it."""
    plain = {name: value for name, value in environ.items() if not name.startswith("HTTP_") or name in PASSED_ON}
    for name in NOT_PASSED_ON:
        plain.pop(name, None)
    return {**plain, "QUERY_STRING": key.query, "HTTP_ACCEPT": key.form or ANYTHING}


@lru_cache(1)
def own_cookies() -> tuple[str, str]:
    """The cookies of a session and of messages, as they stand in a header."""
    return f"{settings.SESSION_COOKIE_NAME}=", f"{CookieStorage.cookie_name}="


@lru_cache(8)
def known_hosts(port: str) -> frozenset[str]:
    """The hosts, with ports, whose answers are kept. Others are refused by Django, or answered by it: of a wildcard
    there would be no end."""
    names = (name for name in settings.ALLOWED_HOSTS if "*" not in name and not name.startswith("."))
    ports = {"", f":{port}", f":{urlsplit(settings.SITE_URL).port or port}"}
    return frozenset(f"{name}{end}" for name in names for end in ports)


def scheme_behind(secure: Secure, environ: Environ) -> str:
    """What the visitor used, as Django finds it out behind a proxy."""
    given: str | None = environ.get(secure[0])
    if given is None:
        return str(environ["wsgi.url_scheme"])
    return "https" if given.split(",", 1)[0].strip() == secure[1] else "http"


def accepted_form(header: str, format: str, renderers: list[BaseRenderer]) -> str | None:  # noqa: A002 (its name in the query)
    """The media type that REST answers with; None where there is none, or where the header says more than a type."""
    request: Any = SimpleNamespace(query_params={"format": format}, headers={"accept": header})
    try:
        renderer, accepted = AsAskedFor().select_renderer(request, renderers)
    except NotAcceptable:
        return None
    said = [part.strip() for part in accepted.split(";")]
    more = [part for part in said[1:] if not part.startswith("q=")]
    return str(renderer.media_type) if said[0] == renderer.media_type and not more else None


def accepted_encoding(header: str) -> str:
    """The best encoding that a header Accept-Encoding allows; empty for bytes as they are."""
    allowed = {
        name.strip(): "".join(more.split())
        for name, _, more in (one.partition(";") for one in header.lower().split(","))
    }
    return next((name for name in ENCODINGS if name in allowed and not NEVER.fullmatch(allowed[name])), "")
