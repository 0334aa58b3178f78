"""The page on which a proposer settles each conflict with the standard as it is now."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from changes_app.errors import Conflicting, Invalid
from changes_app.models import ChangeRequest
from changes_app.people import permissions
from changes_app.people.views.signing_in import signed_in, typed
from changes_app.proposals import standard
from changes_app.proposals.actions import settlement
from changes_app.proposals.forms.conflicts import ConflictForm
from changes_app.proposals.views.context import ChangeContext, change_context
from specs_app.publishing.pages.components import Link

NOTHING_LEFT = "The conflicts are settled, and nothing of your proposal is left: the standard says all of it already."
SETTLED = "The conflicts are settled. Check your proposal and send it again."


@signed_in
@require_http_methods(["GET", "POST"])
def conflicts(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Each conflict with both sides, and what should stand."""
    here = change_context(request, slug)
    change = here.change(number)
    permissions.require_step(here.who, "settle", change)
    if request.method == "GET" and not change.fits("settle"):
        return here.to(number)
    form = _form(change, typed(request))
    if request.method == "GET" or not form.is_valid():
        return _show(here, change, form, 422 if form.errors else 200)
    try:
        revision = form.cleaned_data["revision"]
        settled = settlement.settle(change=change, by=here.user, choices=form.choices, revision=revision)
    except Invalid as error:
        form.add_problems(error.problems)
        return _show(here, change, form, error.status)
    except Conflicting as error:
        return _asked_again(here, change, error)
    messages.success(request, SETTLED if settled.differences else NOTHING_LEFT)
    return here.to(number, "draft")


def _form(change: ChangeRequest, data: Any) -> ConflictForm:
    found = standard.open_conflicts(change)
    first = {"revision": change.specification.published_revision}
    return ConflictForm(found, standard.rewritable(change, found), data=data, initial=first)


def _asked_again(here: ChangeContext, change: ChangeRequest, error: Conflicting) -> HttpResponse:
    """The conflicts as they are now, with what was chosen and typed."""
    fresh = here.change(change.number)
    data = here.request.POST.copy()
    data["revision"] = fresh.specification.published_revision
    form = _form(fresh, data)
    form.full_clean()
    form.add_error(None, f"{error.message} {error.remedy}")
    return _show(here, fresh, form, error.status)


def _show(here: ChangeContext, change: ChangeRequest, form: ConflictForm, status: int) -> HttpResponse:
    trail = Link(change.number, here.links.change(change.number))
    response = here.show("changes/conflicts.html", trail, change=change, form=form)
    response.status_code = status
    return response
