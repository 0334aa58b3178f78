"""Deciding on a proposal: votes, comments, and the steps of its way."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from changes_app.deciding import tallies
from changes_app.deciding.actions import comments, reviews
from changes_app.deciding.forms import CommentForm, StepForm, VoteForm
from changes_app.deciding.next_steps import choices
from changes_app.deciding.views.reading import show_change
from changes_app.errors import AlreadyVoted, Invalid, NotFound, PublicationFailed, StaleContent
from changes_app.models import ChangeRequest
from changes_app.people.views.signing_in import signed_in, typed
from changes_app.proposals.actions import submissions
from changes_app.proposals.steps import done
from changes_app.proposals.views.context import ChangeContext, change_context
from changes_app.workflow import STEPS, Status, Step
from specs_app.publishing.pages.components import Link

#: Where a vote may lead a proposal, in words.
LED_TO = {
    Status.PUBLISHED: "is approved and published",
    Status.APPROVED: "is approved",
    Status.IN_REVIEW: "goes back to the vote",
}
#: The steps that a person takes on a page of their own, by the last part of its address.
PAGES = {row.address: row for row in STEPS.values() if row.outcome}


@signed_in
@require_http_methods(["GET", "POST"])
def vote(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Cast a vote on the content that was read."""
    here = change_context(request, slug)
    change = here.change(number)
    form = VoteForm(data=typed(request), initial={"content_hash": change.content_hash})
    if request.method == "GET" or not form.is_valid():
        return show_change(here, change, vote=form, status=422 if form.errors else 200)
    try:
        decided = reviews.cast(change=change, by=here.user, **form.cleaned_data)
    except StaleContent as error:
        return _asked_again(here, number, form, error)
    except Invalid as error:
        form.add_problems(error.problems)
        return show_change(here, change, vote=form, status=error.status)
    except AlreadyVoted as error:
        form.add_error(None, f"{error.message} {error.remedy}".strip())
        return show_change(here, change, vote=form, status=error.status)
    except PublicationFailed as error:
        messages.warning(request, f"{error.message} {error.remedy}")
        return here.to(number)
    messages.success(request, _thanks(decided, change.status))
    return here.to(number)


def _asked_again(here: ChangeContext, number: str, form: VoteForm, error: StaleContent) -> HttpResponse:
    """The proposal as it is now, with the words typed and a vote that names the new content."""
    change = here.change(number)
    data = {**form.cleaned_data, "content_hash": change.content_hash}
    again = VoteForm(data=data)
    again.full_clean()
    again.add_error(None, f"{error.message} Read what it says now, below, and send your vote again if it still holds.")
    return show_change(here, change, vote=again, status=error.status)


def _thanks(change: ChangeRequest, before: str) -> str:
    """That the vote is counted, and where it has led the proposal."""
    led = LED_TO.get(Status(change.status), "") if change.status != before else ""
    counted = "Your decision is recorded." if change.said_of_local else "Your vote is counted."
    return f"{counted} {change.number} {led}." if led else counted


@signed_in
@require_http_methods(["GET", "POST"])
def comment(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Say something about a proposal."""
    here = change_context(request, slug)
    change = here.change(number)
    form = CommentForm(data=typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            comments.add(change=change, by=here.user, **form.cleaned_data)
        except Invalid as error:
            form.add_problems(error.problems)
        else:
            messages.success(request, done("comment", change))
            return here.to(number)
    return show_change(here, change, comment=form, status=422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, slug: str, number: str, name: str) -> HttpResponse:
    """One step of the way of a proposal, after asking."""
    here = change_context(request, slug)
    change = here.change(number)
    row = _known(name)
    form = StepForm(data=typed(request), needs_comment=row.needs_comment)
    refusal = _refusal(here, change, row)
    if request.method == "POST" and form.is_valid() and not refusal:
        try:
            taken = submissions.take(row.name, change=change, by=here.user, **form.cleaned_data)
        except Invalid as error:
            form.add_problems(error.problems)
        else:
            messages.success(request, done(row.name, taken))
            return here.to(number)
    trail = Link(change.number, here.links.change(number))
    step = row.of(change.change_class)
    return here.show("changes/step.html", trail, change=change, form=form, step=step, refusal=refusal)


def _known(address: str) -> Step:
    if address not in PAGES:
        raise NotFound("There is no such step.", remedy="Go back to the proposal.")
    return PAGES[address]


def _refusal(here: ChangeContext, change: ChangeRequest, row: Step) -> str:
    """Why the reader may not take this step now; empty where they may."""
    found = next((choice for choice in choices(change, here.who) if choice.name == row.name), None)
    if found is None:
        return f"{change.number} is {Status(change.status).label.lower()}: this step does not fit."
    return found.refusal


@signed_in
def sent(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """It is in: its number, what happens next, how long that takes."""
    here = change_context(request, slug)
    change = here.change(number)
    counted = tallies.tally(change)
    return here.show("changes/sent.html", change=change, rule=change.rule, lacks=counted.shortfall if counted else "")
