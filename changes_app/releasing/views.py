"""The page on which a release is made."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from changes_app.errors import ChangeError, Conflicting, Invalid
from changes_app.people import permissions
from changes_app.people.views.context import ReaderContext, reader_context
from changes_app.people.views.signing_in import signed_in, typed
from changes_app.releasing import gate, making
from changes_app.releasing.form import ReleaseForm
from changes_app.releasing.gathering import Gathered, gather
from changes_app.workflow import Permission
from specs_app.publishing.pages.changes import href_of
from specs_app.web.pages.context import show


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def make(request: HttpRequest, slug: str) -> HttpResponse:
    """For the office: what a release would hold, what is in its way, and making it."""
    here = reader_context(request, slug)
    permissions.require(here.who, Permission.RELEASE)
    gathered = gather(here.specification)
    form = ReleaseForm(gathered, timezone.localdate(), data=typed(request))
    if request.method == "GET" or not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
        return _show(here, gathered, form, status)
    return _make(here, gathered, form)


def _make(here: ReaderContext, gathered: Gathered, form: ReleaseForm) -> HttpResponse:
    given = form.cleaned_data
    try:
        making.make(specification=here.specification, by=here.user, **given)
    except (Conflicting, Invalid) as error:
        form.add_problems(error.problems)
        if not error.problems:
            form.add_error(None, f"{error.message} {error.remedy}")
            form.take_as_read()
        return _show(here, gathered, form, error.status)
    except ChangeError as error:
        form.add_error(None, f"{error.message} {error.remedy}".strip())
        return _show(here, gathered, form, error.status)
    messages.success(
        here.request, f"Release {given['version']} is made. Everybody who belongs to the standard is told."
    )
    return here.to_page("releases", given["version"])


def _show(here: ReaderContext, gathered: Gathered, form: ReleaseForm, status: int = HTTPStatus.OK) -> HttpResponse:
    """With what would be in the way of the number and day in the form, or of those that are proposed."""
    given = form.cleaned_data if form.is_bound and hasattr(form, "cleaned_data") else {}
    version, day = (given.get(name) or form.initial[name] for name in ("version", "effective"))
    page: dict[str, Any] = {
        "form": form,
        "gathered": gathered,
        "obstacles": [
            (problem, href_of(problem.address, here.links)) for problem in gate.obstacles(gathered, version, day)
        ],
        "compare": here.links.compare(gathered.since or gathered.base.sha, gathered.head.sha),
    }
    return show(here.request, here.context, "releasing/make.html", "releases", status=status, **page)
