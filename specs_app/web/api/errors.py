"""Every error of REST as ``application/problem+json`` (RFC 9457), made in this one place."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, NamedTuple

from django.core.exceptions import RequestDataTooBig
from django.http import Http404
from drf_standardized_errors.formatter import ExceptionFormatter
from drf_standardized_errors.handler import ExceptionHandler
from drf_standardized_errors.types import ErrorResponse
from rest_framework.exceptions import APIException, NotFound, ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from specs_app.publishing.pdf.errors import PdfError
from specs_app.web.api.parsers import TooLarge
from specs_app.web.failures import OUTAGES, Failure, failure_of, note

INVALID = "The input is not valid"
MEDIA_TYPE = "application/problem+json"


class ProblemDetail(APIException):
    """An error with words of its own.

    ``kind`` is the last part of the problem's type and stays the same for scripts; ``extra`` are further members of the answer,
    such as ``errors`` (``[{pointer, code, detail}]``) or ``replaced_by``.
    """

    def __init__(self, status: int, kind: str, title: str, detail: str, **extra: Any) -> None:
        super().__init__(detail, kind)
        self.status_code = status
        self.kind, self.title, self.extra = kind, title, extra
        #: After how many seconds it may be tried again.
        self.wait: int | None = None


def gone(detail: str, replaced_by: str | None, removed: Mapping[str, str | None] | None = None) -> ProblemDetail:
    """Something that was there once, what to use instead, and when it was ``removed`` where it was."""
    return ProblemDetail(HTTPStatus.GONE, "gone", "Removed", detail, replaced_by=replaced_by, removed=removed)


class InputFault(NamedTuple):
    """One wrong thing in the query or the body: the key that holds it, a code that stays the same for scripts, and words."""

    name: str
    code: str
    detail: str


def invalid(*faults: InputFault) -> ProblemDetail:
    """Input that cannot be taken, with all that is wrong in it."""
    errors = [{"pointer": pointer_to(name), "code": code, "detail": detail} for name, code, detail in faults]
    return ProblemDetail(
        HTTPStatus.BAD_REQUEST, "invalid", INVALID, f"{faults[0].name}: {faults[0].detail}", errors=errors
    )


class ProblemFormatter(ExceptionFormatter):
    """From any error of the framework or the domain to the members of a problem."""

    def format_error_response(self, error_response: ErrorResponse) -> dict[str, Any]:
        status = HTTPStatus(self.exc.status_code)
        if isinstance(self.exc, ProblemDetail):
            return _problem(self.exc.kind, self.exc.title, status, str(self.exc.detail), self.exc.extra)
        first = error_response.errors[0]
        if isinstance(self.exc, ValidationError):
            errors = [{"pointer": pointer(e.attr), "code": e.code, "detail": e.detail} for e in error_response.errors]
            return _problem("invalid", INVALID, status, f"{first.detail}", {"errors": errors})
        return _problem(first.code.replace("_", "-"), status.phrase, status, first.detail, {})


def failure_members(failure: Failure) -> dict[str, Any]:
    """A failure beneath the interface as the members of a problem."""
    return _problem(failure.kind, failure.title, failure.status, failure.detail, {"reference": failure.reference})


def _problem(kind: str, title: str, status: HTTPStatus, detail: str, extra: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": f"/problems/{kind}", "title": title, "status": int(status), "detail": detail, **extra}


def pointer(attribute: str | None) -> str:
    """``edits.0.values`` as a JSON pointer, ``/edits/0/values``; empty for the whole input."""
    if not attribute or attribute == "non_field_errors":
        return ""
    return pointer_to(*attribute.split("."))


def pointer_to(*keys: str) -> str:
    """The JSON pointer (RFC 6901) of nested keys."""
    return "".join("/" + key.replace("~", "~0").replace("/", "~1") for key in keys)


class ProblemHandler(ExceptionHandler):
    """Keeps the words of a 404 and of what cannot be given now. A problem is JSON, whatever form was asked for."""

    def convert_known_exceptions(self, exc: Exception) -> Exception:
        if isinstance(exc, Http404) and exc.args and isinstance(exc.args[0], str):
            return NotFound(exc.args[0])
        if isinstance(exc, RequestDataTooBig):
            return TooLarge()
        if isinstance(exc, PdfError):
            return ProblemDetail(HTTPStatus.SERVICE_UNAVAILABLE, "no-pdf", "There is no PDF now", str(exc))
        return self._noted(exc) if isinstance(exc, OUTAGES) else super().convert_known_exceptions(exc)

    def convert_unhandled_exceptions(self, exc: Exception) -> APIException:
        return exc if isinstance(exc, APIException) else self._noted(exc)

    def _noted(self, exc: Exception) -> ProblemDetail:
        failure, request = failure_of(exc), self.context["request"]
        note(failure, request.path if request else "", exc)
        problem = ProblemDetail(
            failure.status, failure.kind, failure.title, failure.detail, reference=failure.reference
        )
        problem.wait = failure.retry_after
        return problem

    def report_exception(self, exc: APIException, response: Response) -> None:
        """An outage has been noted, with its number; anything else is reported as Django does."""
        if not isinstance(self.exc, OUTAGES):
            super().report_exception(exc, response)

    def get_response(self, exc: APIException, data: dict[str, Any]) -> Response:
        response = super().get_response(exc, sendable(data))
        response.content_type = MEDIA_TYPE
        request = self.context["request"]
        if request is not None:
            request.accepted_renderer, request.accepted_media_type = JSONRenderer(), JSONRenderer.media_type
        return response


def sendable(value: Any) -> Any:
    """The same with lone surrogates, which no encoding has, as question marks: an error may repeat what was sent."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, Mapping):
        return {sendable(key): sendable(entry) for key, entry in value.items()}
    return [sendable(entry) for entry in value] if isinstance(value, (list, tuple)) else value
