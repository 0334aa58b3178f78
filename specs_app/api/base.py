"""What every read does: find the version, answer 304 before any work, say how long the answer holds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from specs_app import queries
from specs_app.api.renderers import CsvRenderer, YamlRenderer
from specs_app.document.types import Document
from specs_app.outputs.links import Links

#: Part of every ETag: raise it when the shape of the answers changes.
SHAPE = "1"
A_YEAR = "public, max-age=31536000, immutable"
AN_HOUR = "public, max-age=3600"
ASK_AGAIN = "no-cache"
FULL_SHA = re.compile(r"[0-9a-f]{40}")


class SpecificationView(APIView):
    """A read of one version of a specification; subclasses answer with ``read``."""

    renderer_classes: list[type[BaseRenderer]] = [JSONRenderer, YamlRenderer, CsvRenderer]
    #: Takes `?at=`.
    pinned = True
    published: queries.Published
    links: Links

    def get(self, request: Request, slug: str, **parts: str) -> HttpResponseBase:
        """Load, compare the ETag, read."""
        refuse_nul(request, parts)
        at = request.query_params.get("at", "").strip()
        self.published, self.links = queries.at(slug, at or None), Links(slug, at)
        etag = self._etag(request)
        if known(etag, request.headers.get("If-None-Match", "")):
            return self._with_headers(HttpResponseNotModified(), etag, at)
        return self._with_headers(self.read(**parts), etag, at)

    def read(self, **parts: str) -> HttpResponseBase:
        """The answer."""
        raise NotImplementedError

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Nobody keeps an error: what is missing now may be published in a minute."""
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer.setdefault("Cache-Control", "no-store")
        return answer

    @property
    def document(self) -> Document:
        return self.published.document

    def absolute(self, path: str) -> str:
        """An address with scheme and host."""
        return self.request.build_absolute_uri(path)

    def _etag(self, request: Request) -> str:
        shape = getattr(request.accepted_renderer, "format", "file")
        return f'"{self.published.sha}.{shape}.{SHAPE}{self.besides()}"'

    def besides(self) -> str:
        """What the answer depends on besides the revision, as part of the ETag."""
        return ""

    def _with_headers(self, response: HttpResponseBase, etag: str, at: str) -> HttpResponseBase:
        response["ETag"] = etag
        response["Cache-Control"] = (A_YEAR if FULL_SHA.fullmatch(at) else AN_HOUR) if at else ASK_AGAIN
        patch_vary_headers(response, ["Accept"])
        return response


def refuse_nul(request: Request, parts: Mapping[str, str]) -> None:
    """A NUL is in no name; PostgreSQL would refuse it with an error."""
    if any("\0" in part for part in parts.values()):
        raise Http404("A name in the address holds a NUL.")
    if wrong := [name for name, text in request.query_params.items() if "\0" in text]:
        raise ValidationError(dict.fromkeys(wrong, "This holds a NUL."), "control-character")


def known(etag: str, given: str) -> bool:
    """Whether the client names this ETag; one that a proxy has made weak will do (RFC 9110, 13.1.2)."""
    return any(entry.removeprefix("W/") in {etag, "*"} for entry in parse_etags(given))
