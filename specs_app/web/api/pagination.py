"""Lists, a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response

from specs_app.web.api.parameters import MOST_ENTRIES
from specs_app.web.api.tables import TABULAR


class Pages(PageNumberPagination):
    """``page`` and ``page_size`` (100 where not said, at most 1000); ``count, next, previous, results``."""

    page_size = 100
    max_page_size = MOST_ENTRIES
    page_size_query_param = "page_size"
    last_page_strings = ()
    invalid_page_message = "This list has no such page; `count` on the first says how many entries there are."

    def get_next_link(self) -> str | None:
        page = self.page
        return self._link(page.next_page_number()) if page is not None and page.has_next() else None

    def get_previous_link(self) -> str | None:
        page = self.page
        return self._link(page.previous_page_number()) if page is not None and page.has_previous() else None

    def _link(self, number: int) -> str:
        """With the query as it was read: quoted anew, the bytes of a letter that was sent as it is would mean others."""
        request: Any = self.request
        asked = request.query_params.copy()
        asked["page"] = str(number)
        return f"{request.build_absolute_uri(request.path)}?{asked.urlencode()}"


def paged(request: Request, rows: Sequence[Any], make: Callable[[Any], dict[str, Any]]) -> Response:
    """One page of rows, made into records; as a table all of them, as it is downloaded whole."""
    if getattr(request.accepted_renderer, "format", "") in TABULAR:
        return Response({"results": _made(rows, make)})
    pages = Pages()
    batch = pages.paginate_queryset(rows, request)
    return pages.get_paginated_response(_made(batch or (), make))


def _made(rows: Iterable[Any], make: Callable[[Any], dict[str, Any]]) -> list[dict[str, Any]]:
    return [make(row) for row in rows]
