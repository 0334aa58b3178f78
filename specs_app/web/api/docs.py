"""The description of REST, and pages drawn from it: what there is, what each address takes, and a form to try it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any
from urllib.parse import quote, urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.views import SpectacularAPIView
from rest_framework.request import Request

from specs_app import access
from specs_app.web.api.base import RestView

#: The library loads its extensions while it writes its first schema, which two threads may not do at once.
WRITING = Lock()


class ApiSchema(RestView, SpectacularAPIView):
    """The OpenAPI schema."""

    kept = True

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        access.note(request.META)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with WRITING:
            return super().dispatch(request, *args, **kwargs)


@dataclass(frozen=True, slots=True)
class ParameterHelp:
    """What an address takes: in its ``path`` or its ``query``; ``choices`` are all values that there are, if they are few."""

    name: str
    place: str
    help: str
    choices: tuple[str, ...]
    required: bool

    @property
    def field(self) -> str:
        """The name of its field in the form, which no other has."""
        return f"{self.place}-{self.name}"


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that REST does. ``keys`` are those of what is sent, ``statuses`` what it may answer with.

    ``open`` where it answers whoever does not say who they are.
    """

    name: str
    method: str
    path: str
    summary: str
    text: str
    group: str
    parameters: tuple[ParameterHelp, ...]
    keys: tuple[str, ...]
    statuses: tuple[str, ...]
    open: bool

    def address(self, values: Mapping[str, str]) -> str:
        """The address to ask, from the fields of the form; of the query only what was filled in."""
        path = re.sub(r"{(\w+)}", lambda found: quote(values[f"path-{found[1]}"], safe=""), self.path)
        asked = {
            one.name: values[one.field] for one in self.parameters if one.place == "query" and values.get(one.field)
        }
        return path + (f"?{urlencode(asked)}" if asked else "")


@lru_cache(maxsize=1)
def operations() -> dict[str, Operation]:
    """Every operation by its name, in the order of the schema."""
    with WRITING:
        schema: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    components = schema["components"]["schemas"]
    found = (
        _operation(path, method, told, components)
        for path, methods in schema["paths"].items()
        for method, told in methods.items()
    )
    return {operation.name: operation for operation in found}


def _operation(path: str, method: str, told: Mapping[str, Any], components: Mapping[str, Any]) -> Operation:
    return Operation(
        name=told["operationId"],
        method=method.upper(),
        path=path,
        summary=told["summary"].replace("``", ""),
        text=told["description"].replace("``", ""),
        group=told["tags"][0],
        parameters=tuple(_parameters(told.get("parameters", ()))),
        keys=tuple(_keys(told.get("requestBody"), components)),
        statuses=tuple(sorted(told["responses"])),
        open={} in told["security"],
    )


def _parameters(told: Iterable[Mapping[str, Any]]) -> Iterable[ParameterHelp]:
    for one in sorted(told, key=lambda one: str(one["in"])):
        if one["in"] in {"path", "query"}:
            choices = tuple(str(value) for value in one["schema"].get("enum", ()))
            about = one.get("description", "").replace("``", "")
            yield ParameterHelp(one["name"], one["in"], about, choices, one.get("required", False))


def _keys(body: Mapping[str, Any] | None, components: Mapping[str, Any]) -> Iterable[str]:
    if body is None:
        return ()
    shape = body["content"]["application/json"]["schema"]
    found = components[shape["$ref"].rpartition("/")[2]] if "$ref" in shape else shape
    return tuple(found.get("properties", ()))


def api_docs(request: HttpRequest) -> HttpResponse:
    """All operations; of one that is named what it takes, and where it only reads, the way to its answer."""
    name = request.GET.get("operation", "")
    if not name:
        return render(request, "api/operations.html", {"groups": _groups()})
    operation = operations().get(name)
    if operation is None:
        raise Http404
    values = {parameter.field: request.GET.get(parameter.field, "").strip() for parameter in operation.parameters}
    missing = [one for one in operation.parameters if one.required and not values[one.field]]
    asked = "try" in request.GET and operation.method == "GET"
    if asked and not missing:
        return HttpResponseRedirect(operation.address(values))
    fields = [(one, values[one.field], asked and one in missing) for one in operation.parameters]
    shown = {"operation": operation, "fields": fields, "missing": missing if asked else []}
    return render(request, "api/operation.html", shown)


def _groups() -> dict[str, list[Operation]]:
    groups: dict[str, list[Operation]] = {}
    for operation in operations().values():
        groups.setdefault(operation.group, []).append(operation)
    return groups
