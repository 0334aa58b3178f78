"""What every read does: find the version, answer 304 before any work, say how long the answer holds."""

from __future__ import annotations

import re

from django.http import HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
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
    published: queries.Published
    links: Links

    def get(self, request: Request, slug: str, **parts: str) -> HttpResponseBase:
        """Load, compare the ETag, read."""
        at = request.query_params.get("at", "").strip()
        self.published, self.links = queries.at(slug, at or None), Links(slug, at)
        etag = self._etag(request)
        if etag in parse_etags(request.headers.get("If-None-Match", "")):
            return self._with_headers(HttpResponseNotModified(), etag, at)
        return self._with_headers(self.read(**parts), etag, at)

    def read(self, **parts: str) -> HttpResponseBase:
        """The answer."""
        raise NotImplementedError

    @property
    def document(self) -> Document:
        return self.published.document

    def absolute(self, path: str) -> str:
        """An address with scheme and host."""
        return self.request.build_absolute_uri(path)

    def _etag(self, request: Request) -> str:
        shape = getattr(request.accepted_renderer, "format", "file")
        return f'"{self.published.sha}.{shape}.{SHAPE}"'

    def _with_headers(self, response: HttpResponseBase, etag: str, at: str) -> HttpResponseBase:
        response["ETag"] = etag
        response["Cache-Control"] = (A_YEAR if FULL_SHA.fullmatch(at) else AN_HOUR) if at else ASK_AGAIN
        patch_vary_headers(response, ["Accept"])
        return response
