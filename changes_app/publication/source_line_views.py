"""The page on which the office has the new line of a rewritten source followed."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from changes_app.errors import Conflicting
from changes_app.people import permissions
from changes_app.people.views.context import ReaderContext, reader_context
from changes_app.people.views.signing_in import signed_in
from changes_app.publication import source_lines
from changes_app.workflow import Permission
from specs_app.actions.source_lines import seen_at
from specs_app.web.pages.context import show

ACCEPTED = "The new line is followed from now on. The portal looks at the source within a minute."


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, slug: str) -> HttpResponse:
    """What has happened to the source, and having its new line followed."""
    here = reader_context(request, slug)
    permissions.require(here.who, Permission.SETTLE_SOURCE)
    if request.method == "GET":
        return _show(here)
    try:
        source_lines.accept(specification=here.specification, by=here.user, commit=request.POST.get("commit", ""))
    except Conflicting as error:
        return _show(here, [{"text": f"{error.message} {error.remedy}"}], HTTPStatus.CONFLICT)
    messages.success(request, ACCEPTED)
    return here.to_page("inbox")


def _show(here: ReaderContext, errors: list[dict[str, str]] | None = None, status: int = HTTPStatus.OK) -> HttpResponse:
    here.specification.refresh_from_db(fields=["source_state", "source_detail"])
    page: dict[str, Any] = {"commit": seen_at(here.specification), "errors": errors or [], "who": here.who}
    return show(here.request, here.context, "publication/accept_source.html", status=status, **page)
