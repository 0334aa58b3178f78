"""How views are told in the OpenAPI schema: a view names the shape of its answer, the rest follows from what it is."""

from __future__ import annotations

import re
from inspect import getdoc
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import build_basic_type
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, inline_serializer
from rest_framework import serializers

from specs_app.api.errors import MEDIA_TYPE

AT = "A release, a tag or the SHA of a published revision; the current one where it is left out."
PAGING = {"page": "Which page, from 1.", "page_size": "Entries a page: 100 where it is left out, at most 1000."}
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
        "expected": {"type": "string"},
        "found": {"type": "string"},
        "remedy": {"type": "string"},
        "conflicts": {"type": "array", "items": {"type": "object", "additionalProperties": True}},
    },
    "required": ["type", "title", "status", "detail"],
}


class PortalSchema(AutoSchema):
    """Reads of a view: ``shape`` (the serializer of the answer, or of a row), ``many``, ``parameters`` (name to description,
    or to a list of words), ``file`` (the media types of a file). Writes: ``takes``, ``gives`` (the status of the answer).
    """

    def get_operation_id(self) -> str:
        """``list_items``, ``read_item``, ``create_changes``: from the view's own name, unlike for all."""
        words = re.sub(r"(?<!^)(?=[A-Z])", "_", type(self.view).__name__).lower().removesuffix("_detail")
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
        if self.method != "GET":
            return []
        words = getattr(self.view, "names", {})
        named = [OpenApiParameter(name, str, OpenApiParameter.PATH, enum=words[name]) for name in words]
        given = dict(getattr(self.view, "parameters", {}))
        paging = PAGING if getattr(self.view, "many", False) else {}
        at = {"at": AT} if getattr(self.view, "pinned", False) else {}
        return named + [_parameter(name, about) for name, about in {**given, **paging, **at}.items()]

    def get_request_serializer(self) -> Any:
        return getattr(self.view, "takes", None)

    def get_response_serializers(self) -> Any:
        status = "200" if self.method == "GET" else str(getattr(self.view, "gives", 200))
        return {status: self._file() or self._answer()}

    def _answer(self) -> Any:
        """The shape, in pages where there are many."""
        view: Any = self.view
        found = view.whole if self.method != "GET" and hasattr(view, "whole") else view.shape
        if not (self.method == "GET" and getattr(self.view, "many", False)):
            return found
        fields: dict[str, Any] = {
            "count": serializers.IntegerField(),
            "next": serializers.URLField(allow_null=True),
            "previous": serializers.URLField(allow_null=True),
            "results": found(many=True),
        }
        return inline_serializer(f"PageOf{found.__name__.removesuffix('Serializer')}", fields)

    def _file(self) -> Any:
        if not hasattr(self.view, "file"):
            return None
        return OpenApiResponse(build_basic_type(OpenApiTypes.BINARY), "The file.")

    def map_renderers(self, attribute: str) -> list[str]:
        if attribute == "media_type" and hasattr(self.view, "file"):
            return list(self.view.file)
        return list(super().map_renderers(attribute))


def _parameter(name: str, about: Any) -> OpenApiParameter:
    whole = name in PAGING
    words = list(about) if isinstance(about, (list, tuple)) else None
    return OpenApiParameter(name, int if whole else str, description="" if words else about, enum=words)


def add_problems(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Tells, for every operation, that whatever else it answers is a problem."""
    result["components"].setdefault("schemas", {})["Problem"] = PROBLEM
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for path in result["paths"].values():
        for operation in path.values():
            operation["responses"]["default"] = {"description": "An error.", "content": content}
            if any(entry["name"] == "at" for entry in operation.get("parameters", ())):
                operation["responses"]["304"] = {
                    "description": "Nothing has changed since the ETag given in If-None-Match."
                }
            if "Specification" in operation["tags"]:
                operation["security"] = []
            elif operation["operationId"].startswith(("list_", "read_")):
                operation["security"] = [{}, *(entry for entry in operation["security"] if entry)]
    return result
