"""One named function an e-mail: to whom it goes and what it says. Registered by the event it follows from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.template.loader import render_to_string

from changes_app import readers
from changes_app.addresses import change_page
from changes_app.ballots import poll
from changes_app.models import ChangeRequest, Event
from changes_app.people import display_name
from changes_app.workflow import EventKind, Status


@dataclass(frozen=True, slots=True)
class Message:
    """A plain e-mail to one person."""

    kind: str
    recipient: str
    subject: str
    body: str


def received(event: Event, change: ChangeRequest) -> Iterable[Message]:
    """To the proposer: we have it, this is its number, this comes next."""
    yield from _compose("received", f"{change.number} received", [change.proposer], event, change)


def vote_needed(event: Event, change: ChangeRequest) -> Iterable[Message]:
    """To each voter whose organisation has no vote that counts yet; who has voted already is asked to confirm the vote."""
    if change.status == Status.IN_REVIEW:
        votes = poll(change)
        voters = [seat.user for seat in votes.waiting]
        given = {voter.pk: vote for voter in voters if (vote := votes.voided(voter.pk))}
        again, anew = ([voter for voter in voters if (voter.pk in given) is asked] for asked in (True, False))
        yield from _compose("vote_needed", f"{change.number} needs your vote", anew, event, change)
        subject = f"{change.number} has changed since you voted"
        for voter in again:
            yield from _compose("confirm_vote", subject, [voter], event, change, vote=given[voter.pk])


def changes_asked(event: Event, change: ChangeRequest) -> Iterable[Message]:
    """To the proposer: what to change."""
    yield from _compose("changes_asked", f"{change.number} needs a change", [change.proposer], event, change)


def decided(event: Event, change: ChangeRequest) -> Iterable[Message]:
    """To the proposer: approved, or rejected and why."""
    subject = f"{change.number} is {change.get_status_display().lower()}"
    yield from _compose("decided", subject, [change.proposer], event, change)


def published(event: Event, change: ChangeRequest) -> Iterable[Message]:
    """To the proposer and to everybody who voted."""
    users = get_user_model().objects
    voters = users.filter(reviews__change=change).exclude(pk=change.proposer_id).distinct()
    yield from _compose("published", f"{change.number} is published", [change.proposer, *voters], event, change)


def let_in(event: Event, change: ChangeRequest) -> Iterable[Message]:
    """To a colleague of the proposer: you may write this with them."""
    yield from _compose("let_in", f"{change.number} is open to you", _person(event), event, change)


def let_in_ended(event: Event, change: ChangeRequest) -> Iterable[Message]:
    """To somebody who was let in: no more."""
    yield from _compose("let_in_ended", f"{change.number} is closed to you", _person(event), event, change)


def _person(event: Event) -> Iterable[User]:
    return get_user_model().objects.filter(pk=event.data["person_id"])


MESSAGES: dict[str, Callable[[Event, ChangeRequest], Iterable[Message]]] = {
    EventKind.COLLEAGUE_LET_IN: let_in,
    EventKind.COLLEAGUE_ENDED: let_in_ended,
    EventKind.SUBMITTED: received,
    EventKind.TRIAGED: vote_needed,
    EventKind.RESUMED: vote_needed,
    EventKind.REOPENED: vote_needed,
    EventKind.CHANGES_REQUESTED: changes_asked,
    EventKind.CONFLICT_FOUND: changes_asked,
    EventKind.APPROVED: decided,
    EventKind.REJECTED: decided,
    EventKind.PUBLISHED: published,
}


def compose(event: Event, change: ChangeRequest) -> Iterable[Message]:
    """The e-mails that follow from an event; none for most."""
    writer = MESSAGES.get(event.kind)
    return writer(event, change) if writer else ()


def _compose(
    kind: str, subject: str, people: Iterable[User], event: Event, change: ChangeRequest, **more: Any
) -> Iterable[Message]:
    for person in readers.among(people, change.specification):
        if recipient := person.email:
            body = render_to_string(f"changes/email/{kind}.txt", {**_context(person, event, change), **more})
            yield Message(kind, recipient, f"{subject}: {change.title}", body)


def _context(person: User, event: Event, change: ChangeRequest) -> dict[str, Any]:
    page = change_page(change.specification.slug, change.number)
    return {"name": display_name(person), "change": change, "event": event, "data": event.data, "page": page}
