"""What every action does: lock, check, move along the workflow, record."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from changes_app import permissions, texts
from changes_app.addresses import whole
from changes_app.errors import Invalid, NameNeeded, NotAllowed, NotFound, WrongStatus
from changes_app.models import ChangeRequest, Event
from changes_app.notifications import outbox
from changes_app.people import display_name, full_name
from changes_app.permissions import Standing
from changes_app.workflow import STEPS, EventKind, Permission, Status
from specs_app import access
from specs_app.document.problems import Problem
from specs_app.models import Specification

#: The moment that a change keeps when it comes to a status for the first time or again.
STAMPS = {
    Status.SUBMITTED: "submitted_at",
    Status.IN_REVIEW: "review_opened_at",
    Status.APPROVED: "decided_at",
    Status.REJECTED: "decided_at",
    Status.PUBLISHED: "published_at",
}


def lock_specification(specification: Specification) -> Specification:
    """The specification's row, locked until the transaction ends. Always locked before a change request."""
    return Specification.objects.select_for_update(no_key=True).get(pk=specification.pk)


def lock(change: ChangeRequest) -> ChangeRequest:
    """The change request as it is now, locked until the transaction ends."""
    found = ChangeRequest.objects.select_for_update(no_key=True, of=("self",)).filter(pk=change.pk)
    locked = found.select_related("specification", "proposer", "organisation").first()
    if locked is None:
        raise NotFound(f"There is no change request {change.number} any more.", remedy="Go back to the list.")
    return locked


def begin(change: ChangeRequest, name: str, by: User) -> tuple[ChangeRequest, Standing]:
    """The change request, locked, and the person's standing, where they may take this step and it fits."""
    locked = lock(change)
    who = authorise(locked, name, by)
    require_fit(locked, name)
    return locked, who


def authorise(change: ChangeRequest, name: str, by: User) -> Standing:
    """The person's standing where they may take this step; drafts of others, and what they may not read, do not exist for them."""
    who = permissions.standing(by, change.specification)
    own = who.user_id == change.proposer_id
    hidden = change.submitted_at is None and not own and not permissions.is_let_in(who, change)
    if hidden or not access.may_read(by, change.specification):
        raise NotFound(f"There is no change request {change.number}.", remedy="Check the number.")
    permissions.require_step(who, name, change)
    require_name(by)
    return who


def authorise_in(specification: Specification, permission: Permission, by: User) -> Standing:
    """The person's standing where they may do this in a standard, whatever the change request."""
    who = permissions.standing(by, specification)
    permissions.require(who, permission)
    require_name(by)
    return who


def require_name(by: User) -> None:
    """Raises `NameNeeded` where something of the person's would become public and they have no name to show."""
    if not full_name(by):
        message = "What you do here is public, and your account has no name to show."
        raise NameNeeded(message, remedy=f"Enter your name at {whole('/account/name/')} and do it again.")


def move(change: ChangeRequest, name: str, *, by: User | None, who: Standing | None = None, **data: Any) -> Event:
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
    return record(step.event, change=change, by=by, who=who, at=now, **{"from": before, "to": change.status, **data})


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


def record_step(name: str, *, change: ChangeRequest, by: User, who: Standing, **data: Any) -> Event:
    """Write the event of a step that does not move."""
    return record(STEPS[name].event, change=change, by=by, who=who, **data)


def record(
    kind: EventKind,
    *,
    change: ChangeRequest,
    by: User | None,
    who: Standing | None = None,
    at: datetime | None = None,
    **data: Any,
) -> Event:
    """Write the event of a change request, and the e-mails that follow from it."""
    organisation = who.organisation.name if who and who.organisation else ""
    event = Event.objects.create(
        kind=kind,
        specification=change.specification.slug,
        change_number=change.number,
        change_sequence=change.sequence,
        actor_id=by.pk if by else None,
        actor_name=display_name(by),
        organisation=organisation,
        at=at or timezone.now(),
        data=data,
    )
    outbox.queue(event, change)
    return event


def note(kind: EventKind, *, by: User | None, **data: Any) -> Event:
    """Write an event about a person, in no specification."""
    actor = by.pk if by else None
    return Event.objects.create(kind=kind, actor_id=actor, actor_name=display_name(by), at=timezone.now(), data=data)


def checked_texts(**fields: str) -> dict[str, str]:
    """The texts without blanks at their ends; raises `Invalid` with every fault."""
    problems: list[Problem] = [problem for name, text in fields.items() for problem in texts.faults(name, text)]
    if problems:
        raise Invalid("Some of the text cannot be taken.", problems=problems, remedy="Mend it and send again.")
    return {name: text.strip() for name, text in fields.items()}


def require_account(by: User) -> None:
    """Raises `NotAllowed` for somebody who has not signed in."""
    if not by.is_authenticated or not by.is_active:
        raise NotAllowed("Sign in first.", remedy="Sign in, or make an account.")
