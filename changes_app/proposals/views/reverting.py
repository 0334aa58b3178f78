"""The page on which somebody has a published change reverted: what a draft would take back, what collides, and what stays."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from changes_app.errors import Invalid
from changes_app.models import ChangeRequest
from changes_app.people import permissions
from changes_app.people.views.signing_in import signed_in
from changes_app.proposals import queries, steps
from changes_app.proposals.actions import reverts
from changes_app.proposals.reversal import reversal
from changes_app.proposals.summary import conflict_line, edit_line
from changes_app.proposals.views.context import ChangeContext, change_context
from specs_app.document.titles import titles_of
from specs_app.publishing.pages.components import Link
from specs_app.versions.resolve import current


@signed_in
@require_http_methods(["GET", "POST"])
def revert(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """What reverting a published change would do; sent, it begins the draft."""
    here = change_context(request, slug)
    change = here.change(number)
    if request.method == "GET":
        return _show(here, change)
    try:
        draft = reverts.revert(change=change, by=here.user)
    except Invalid as error:
        return _show(here, change, [{"text": error.message}, *({"text": one.message} for one in error.problems)])
    messages.success(request, steps.done("revert", change))
    return here.to(draft.number, "draft")


def _show(here: ChangeContext, change: ChangeRequest, errors: list[dict[str, str]] | None = None) -> HttpResponse:
    permissions.require_step(here.who, "revert", change)
    steps.require_fit(change, "revert")
    head = current(change.specification)
    found, settings = reversal(change, head), head.document.settings
    response = here.show(
        "changes/revert.html",
        Link(change.number, here.links.change(change.number)),
        change=change,
        title=reverts.title_of(change),
        edits=[edit_line(place, edit.as_json(), settings) for place, edit in enumerate(found.edits)],
        conflicts=[conflict_line(conflict, titles_of(settings)) for conflict in found.conflicts],
        left=found.left,
        reverted_by=queries.reverting(change, here.user),
        errors=errors or [],
    )
    response.status_code = 422 if errors else 200
    return response
