"""A draft as a place: what it holds and lacks, its edits in their order, and sending it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from changes_app.errors import Conflicting, Invalid, NotFound
from changes_app.models import ChangeRequest
from changes_app.people import permissions
from changes_app.people.views.signing_in import signed_in
from changes_app.proposals import previews, queries, standard
from changes_app.proposals.actions import drafts, submissions
from changes_app.proposals.colleagues import inside
from changes_app.proposals.draft import links_within, pieces, tasks
from changes_app.proposals.summary import colliding, summary
from changes_app.proposals.targets import part_of
from changes_app.proposals.views.context import ChangeContext, change_context, posted_from
from changes_app.record.event_words import entry_of
from changes_app.workflow import FINAL
from specs_app.document.problems import Problem
from specs_app.document.types import Document
from specs_app.publishing.links import Links
from specs_app.publishing.pages.categories import category_page
from specs_app.publishing.pages.components import Link
from specs_app.publishing.pages.item import item_page
from specs_app.publishing.pages.objects import object_page

Errors = Sequence[dict[str, str]]
#: The kinds of parts that only a proposal holds, by their place in addresses.
KINDS = {"items": "item", "objects": "object", "categories": "category"}


@signed_in
def draft(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """What the draft holds and lacks, and everything that will be sent. What is being judged is read on its own page."""
    here = change_context(request, slug)
    change = here.change(number)
    if permissions.refusal_on(here.who, "edit", change) or not change.fits("edit"):
        return here.to(number)
    return show_draft(here, change)


def show_draft(here: ChangeContext, change: ChangeRequest, errors: Errors = (), status: int = 422) -> HttpResponse:
    """The draft's page; with what is wrong at its head."""
    change.conflicts = standard.open_conflicts(change)
    links = links_within(change, here.links)
    page = summary(change, links, here.document.settings)
    preview = previews.preview(change) if change.differences else previews.Preview()
    needs = tasks(change, page)
    response = here.show(
        "changes/draft.html",
        Link(change.number, here.links.change(change.number)),
        change=change,
        page=page,
        tasks=needs,
        ready=not any(task.waits for task in needs),
        pieces=pieces(change, page, links),
        colleagues=inside(change),
        owns=here.user == change.proposer,
        asked=entry_of(queries.asked(change)),
        collisions=colliding(change),
        preview=preview,
        errors=errors,
    )
    response.status_code = status if errors else 200
    return response


@signed_in
@posted_from("draft")
def send(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Hand the proposal in."""
    here = change_context(request, slug)
    change = here.change(number)
    try:
        submissions.take("submit", change=change, by=here.user)
    except Invalid as error:
        return show_draft(here, change, _said(error.problems))
    except Conflicting as error:
        return show_draft(
            here, here.change(number), [{"text": f"{error.message} {error.remedy}", "href": "../conflicts/"}]
        )
    return here.to(number, "sent")


@signed_in
@posted_from("draft")
def remove_edit(request: HttpRequest, slug: str, number: str, position: int) -> HttpResponse:
    """Take an edit out of a draft."""
    here = change_context(request, slug)
    try:
        drafts.remove_edit(change=here.change(number), by=here.user, position=position)
    except Invalid as error:
        return show_draft(here, here.change(number), _said(error.problems))
    messages.success(request, "The edit is taken out of your proposal.")
    return here.to(number, "draft")


@signed_in
@posted_from("draft")
def move_edit(request: HttpRequest, slug: str, number: str, position: int) -> HttpResponse:
    """Make an edit of a draft earlier or later by one."""
    here = change_context(request, slug)
    to = position + (1 if request.POST.get("to") == "later" else -1)
    try:
        drafts.move_edit(change=here.change(number), by=here.user, position=position, to=to)
    except Invalid as error:
        return show_draft(here, here.change(number), _said(error.problems))
    return here.to(number, "draft")


def _said(problems: Sequence[Problem]) -> Errors:
    """Problems as the head of a page says them; a missing text leads to its question."""
    return [
        {"text": f"{one.message} {one.remedy}".strip(), **({"href": "../why/"} if one.rule == "missing" else {})}
        for one in problems
    ]


def part(request: HttpRequest, slug: str, number: str, kind: str, key: str) -> HttpResponse:
    """A part as a proposal would have it; the standard's own page once the proposal is done."""
    here = change_context(request, slug)
    change = here.change(number)
    if change.status in FINAL:
        return here.to_page(kind, key)
    document = standard.document_of(change)
    found = part_of(document, KINDS[kind], key) if kind in KINDS else None
    if found is None:
        raise NotFound(f"{number} holds no such part.", remedy="Go back to the proposal.")
    editable = change.fits("edit") and not permissions.refusal_on(here.who, "edit", change)
    shown = SHOWN[kind](document, key, links_within(change, here.links))
    trail = Link(change.number, here.links.change(number))
    go_on = here.links.suggest(**{found.kind: key}, draft=number) if editable else ""
    draft_on = here.context.edition.name
    return here.show("changes/part.html", trail, change=change, part=found, page=shown, go_on=go_on, draft_on=draft_on)


def _item(document: Document, key: str, links: Links) -> Any:
    return item_page(document, *document.item_by_ref[key], links)


def _object(document: Document, key: str, links: Links) -> Any:
    return object_page(document, document.object_by_name[key], links)


def _category(document: Document, key: str, links: Links) -> Any:
    return category_page(document, document.category_by_name[key], links)


SHOWN = {"items": _item, "objects": _object, "categories": _category}
