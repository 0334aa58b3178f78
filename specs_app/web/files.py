"""Answers that are files."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from specs_app.publishing.exports import File


def file_answer(data: File, media_type: str, headers: Mapping[str, str]) -> HttpResponseBase:
    """A file; what is made piece by piece is sent so."""
    kind = HttpResponse if isinstance(data, bytes) else StreamingHttpResponse
    return kind(data, content_type=media_type, headers=headers)


def answer_to_holder(request: HttpRequest, headers: Mapping[str, str]) -> HttpResponse | None:
    """The 304 for whoever has the file under its ``ETag`` already, with all of the ``headers``; None where it is to be sent.

    A 304 says what the file itself would say of its tag and of how long it is good
    (`RFC 9110, 15.4.5 <https://www.rfc-editor.org/rfc/rfc9110#section-15.4.5>`_).
    """
    answer: HttpResponse | None = get_conditional_response(request, etag=headers["ETag"])
    if answer is not None:
        for name, text in headers.items():
            answer[name] = text
    return answer
