"""Round a draft: why it matters, that it was sent, throwing it away."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from changes_app.errors import Invalid
from changes_app.people.views.signing_in import signed_in, typed
from changes_app.proposals import queries
from changes_app.proposals.actions import drafts
from changes_app.proposals.forms.texts import ReasonForm
from changes_app.proposals.steps import done
from changes_app.proposals.views.context import change_context


@signed_in
@require_http_methods(["GET", "POST"])
def why(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """The reason of a draft, to be changed; of what the reader may not write, the proposal with why not."""
    here = change_context(request, slug)
    change = here.change(number)
    if request.method == "GET" and (refusal := queries.refusal(change, here.who)):
        messages.info(request, refusal)
        return here.to(number)
    first = {name: getattr(change, name) for name in ("title", "reason", "benefit")}
    form = ReasonForm(data=typed(request), initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            drafts.update(change=change, by=here.user, **form.cleaned_data)
        except Invalid as error:
            form.add_problems(error.problems)
        else:
            return here.to(number, "draft")
    heading = f"{change.number}: {change.title}" if change.title else change.number
    return here.show("changes/why.html", here.draft(change), form=form, heading=heading, change=change)


@signed_in
@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Throw a draft away, after asking."""
    here = change_context(request, slug)
    change = here.change(number)
    if request.method == "GET":
        return here.show("changes/discard.html", here.draft(change), change=change)
    drafts.discard(change=change, by=here.user)
    messages.success(request, done("discard", change))
    return HttpResponseRedirect(f"/account/?{urlencode({'standard': slug})}")
