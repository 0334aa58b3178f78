"""Hand-written bodies of extracts."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.http.response import HttpResponseBase
from rest_framework.response import Response

from specs_app.document import paths
from specs_app.document.extracts import Extract
from specs_app.publishing import flat
from specs_app.publishing.extracts import told_extract, told_record
from specs_app.web.api import extract_shapes as shapes
from specs_app.web.api.base import SpecificationView
from specs_app.web.api.pagination import paged
from specs_app.web.api.views import addresses, cms_of, not_there

#: A row of a table: counts instead of lists, and no text of a whole script in a cell.
COLUMNS = (
    *flat.plain("cms", "object", "variant"),
    flat.FlatColumn("filled", "columns", lambda record: sum(column["filled"] for column in record["columns"])),
    flat.FlatColumn("items", "columns", lambda record: len(record["columns"])),
    flat.FlatColumn("reads_own", "reads", lambda record: record["reads"]["own"]),
    flat.FlatColumn("reads_system", "reads", lambda record: record["reads"]["system"]),
    *flat.plain("parameters", "scope"),
    flat.FlatColumn(
        "problems", "problems", lambda record: [f"{found['line']}: {found['message']}" for found in record["problems"]]
    ),
    *flat.plain("url", "html_url"),
)


class Extracts(SpecificationView):
    """All hand-written bodies; as a table with counts instead of their texts."""

    shape, many = shapes.EXTRACT, True

    def read(self, **parts: str) -> HttpResponseBase:
        return paged(self.request, self.found(), lambda extract: extract_answer(self, extract))

    def found(self) -> Sequence[Extract]:
        """The bodies of the list."""
        return self.document.extracts

    def columns(self) -> tuple[flat.FlatColumn, ...]:
        return COLUMNS


class ExtractsOfSystem(Extracts):
    """The hand-written bodies of one system."""

    refusals = (HTTPStatus.GONE,)

    def found(self) -> Sequence[Extract]:
        cms = cms_of(self, self.kwargs["cms"])
        return [extract for extract in self.document.extracts if extract.cms == cms.key]


class ExtractDetail(SpecificationView):
    """The hand-written body for one object; as a table the items with their sources."""

    shape = shapes.EXTRACT
    row_key, row_shape = "columns", shapes.BODY_COLUMN
    refusals = (HTTPStatus.GONE,)

    def read(self, **parts: str) -> HttpResponseBase:
        target = "/".join(parts.values())
        found = self.document.extract_by_target.get(target)
        if found is None:
            raise not_there(self, paths.of_page("extracts", target))
        return Response(extract_answer(self, found))


class LocalExtractDetail(ExtractDetail):
    """The hand-written body for one object in a local build of a system; as a table the items with their sources."""


def extract_answer(view: SpecificationView, extract: Extract) -> dict[str, Any]:
    """A body's record with its addresses."""
    told = told_extract(view.version, extract)
    return {**told_record(told), **addresses(view, "extracts", *filter(None, extract.key))}
