"""Diagrams in REST: as boxes and lines, as a drawing, and in the notations of other tools."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, TypeAlias

from django.http import Http404, JsonResponse
from django.http.response import HttpResponseBase
from rest_framework.renderers import BaseRenderer
from rest_framework.response import Response

from specs_app.diagrams.catalogue import KINDS, Kind, find, names
from specs_app.diagrams.values import Box, Diagram, Line, Row, Target
from specs_app.diagrams.words import sentence_of
from specs_app.document import paths
from specs_app.publishing.diagrams.files import MEDIA_TYPES, CannotBeDrawn, file_of
from specs_app.publishing.diagrams.kept import Awaited
from specs_app.web.api import model_shapes as shapes
from specs_app.web.api.base import ShapedView, SpecificationView
from specs_app.web.api.files import attachment
from specs_app.web.api.pagination import paged
from specs_app.web.api.renderers import FORMS_OF_DIAGRAMS
from specs_app.web.api.views import addresses, not_there
from specs_app.web.waiting import AGAIN

#: The whole address of a page; None where there is none.
PageOf: TypeAlias = Callable[[Target], str | None]


class Diagrams(SpecificationView):
    """Every diagram of the version: of everything by domain, object and return, and of each of these."""

    shape, many = shapes.DIAGRAM_ENTRY, True

    def read(self, **parts: str) -> HttpResponseBase:
        return paged(self.request, list(names(self.document)), lambda row: entry_answer(self, *row))


class WholeDiagramDetail(SpecificationView):
    """The diagram of all objects, domains or returns; as a table its lines. As `svg` it may still have to be made."""

    shape = shapes.DIAGRAM
    row_key, row_shape = "lines", shapes.LINE
    renderer_classes: list[type[BaseRenderer]] = [*ShapedView.renderer_classes, *FORMS_OF_DIAGRAMS]
    names = {"kind": list(KINDS)}
    waits = True

    def read(self, **parts: str) -> HttpResponseBase:
        if parts["kind"] not in KINDS:
            raise Http404(f"There are no diagrams of {parts['kind'][:60]!r}. There are: {', '.join(KINDS)}.")
        kind, name = parts["kind"], parts.get("name", "")
        if self.form in {renderer.format for renderer in FORMS_OF_DIAGRAMS}:
            return self._file(kind, name)
        diagram = find(self.document, kind, name)
        if diagram is None:
            raise self._not_there(kind, name)
        return Response(diagram_answer(self, kind, name, diagram))

    def _file(self, kind: Kind, name: str) -> HttpResponseBase:
        ending = "mmd" if self.form == "mermaid" else self.form
        try:
            data = file_of(self.specification, self.version, kind, name, ending)
        except Awaited:
            said = {"state": "being made", "progress": "It is drawn in a few seconds."}
            return JsonResponse(said, status=HTTPStatus.ACCEPTED, headers={"Retry-After": str(AGAIN)})
        except CannotBeDrawn:
            raise Http404("There is no drawing of this: it is too large or empty, or nothing draws here.") from None
        if data is None:
            raise self._not_there(kind, name)
        called = "-".join(filter(None, (self.links.slug, "model", kind, name)))
        return attachment(data, MEDIA_TYPES[ending], f"{called}.{ending}")

    def _not_there(self, kind: Kind, name: str) -> Exception:
        if kind == "domains":
            return Http404(f"No object is shown under a domain {name[:60]!r} in this version.")
        return not_there(self, paths.of_object(name) if kind == "objects" else paths.of_entry("returns", name))


class DiagramDetail(WholeDiagramDetail):
    """The diagram of one domain, one object with its neighbours, or one return; in the same forms."""

    refusals = (HTTPStatus.GONE,)


def entry_answer(view: SpecificationView, kind: Kind, name: str) -> dict[str, Any]:
    """A diagram in the list of them."""
    diagram = find(view.document, kind, name)
    boxes, lines = (diagram.boxes, diagram.lines) if diagram else ((), ())
    return {**_named(kind, name, diagram), "boxes": len(boxes), "lines": len(lines), **_addresses(view, kind, name)}


def diagram_answer(view: SpecificationView, kind: Kind, name: str, diagram: Diagram) -> dict[str, Any]:
    """All that a diagram shows."""

    def page(target: Target) -> str | None:
        return view.absolute(view.links.page(*target)) if target else None

    return {**_named(kind, name, diagram), **marks_of(diagram, page), **_addresses(view, kind, name)}


def marks_of(diagram: Diagram, page: PageOf) -> dict[str, Any]:
    """Groups, boxes and lines; ``page`` gives the whole address of what a mark leads to."""
    groups = [{"key": group.key, "title": group.title} for group in diagram.groups]
    boxes = [_box(diagram, box, page) for box in diagram.boxes]
    return {"groups": groups, "boxes": boxes, "lines": [_line(diagram, line) for line in diagram.lines]}


def _named(kind: Kind, name: str, diagram: Diagram | None) -> dict[str, Any]:
    return {"kind": kind, "name": name or None, "title": diagram.title if diagram else ""}


def _addresses(view: SpecificationView, kind: Kind, name: str) -> dict[str, str]:
    """All objects are the page of the model itself."""
    found = addresses(view, "model", kind, *filter(None, [name]))
    whole = {"html_url": view.absolute(view.links.model())} if kind == "objects" and not name else {}
    return {**found, **whole}


def _box(diagram: Diagram, box: Box, page: PageOf) -> dict[str, Any]:
    return {
        "key": box.key,
        "title": box.title,
        "name": box.name or None,
        "notes": list(box.notes),
        "group": box.group if box.group in diagram.group_of else None,
        "mark": box.mark or None,
        "subject": box.subject,
        "rows": [_row(row, page) for row in box.rows],
        "html_url": page(box.target),
    }


def _row(row: Row, page: PageOf) -> dict[str, Any]:
    return {"text": row.text, "key": row.key or None, "mark": row.mark or None, "html_url": page(row.target)}


def _line(diagram: Diagram, line: Line) -> dict[str, Any]:
    return {
        "tail": line.tail,
        "head": line.head,
        "kind": line.kind,
        "through": line.through or None,
        "weight": line.weight,
        "mark": line.mark or None,
        "words": sentence_of(diagram, line),
    }
