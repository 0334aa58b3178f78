"""Matrices, and the numbers of charts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from django.http.response import HttpResponseBase

from specs_app.document.domains import domain_title
from specs_app.document.holding import FilledCount
from specs_app.document.titles import titles_of
from specs_app.publishing import filters
from specs_app.publishing.flat import FlatColumn
from specs_app.publishing.matrices.coverage import SIDES, by_domain_of, by_system
from specs_app.publishing.matrices.items_returns import ITEMS_RETURNS
from specs_app.publishing.matrices.items_systems import ITEMS_SYSTEMS
from specs_app.publishing.matrices.matrix import Matrix
from specs_app.publishing.matrices.objects_systems import OBJECTS_SYSTEMS
from specs_app.publishing.quality_counts import CountedRevision, counted, mark
from specs_app.publishing.readings import hole_record
from specs_app.publishing.records import Record
from specs_app.web.api import matrix_shapes as shapes
from specs_app.web.api.base import SpecificationView
from specs_app.web.api.pagination import paged
from specs_app.web.api.parameters import Parameter
from specs_app.web.api.schemas import HOLE_COUNT
from specs_app.web.api.views import ITEM_PARAMETERS, YES_OR_NO, refuse_unknown

#: What a matrix can be narrowed by, where that is said in other words than for items.
WORDS = {
    "cms": Parameter("Only the column of this system."),
    "gaps": Parameter("Only rows with a gap, or only the others.", words=YES_OR_NO),
}


def taken_by(matrix: Matrix) -> dict[str, Parameter]:
    """The query parameters of a matrix."""
    return {name: WORDS.get(name) or ITEM_PARAMETERS[name] for name in matrix.filters}


class MatrixView(SpecificationView):
    """Rows of a matrix, filtered; as a table with its columns."""

    many = True
    matrix: ClassVar[Matrix]

    def read(self, **parts: str) -> HttpResponseBase:
        refuse_unknown(self.document, {**dict.fromkeys(filters.HELD, ""), **self.given})
        rows = self.matrix.rows(self.version, self.given)
        return paged(self.request, rows, lambda row: self.matrix.record(self.version, self.given, row))

    def columns(self) -> Sequence[FlatColumn]:
        return self.matrix.columns(self.version, self.given)


class ItemsByReturns(MatrixView):
    """Items by returns: who asks for each, in which section, and under which name."""

    shape, matrix, parameters = shapes.ITEM_RETURNS, ITEMS_RETURNS, taken_by(ITEMS_RETURNS)


class ItemsBySystems(MatrixView):
    """Items by systems: what fills each, from where, and how far delivery is."""

    shape, matrix, parameters = shapes.ITEM_SYSTEMS, ITEMS_SYSTEMS, taken_by(ITEMS_SYSTEMS)


class ObjectsBySystems(MatrixView):
    """Objects by systems: how many items a body, a mapping or nothing fills."""

    shape, matrix, parameters = shapes.OBJECT_SYSTEMS, OBJECTS_SYSTEMS, taken_by(OBJECTS_SYSTEMS)


class Coverage(SpecificationView):
    """How much of the standard is filled, by system, or by domain of one system or of all."""

    shape, many = shapes.COVERAGE, True
    parameters = {
        "by": Parameter("What each entry is about: `system` where it is left out.", words=SIDES),
        "cms": Parameter("By domain: only this system."),
    }

    def read(self, **parts: str) -> HttpResponseBase:
        refuse_unknown(self.document, {**dict.fromkeys(filters.HELD, ""), "cms": self.given["cms"]})
        return paged(self.request, self._entries(), lambda entry: entry)

    def _entries(self) -> list[Record]:
        document, cms = self.document, self.given["cms"]
        if self.given["by"] == "domain":
            found = by_domain_of(self.version, cms).items()
            return [_coverage(key, domain_title(document, key), one) for key, one in found]
        titles = titles_of(document.settings)
        return [
            _coverage(key, titles.system(key), one) for key, one in by_system(self.version).items() if cms in ("", key)
        ]


def _coverage(key: str, title: str, one: FilledCount) -> Record:
    return {
        "key": key or None,
        "title": title,
        "total": one.total,
        "body": one.body,
        "mapping": one.mapping,
        "nothing": one.nothing,
        "held": one.held,
        "share": one.share,
    }


class Holes(SpecificationView):
    """What the standard leaves unsaid about its parts, counted."""

    shape, many = HOLE_COUNT, True

    def read(self, **parts: str) -> HttpResponseBase:
        return paged(self.request, self.version.holes, hole_record)


class QualityOverRevisions(SpecificationView):
    """The findings of the newest revisions up to the one read, newest first; of those that have been counted."""

    shape, many = shapes.QUALITY, True

    def read(self, **parts: str) -> HttpResponseBase:
        return paged(self.request, counted(self.specification, self.version), _point)

    def besides(self) -> str:
        return f".{mark(self.specification)}"

    def is_settled(self) -> bool:
        """More may be counted later."""
        return False


def _point(one: CountedRevision) -> Record:
    errors, warnings, notes = one.counts
    return {
        "number": one.number,
        "revision": one.sha,
        "date": one.committed_at.isoformat(),
        "errors": errors,
        "warnings": warnings,
        "notes": notes,
    }
