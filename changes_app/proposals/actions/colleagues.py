"""Colleagues of the proposer who write a proposal with them: let in, and the end of it. Whose proposal it is never changes."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from changes_app.errors import Invalid
from changes_app.models import ChangeRequest, Colleague
from changes_app.proposals import steps
from changes_app.proposals.colleagues import possible
from changes_app.record.names import display_name
from specs_app.document.problems import Problem


def let_in(*, change: ChangeRequest, by: User, username: str) -> ChangeRequest:
    """Have somebody of one's own organisation read and write one's proposal before it is judged."""
    with transaction.atomic():
        locked, who = steps.begin(change, "let_in", by)
        person = possible(locked).filter(username=username).first()
        if person is None:
            raise _unknown(
                "There is nobody of that name to let in.", "Name a member of your organisation who is not in yet."
            )
        Colleague.objects.update_or_create(change=locked, user=person, defaults={"let_in_at": timezone.now()})
        steps.record_step("let_in", change=locked, by=by, who=who, **_named(person))
    return locked


def end(*, change: ChangeRequest, by: User, username: str) -> ChangeRequest:
    """Have somebody who was let in come in no more."""
    with transaction.atomic():
        locked, who = steps.begin(change, "end_colleague", by)
        row = Colleague.objects.filter(change=locked, user__username=username).select_related("user").first()
        if row is None:
            raise _unknown("Nobody of that name was let in.", "See who is named in the draft.")
        row.delete()
        steps.record_step("end_colleague", change=locked, by=by, who=who, **_named(row.user))
    return locked


def _named(person: User) -> dict[str, Any]:
    return {"person": display_name(person), "person_id": person.pk}


def _unknown(message: str, remedy: str) -> Invalid:
    return Invalid(
        message, remedy=remedy, problems=[Problem("no-colleague", "error", message, remedy, pointer="/username")]
    )
