"""Taking a step of a proposal's way: who may, from where, what is stored and what is written down."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from changes_app import texts
from changes_app.errors import Invalid, NotFound, WrongStatus
from changes_app.models import ChangeRequest, Event
from changes_app.people import authorisation, permissions
from changes_app.people.permissions import Participant
from changes_app.record import events, locks
from changes_app.workflow import STEPS, Status
from specs_app import access

#: The moment that a change keeps when it comes to a status for the first time or again.
STAMPS = {
    Status.SUBMITTED: "submitted_at",
    Status.IN_REVIEW: "review_opened_at",
    Status.APPROVED: "decided_at",
    Status.REJECTED: "decided_at",
    Status.PUBLISHED: "published_at",
}


def begin(change: ChangeRequest, name: str, by: User) -> tuple[ChangeRequest, Participant]:
    """The change request, locked, and the person, where they may take this step and it fits."""
    locked = locks.lock(change)
    who = authorise(locked, name, by)
    require_fit(locked, name)
    return locked, who


def authorise(change: ChangeRequest, name: str, by: User) -> Participant:
    """The person, where they may take this step; drafts of others, and what they may not read, do not exist for them."""
    who = permissions.participant(by, change.specification)
    own = who.user_id == change.proposer_id
    hidden = change.submitted_at is None and not own and not permissions.is_let_in(who, change)
    if hidden or not access.may_read(by, change.specification):
        raise NotFound(f"There is no change request {change.number}.", remedy="Check the number.")
    permissions.require_step(who, name, change)
    authorisation.require_name(by)
    return who


def move(change: ChangeRequest, name: str, *, by: User | None, who: Participant | None = None, **data: Any) -> Event:
    """Take a step that moves: check where the change stands, store the new status, record the event with ``data``."""
    step = STEPS[name]
    require_fit(change, name)
    if step.needs_comment and not str(data.get("comment", "")).strip():
        raise Invalid("A reason is needed.", remedy="Say why in a sentence.", problems=[texts.missing("comment")])
    now = timezone.now()
    before = change.status
    change.status = step.target if isinstance(step.target, Status) else change.held_from
    change.held_from = before if change.status == Status.ON_HOLD else ""
    if before == Status.APPROVED and change.status != Status.PUBLISHED:
        change.decision, change.publish_after = {}, None
    if stamp := STAMPS.get(Status(change.status)):
        _stamp(change, stamp, now, resumed=step.resumes)
    change.updated_at = now
    change.save()
    return events.record(
        step.event,
        change=change,
        by=by,
        organisation=who.organisation if who else None,
        at=now,
        **{"from": before, "to": change.status, **data},
    )


def _stamp(change: ChangeRequest, name: str, now: datetime, *, resumed: bool) -> None:
    """A pause does not begin a review anew."""
    if not (resumed and getattr(change, name)):
        setattr(change, name, now)


def require_fit(change: ChangeRequest, name: str) -> None:
    """Raises `WrongStatus` where the status does not allow the step."""
    if change.fits(name):
        return
    step, found = STEPS[name], Status(change.status).label.lower()
    message = step.misfit.words.format(number=change.number, status=found, wanted=step.wanted)
    expected, found = (step.wanted, found) if step.misfit.compares else ("", "")
    raise WrongStatus(message, expected=expected, found=found, remedy=step.misfit.remedy)


def record_step(name: str, *, change: ChangeRequest, by: User, who: Participant, **data: Any) -> Event:
    """Write the event of a step that does not move."""
    return events.record(STEPS[name].event, change=change, by=by, organisation=who.organisation, **data)


def done(step: str, change: ChangeRequest) -> str:
    """What is said to who has taken a step."""
    return STEPS[step].done.format(number=change.number, status=change.get_status_display().lower())
