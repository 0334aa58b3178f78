"""The e-mails that follow from an event: which they are and to whom they go stands in the event's row (`workflow.events`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.template.loader import render_to_string

from changes_app.addresses import change_page
from changes_app.deciding.ballots import poll
from changes_app.following.inbox import due_on
from changes_app.models import ChangeRequest, Event
from changes_app.people import readers
from changes_app.record import events, outbox
from changes_app.record.names import display_name
from changes_app.record.outbox import Message
from changes_app.workflow import EventKind, Status
from changes_app.workflow.events import Mail, Told
from specs_app.document.describe import describe
from specs_app.document.diff import Change

#: So many changes are told in an e-mail.
MOST_CHANGES = 6
#: People, each with what the text says to them alone.
People = Iterable[tuple[User, Mapping[str, Any]]]


@events.listens
def queue(event: Event, change: ChangeRequest) -> None:
    """Have the e-mails of an event sent."""
    outbox.queue(event, compose(event, change))


def compose(event: Event, change: ChangeRequest) -> Iterable[Message]:
    """The e-mails that follow from an event; none for most."""
    occasion = Occasion(event, change)
    for mail in EventKind(event.kind).mails:
        yield from _compose(mail, occasion)


@dataclass(frozen=True)
class Occasion:
    """An event and its change request, with what more than one of its e-mails asks for."""

    event: Event
    change: ChangeRequest

    @cached_property
    def voters(self) -> list[tuple[User, Any]]:
        """Each voter whose organisation has no vote that counts, with the vote of theirs that does not count any more."""
        if self.change.status != Status.IN_REVIEW:
            return []
        votes = poll(self.change)
        return [(seat.user, votes.voided(seat.user_id)) for seat in votes.waiting]


def _compose(mail: Mail, occasion: Occasion) -> Iterable[Message]:
    event, change = occasion.event, occasion.change
    subject = mail.subject.format(number=change.number, status=change.get_status_display().lower())
    told = list(RECIPIENTS[mail.told](occasion))
    may_read = {person.pk for person in readers.among([person for person, _ in told], change.specification)}
    for person, more in told:
        if person.pk in may_read and person.email:
            body = render_to_string(mail.template, {**_context(person, event, change), **more})
            yield Message(mail.key, person.email, f"{subject}: {change.title}", body)


def _context(person: User, event: Event, change: ChangeRequest) -> dict[str, Any]:
    page = change_page(change.specification.slug, change.number)
    return {"name": display_name(person), "change": change, "event": event, "data": event.data, "page": page}


def _proposer(occasion: Occasion) -> People:
    yield occasion.change.proposer, {}


def _waiting(occasion: Occasion) -> People:
    """Those who have no vote yet, not even one that does not count any more, with what would change and until when to vote."""
    changes = [describe(Change.from_dict(found)) for found in occasion.change.differences]
    told = {"changes": changes[:MOST_CHANGES], "more": len(changes[MOST_CHANGES:]), "due": due_on(occasion.change)}
    yield from ((voter, told) for voter, vote in occasion.voters if vote is None)


def _voided(occasion: Occasion) -> People:
    """Those whose vote does not count any more and is waited for, each with that vote."""
    yield from ((voter, {"vote": vote}) for voter, vote in occasion.voters if vote is not None)


def _concerned(occasion: Occasion) -> People:
    """The proposer, and everybody who has ever voted on it."""
    change = occasion.change
    voters = get_user_model().objects.filter(reviews__change=change).exclude(pk=change.proposer_id).distinct()
    yield from ((person, {}) for person in (change.proposer, *voters))


def _colleague(occasion: Occasion) -> People:
    yield from ((person, {}) for person in get_user_model().objects.filter(pk=occasion.event.data["person_id"]))


RECIPIENTS: dict[Told, Callable[[Occasion], People]] = {
    Told.PROPOSER: _proposer,
    Told.WAITING: _waiting,
    Told.VOIDED: _voided,
    Told.CONCERNED: _concerned,
    Told.COLLEAGUE: _colleague,
}
