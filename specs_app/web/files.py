"""Answers that are files."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from specs_app.publishing.exports import File


def file_answer(data: File, media_type: str, headers: Mapping[str, str]) -> HttpResponseBase:
    """A file; what is made piece by piece is sent so."""
    kind = HttpResponse if isinstance(data, bytes) else StreamingHttpResponse
    return kind(data, content_type=media_type, headers=headers)
