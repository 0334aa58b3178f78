"""How views are told in the OpenAPI schema: a view names the shape of its answer, the rest follows from what it is."""

from __future__ import annotations

import re
from functools import cache
from http import HTTPStatus
from inspect import getdoc
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls.converters import SlugConverter
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, inline_serializer
from rest_framework import serializers
from rest_framework.permissions import SAFE_METHODS

from specs_app.web.api.errors import MEDIA_TYPE
from specs_app.web.api.negotiation import AsTheAddressSays
from specs_app.web.api.parameters import Parameter
from specs_app.web.api.renderers import FORMS_OF_DIAGRAMS, CsvRenderer, MarkdownRenderer, PdfRenderer, XlsxRenderer

#: As the addresses take it (Django's converter).
SLUG = f"^{SlugConverter.regex}$"
IF_NONE_MATCH = "If-None-Match"
ETAG = "The ETag of an earlier answer: 304 while nothing has changed."
#: Wrong query, wrong token, nothing there, wrong form, too many requests, no repository or database.
ALWAYS = {
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.NOT_ACCEPTABLE,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.SERVICE_UNAVAILABLE,
}
#: Not allowed, not now, too long, no JSON.
WRITING = {
    HTTPStatus.FORBIDDEN,
    HTTPStatus.CONFLICT,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
}
#: A view names what else it answers in ``refusals``.
REFUSALS = ALWAYS | WRITING | {HTTPStatus.GONE, HTTPStatus.UNPROCESSABLE_ENTITY}
#: What is taken as others make it, with keys that nobody here looks at.
SENT_BY_OTHERS = frozenset({"GitHookPayload"})
BINARY = {"type": "string", "format": "binary"}
#: The rows of an answer as a table, and files that are no bytes of their own kind.
TABLES = {
    CsvRenderer.media_type: {"type": "string", "description": "The rows as a table."},
    XlsxRenderer.media_type: BINARY,
    MarkdownRenderer.media_type: {"type": "string", "description": "The same to read."},
    PdfRenderer.media_type: BINARY,
    **{str(form.media_type): {"type": "string", "description": "The same drawn."} for form in FORMS_OF_DIAGRAMS},
}
FILES = {
    "application/json": {"type": "object", "description": "The whole version."},
    "application/sql": {"type": "string"},
}
#: A file that is still being made, for ``waits``.
WAITING = {
    ("202", "application/json"): OpenApiResponse(
        {
            "type": "object",
            "description": "The file is being made: ask again after the seconds of `Retry-After`.",
            "properties": {"state": {"type": "string"}, "progress": {"type": "string"}},
            "required": ["state", "progress"],
        },
        "Not yet.",
    )
}
#: Every error has this one shape (RFC 9457).
PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "An error (RFC 9457). `errors` says what in the input is wrong, `replaced_by` what to use instead.",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {name: {"type": "string"} for name in ("pointer", "code", "detail")},
                "required": ["pointer", "code", "detail"],
            },
        },
        "replaced_by": {"type": ["string", "null"]},
        "removed": {
            "type": ["object", "null"],
            "description": "By which revision it was removed, and the first release without it.",
            "properties": {
                "revision": {"type": "string"},
                "date": {"type": "string", "format": "date-time"},
                "release": {"type": ["string", "null"]},
            },
        },
        "expected": {"type": "string"},
        "found": {"type": "string"},
        "remedy": {"type": "string"},
        "conflicts": {"type": "array", "items": {"type": "object", "additionalProperties": True}},
        "reference": {"type": "string", "description": "The number under which the portal's log has a failure."},
    },
    "required": ["type", "title", "status", "detail"],
}


class PortalSchema(AutoSchema):
    """Reads of a view: ``shape`` (the serializer of the answer, or of a row), ``many``, ``taken`` (its query parameters),
    ``file`` (the media types of a file), ``waits`` (it may still have to be made).

    Writes: ``takes``, ``gives`` (the status of the answer).
    """

    view: Any

    def get_operation(self, *args: Any) -> Any:
        """With all that the framework's generator cannot know."""
        operation = super().get_operation(*args)
        if operation is not None:
            _tell_problems(operation, _refusals(self.method, self.view))
            if self.method in SAFE_METHODS:
                _tell_read(operation, pinned=self.view.pinned, elsewhere=self.view.elsewhere)
        return operation

    def get_operation_id(self) -> str:
        """``list_items``, ``read_item``, ``create_changes``: from the view's own name, unlike for all."""
        words = (
            re.sub(r"(?<!^)(?=[A-Z])", "_", type(self.view).__name__)
            .lower()
            .removesuffix("_detail")
            .removesuffix("_view")
        )
        if self.method == "GET":
            return f"list_{words}" if getattr(self.view, "many", False) else f"read_{words}"
        return f"{getattr(self.view, 'step', '') or self.method_mapping[self.method.lower()]}_{words}".replace("-", "_")

    def get_tags(self) -> list[str]:
        """Reads of the specification, and the life of changes."""
        return ["Changes" if "/changes/" in self.path else "Specification"]

    def get_description(self, *_: str) -> str:
        """What the view is; what a method does where it has a sentence of its own."""
        own = type(self.view).__dict__.get(self.method.lower())
        return str(getattr(self.view, "about", "") or getdoc(own) or getdoc(type(self.view)) or "")

    def get_summary(self) -> str:
        """The first sentence."""
        return self.get_description().partition("\n")[0].rstrip(".")

    def get_override_parameters(self) -> list[Any]:
        """What the view itself takes, from the table that it reads requests by."""
        words: dict[str, Any] = {name: {"enum": words} for name, words in getattr(self.view, "names", {}).items()}
        within = {"slug": {"pattern": SLUG}, **words} if "{slug}" in self.path else {}
        named = [OpenApiParameter(name, {"type": "string", **within[name]}, OpenApiParameter.PATH) for name in within]
        taken = self.view.taken(self.method).items()
        asked = (
            [OpenApiParameter(IF_NONE_MATCH, str, OpenApiParameter.HEADER, description=ETAG)]
            if self.view.pinned
            else []
        )
        return [*named, *asked, *(_parameter(name, parameter) for name, parameter in taken)]

    def get_auth(self) -> list[dict[str, list[str]]]:
        """How a reader may say who they are; first of all not at all, where the view's permissions let a stranger in."""
        ways = [way for way in super().get_auth() if way]
        return [{}, *ways] if self._answers_strangers() else ways

    def _answers_strangers(self) -> bool:
        request: Any = HttpRequest()
        request.method, request.user = self.method, AnonymousUser()
        return all(permission.has_permission(request, self.view) for permission in self.view.get_permissions())

    def _get_format_parameters(self) -> list[Any]:
        return []

    def get_request_serializer(self) -> Any:
        return getattr(self.view, "takes", None)

    def get_response_serializers(self) -> Any:
        """The shape of the good answer in each of its media types."""
        status = "200" if self.method == "GET" else str(getattr(self.view, "gives", 200))
        if hasattr(self.view, "file"):
            files = {
                (status, media): OpenApiResponse(FILES.get(media, BINARY), "The file.") for media in self.view.file
            }
            return files | (WAITING if getattr(self.view, "waits", False) else {})
        answer = self._answer()
        media = (renderer.media_type for renderer in self.view.renderers(self.method))
        forms = {(status, kind): TABLES.get(kind, answer) for kind in media}
        return forms | (WAITING if self.method == "GET" and getattr(self.view, "waits", False) else {})

    def _answer(self) -> Any:
        """The shape, in pages where there are many."""
        view: Any = self.view
        found = view.whole if self.method != "GET" and hasattr(view, "whole") else view.shape
        if not (self.method == "GET" and getattr(self.view, "many", False)):
            return found
        return _page_of(found)


@cache
def _page_of(found: Any) -> Any:
    """The shape of a page of a list; the same one for all lists of the same."""
    fields: dict[str, Any] = {
        "count": serializers.IntegerField(),
        "next": serializers.URLField(allow_null=True),
        "previous": serializers.URLField(allow_null=True),
        "results": found(many=True),
    }
    return inline_serializer(f"PageOf{found.__name__.removesuffix('Serializer')}", fields)


def _parameter(name: str, parameter: Parameter) -> OpenApiParameter:
    return OpenApiParameter(name, parameter.schema, description=parameter.about, required=parameter.required)


def _refusals(method: str, view: Any) -> set[HTTPStatus]:
    """The statuses of the problems that an operation can be answered with."""
    found = {*ALWAYS, *view.refusals}
    if method not in SAFE_METHODS:
        found |= WRITING
    if view.content_negotiation_class is AsTheAddressSays:
        found -= {HTTPStatus.NOT_ACCEPTABLE}
    return found


def finish(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Adds the shape of problems; closes what is sent, as an unknown key is refused."""
    schemas = result["components"].setdefault("schemas", {})
    schemas["Problem"] = PROBLEM
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    result["components"]["responses"] = {
        _name(status): {"description": f"{status.phrase}.", "content": content} for status in sorted(REFUSALS)
    }
    for operation in (operation for path in result["paths"].values() for operation in path.values()):
        for content in operation.get("requestBody", {}).get("content", {}).values():
            name = content["schema"]["$ref"].rpartition("/")[2]
            schemas[name]["additionalProperties"] = name in SENT_BY_OTHERS
    return result


def _tell_problems(operation: dict[str, Any], statuses: set[HTTPStatus]) -> None:
    for status in sorted(statuses):
        operation["responses"][str(int(status))] = {"$ref": f"#/components/responses/{_name(status)}"}


def _name(status: HTTPStatus) -> str:
    return "".join(word.capitalize() for word in status.name.split("_"))


def _tell_read(operation: dict[str, Any], *, pinned: bool, elsewhere: str) -> None:
    if elsewhere:
        operation["responses"]["307"] = {"description": elsewhere}
    if pinned:
        operation["responses"]["304"] = {"description": f"Nothing has changed since the ETag given in {IF_NONE_MATCH}."}
    for parameter in operation["parameters"]:
        if parameter["in"] == "query" and not parameter.get("required"):
            parameter["allowEmptyValue"] = True
