"""Writing a proposal: why it matters, its draft, sending it, throwing it away."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST

from changes_app import previews
from changes_app.actions import drafts, settlement, submissions
from changes_app.actions.decisions import tally
from changes_app.errors import Conflicting, Invalid
from changes_app.forms.texts import ReasonForm
from changes_app.models import ChangeRequest
from changes_app.summaries import colliding, summary
from changes_app.views.frame import Desk, desk, signed_in, typed
from specs_app.outputs.pages.parts import Link


@signed_in
@require_http_methods(["GET", "POST"])
def why(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """The reason of a draft, to be changed."""
    here = desk(request, slug)
    change = here.change(number)
    first = {name: getattr(change, name) for name in ("title", "reason", "benefit")}
    form = ReasonForm(data=typed(request), initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            drafts.update(change=change, by=here.user, **form.cleaned_data)
        except Invalid as error:
            form.add_problems(error.problems)
        else:
            return here.to(number, "draft")
    return here.show("changes/why.html", form=form, heading="Why this change", change=change)


@signed_in
def draft(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Check your answers: everything that will be sent, and what it does."""
    here = desk(request, slug)
    return _check(here, here.change(number))


def _check(here: Desk, change: ChangeRequest, errors: list[dict[str, str]] | None = None) -> HttpResponse:
    change.conflicts = settlement.open_conflicts(change)
    page = summary(change, here.links, here.document.settings)
    preview = previews.preview(change) if change.differences else previews.Preview()
    trail = Link(change.number, here.links.change(change.number))
    status = 422 if errors else 200
    response = here.show(
        "changes/check.html",
        trail,
        change=change,
        page=page,
        collisions=colliding(change),
        preview=preview,
        errors=errors or [],
    )
    response.status_code = status
    return response


@signed_in
@require_POST
def send(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Hand the proposal in."""
    here = desk(request, slug)
    change = here.change(number)
    try:
        submissions.submit(change=change, by=here.user)
    except Invalid as error:
        return _check(here, change, [{"text": f"{found.message} {found.remedy}"} for found in error.problems])
    except Conflicting as error:
        return _check(here, here.change(number), [{"text": f"{error.message} {error.remedy}", "href": "../conflicts/"}])
    return here.to(number, "sent")


@signed_in
def sent(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """It is in: its number, what happens next, how long that takes."""
    here = desk(request, slug)
    change = here.change(number)
    counted = tally(change)
    return here.show("changes/sent.html", change=change, rule=change.rule, lacks=counted.shortfall if counted else "")


@signed_in
@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Throw a draft away, after asking."""
    here = desk(request, slug)
    change = here.change(number)
    if request.method == "GET":
        return here.show("changes/discard.html", change=change)
    drafts.discard(change=change, by=here.user)
    messages.success(request, f"Draft {number} is thrown away.")
    return HttpResponseRedirect(f"/account/?{urlencode({'standard': slug})}")
