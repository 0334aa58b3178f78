"""The reads of local authorities."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http.response import HttpResponseBase
from rest_framework.response import Response

from specs_app.document import paths
from specs_app.document.authorities import Authority
from specs_app.publishing import records
from specs_app.web.api import schemas
from specs_app.web.api.base import SpecificationView
from specs_app.web.api.pagination import paged
from specs_app.web.api.views import addresses, not_there


class Authorities(SpecificationView):
    """All local authorities, by code."""

    shape, many = schemas.AUTHORITY, True

    def read(self, **parts: str) -> HttpResponseBase:
        return paged(self.request, self.document.authorities, lambda entry: authority_answer(self, entry))


class AuthorityDetail(SpecificationView):
    """One local authority and what it has set."""

    shape = schemas.AUTHORITY
    refusals = (HTTPStatus.GONE,)

    def read(self, **parts: str) -> HttpResponseBase:
        found = self.document.authority_by_code.get(parts["code"])
        if found is None:
            raise not_there(self, paths.of_authority(parts["code"]))
        return Response(authority_answer(self, found))


def authority_answer(view: SpecificationView, entry: Authority) -> dict[str, Any]:
    """An authority's record with its addresses."""
    return {**records.authority_record(view.document, entry), **addresses(view, "authorities", entry.code)}
