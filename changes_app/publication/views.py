"""The page of the source: how it stands, and what has to be settled."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from changes_app.errors import Conflicting, Invalid
from changes_app.people import permissions
from changes_app.people.views.context import ReaderContext, reader_context
from changes_app.people.views.signing_in import signed_in, typed
from changes_app.publication import source
from changes_app.publication.source_form import SourceForm
from changes_app.workflow import Permission
from specs_app.models import SourceMeeting
from specs_app.web.pages.context import show

SETTLED = "This is settled. The portal makes the merge now; what waited behind it follows."
MOVED = "Some places have changed since you read them. Choose again where nothing is chosen."


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def source_state(request: HttpRequest, slug: str) -> HttpResponse:
    """For the office: the state of the source, and each place in which it and what is published do not agree."""
    here = reader_context(request, slug)
    permissions.require(here.who, Permission.SETTLE_SOURCE)
    row = source.waiting(here.specification)
    if row is None:
        return _show(here, None, None)
    form = SourceForm(row, data=typed(request))
    return _settle(here, row, form) if request.method == "POST" else _show(here, row, form)


def _settle(here: ReaderContext, row: SourceMeeting, form: SourceForm) -> HttpResponse:
    valid = form.is_valid()
    if form.strays:
        form.add_error(None, MOVED)
        return _show(here, row, form, HTTPStatus.CONFLICT)
    if not valid:
        return _show(here, row, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        source.settle(specification=here.specification, by=here.user, choices=form.choices)
    except (Invalid, Conflicting) as error:
        form.add_error(None, f"{error.message} {error.remedy}")
        return _show(here, row, form, error.status)
    messages.success(here.request, SETTLED)
    return here.to_page("source")


def _show(here: ReaderContext, row: SourceMeeting | None, form: SourceForm | None, status: int = 200) -> HttpResponse:
    page: dict[str, Any] = {"waiting": row, "form": form, "settled": row is not None and not row.open}
    return show(here.request, here.context, "publication/source.html", status=status, who=here.who, **page)
