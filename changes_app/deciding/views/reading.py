"""Reading proposals: the list, and one of them."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from changes_app.deciding import tallies
from changes_app.deciding.ballots import poll
from changes_app.deciding.forms import CommentForm, VoteForm
from changes_app.deciding.needs import counted, still_needed
from changes_app.deciding.next_steps import choices, invitation, open_to
from changes_app.deciding.own_vote import own_vote
from changes_app.errors import NotFound
from changes_app.models import ChangeRequest
from changes_app.proposals import previews, queries, standard
from changes_app.proposals.draft import links_within
from changes_app.proposals.summary import colliding, summary
from changes_app.proposals.views.context import ChangeContext, change_context
from changes_app.proposals.views.earlier import EARLIER, earlier_changes, show_earlier, show_list
from changes_app.record.event_words import entry, entry_of
from changes_app.workflow import OPEN, Status
from changes_app.workflow.matrix import LOCAL_DECIDERS, VOTERS
from specs_app.document.types import CHANGE_CLASSES
from specs_app.publishing.diagrams.pictures import picture
from specs_app.publishing.pages.components import table_files
from specs_app.web.keeping import kept

PROPOSALS_A_PAGE = 25
FILTERS = ("status", "class", "q")


@kept("at", "page", *FILTERS)
def changes(request: HttpRequest, slug: str) -> HttpResponse:
    """All proposals that the reader may see, newest first, filtered."""
    here = change_context(request, slug)
    asked = {name: request.GET.get(name, "").strip() for name in FILTERS}
    given = {name: value for name, value in asked.items() if value}
    query = here.links.paging(**given)
    if asked["status"] == EARLIER:
        return show_list(here, asked["q"], request.GET.get("page"), asked=asked, query=query)
    found = queries.filtered(
        queries.visible(here.specification, request.user).defer(*queries.LONG),
        status=asked["status"],
        change_class=asked["class"],
        text=asked["q"],
    )
    batch = Paginator(found, PROPOSALS_A_PAGE).get_page(request.GET.get("page"))
    statuses = [("open", "Open"), *Status.choices, (EARLIER, "Before the portal")]
    files = table_files(here.links, "changes", **given)
    page = {"asked": asked, "query": query, "statuses": statuses, "classes": CHANGE_CLASSES, "files": files}
    earlier = len(earlier_changes(here))
    return here.show("changes/list.html", batch=batch, active=bool(given), earlier=earlier, **page)


@kept("at")
def change(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """One proposal: where it stands, what it changes, who said what, and what the reader may do; or one from before the portal."""
    here = change_context(request, slug)
    try:
        found = here.change(number)
    except NotFound:
        earlier = next((told for told in earlier_changes(here) if told.number == number), None)
        if earlier is None:
            raise
        return show_earlier(here, earlier)
    return show_change(here, found)


def show_change(
    here: ChangeContext,
    found: ChangeRequest,
    *,
    vote: VoteForm | None = None,
    comment: CommentForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a proposal, with the forms as they were sent where something was wrong."""
    if found.status in OPEN:
        found.conflicts = standard.open_conflicts(found)
    votes, offered = poll(found), choices(found, here.who)
    steps = [choice for choice in offered if choice.step.outcome and (choice.allowed or choice.later)]
    vote = vote or VoteForm(initial={"content_hash": found.content_hash})
    if votes.local:
        vote.speak_for_the_secretariat()
    tally = tallies.tally(found, votes)
    may_vote = any(choice.name == "review" and choice.allowed for choice in offered)
    preview = previews.preview(found) if found.differences else previews.Preview()
    response = here.show(
        "changes/change.html",
        change=found,
        page=summary(found, links_within(found, here.links), here.document.settings),
        voices=votes.voices,
        own=own_vote(found, votes, here.who, here.links, may_vote=may_vote),
        needed=still_needed(found, tally),
        asked=entry_of(queries.asked(found)),
        counted=counted(found, tally),
        collisions=colliding(found),
        judged=not found.fits("settle"),
        reverted_by=queries.reverting(found, here.request.user),
        preview=preview,
        diagram=picture(here.specification, preview.diagram, here.links) if preview.diagram else None,
        choices=offered,
        steps=steps,
        open_steps=open_to(steps),
        is_voter=here.who.role in (LOCAL_DECIDERS if votes.local else VOTERS),
        invites="" if here.who.signed_in else invitation(offered),
        timeline=[entry(event) for event in queries.timeline(found)],
        vote=vote,
        comment=comment or CommentForm(),
    )
    response.status_code = status
    if found.notice_runs:
        response.headers["Cache-Control"] = "no-store"  # it ends at a moment that nothing tells of
    return response
