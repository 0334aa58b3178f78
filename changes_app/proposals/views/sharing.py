"""Who writes a proposal with its proposer: letting a colleague in, and the end of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from changes_app.errors import Invalid, NotFound
from changes_app.people import permissions
from changes_app.people.views.signing_in import signed_in, typed
from changes_app.proposals import steps
from changes_app.proposals.actions import colleagues
from changes_app.proposals.colleagues import possible
from changes_app.proposals.forms.texts import ColleagueForm
from changes_app.proposals.views.context import change_context, posted_from
from changes_app.record.names import display_name


@signed_in
@require_http_methods(["GET", "POST"])
def let_in(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Name a colleague who may read and write the draft."""
    here = change_context(request, slug)
    change = here.change(number)
    permissions.require_step(here.who, "let_in", change)
    steps.require_fit(change, "let_in")
    form = ColleagueForm(possible(change), data=typed(request))
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data["colleague"]
        try:
            colleagues.let_in(change=change, by=here.user, username=person.username)
        except Invalid as error:
            form.add_problems(error.problems)
        else:
            messages.success(
                request, f"{display_name(person)} can read and write this draft now, and is told by e-mail."
            )
            return here.to(number, "draft")
    return here.show("changes/let_in.html", here.draft(change), change=change, form=form)


@signed_in
@posted_from("draft")
def end(request: HttpRequest, slug: str, number: str, key: int) -> HttpResponse:
    """Have a colleague come in no more."""
    here = change_context(request, slug)
    change = here.change(number)
    row = change.colleagues.select_related("user").filter(user=key).first()
    if row is None:
        raise NotFound("This colleague was not let in.", remedy="Go back to the draft.")
    colleagues.end(change=change, by=here.user, username=row.user.username)
    messages.success(request, f"{display_name(row.user)} cannot read this draft any more.")
    return here.to(number, "draft")
