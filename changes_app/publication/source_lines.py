"""What a person does where the source was rewritten: have the line followed that it has now."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction

from changes_app.errors import Superseded, WrongStatus
from changes_app.people import authorisation
from changes_app.record import events, locks
from changes_app.workflow import EventKind, Permission
from specs_app.actions.source_lines import seen_at
from specs_app.actions.synchronisation import follow_new_line
from specs_app.models import Specification


def accept(*, specification: Specification, by: User, commit: str) -> Specification:
    """Follow the source though it holds commits no more that were taken from it; what was published stays. A job does it.

    ``commit`` is the one at which the new line was read: raises `Superseded` where the source has another by now, `WrongStatus`
    where it was not rewritten.
    """
    with transaction.atomic():
        locked = locks.lock_specification(specification)
        authorisation.authorise_in(locked, Permission.SETTLE_SOURCE, by)
        seen = seen_at(locked)
        if not seen:
            message = f"The source of {locked.slug} was not rewritten."
            raise WrongStatus(
                message, found=locked.source_state, expected="rewritten", remedy="Nothing has to be done."
            )
        if commit != seen:
            message = f"The source is at {seen[:12]} by now, not at {commit[:12] or 'no commit'}."
            raise Superseded(message, conflicts=[], remedy="Look at it there, and decide again.")
        events.tell(EventKind.LINE_ACCEPTED, specification=locked, by=by, commit=seen)
        follow_new_line.enqueue(locked.slug, seen)
    return locked
