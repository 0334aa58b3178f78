"""What a person does where the source and what is published do not agree: say what stands, place by place.

What is chosen is stored with the place and all three values. The job that follows the source makes the merge; where either side has
moved by then, only what altered is asked again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from changes_app.errors import Invalid, Superseded, WrongStatus
from changes_app.people import permissions
from changes_app.people.permissions import Participant
from changes_app.record import events, locks
from changes_app.record.names import git_name
from changes_app.workflow import EventKind, Permission
from specs_app.actions.synchronisation import follow_source
from specs_app.document.problems import Problem
from specs_app.document.threeway import OURS, THEIRS
from specs_app.models import SourceMeeting, Specification

KEEPS = (OURS, THEIRS)
Choices = Sequence[Mapping[str, Any]]


def waiting(specification: Specification) -> SourceMeeting | None:
    """The commit of the source that waits to be settled, if there is one."""
    return SourceMeeting.objects.filter(specification=specification).first()


def settle(*, specification: Specification, by: User, choices: Choices) -> SourceMeeting:
    """Say for each meeting whose value stands: ``choices`` are ``{key, keep}``, where ``keep`` is ``ours`` or ``theirs``.

    Raises `Superseded` where a place is not any more what was read, `Invalid` where one is left out. What was chosen before stands
    where it is not chosen anew.
    """
    with transaction.atomic():
        locked = locks.lock_specification(specification)
        who = permissions.participant(by, locked)
        permissions.require(who, Permission.SETTLE_SOURCE)
        row = waiting(locked)
        if row is None:
            message = "There is nothing of the source to settle."
            raise WrongStatus(message, found="nothing to settle", remedy="See its state.")
        given = _given(row, choices)
        moment = timezone.now().replace(microsecond=0).isoformat()
        told = {key: {"keep": keep, "by": _name(by, who), "at": moment} for key, keep in given.items()}
        row.choices = {**row.choices, **told}
        row.save(update_fields=["choices"])
        events.tell(EventKind.SOURCE_SETTLED, specification=locked, by=by, commit=row.commit, choices=_told(row, given))
        follow_source.enqueue(locked.slug)
    return row


def _name(by: User, who: Participant) -> str:
    return f"{git_name(by)} ({who.organisation.name})" if who.organisation else git_name(by)


def _told(row: SourceMeeting, given: Mapping[str, str]) -> list[dict[str, str]]:
    met = {meeting["key"]: meeting for meeting in row.meetings}
    return [{"address": met[key]["address"], "field": met[key]["field"], "keep": keep} for key, keep in given.items()]


def _given(row: SourceMeeting, choices: Choices) -> dict[str, str]:
    """What is chosen, by the key of its meeting; raises where it cannot be taken so."""
    known = {meeting["key"] for meeting in row.meetings}
    if gone := [one for one in choices if str(one.get("key", "")) not in known]:
        message = f"{len(gone)} of these places are not any more what was read."
        raise Superseded(message, conflicts=row.meetings, remedy="Read what both sides say now, and choose again.")
    if problems := [*_faults(choices), *_missing(row, choices)]:
        raise Invalid("This cannot be settled so.", problems=problems, remedy="Choose for each place that is listed.")
    return {str(one["key"]): str(one["keep"]) for one in choices}


def _faults(choices: Choices) -> Iterator[Problem]:
    for number, one in enumerate(choices):
        if one.get("keep") not in KEEPS:
            message = f"Choose one of {', '.join(KEEPS)}."
            yield Problem("missing-choice", "error", message, pointer=f"/choices/{number}/keep")


def _missing(row: SourceMeeting, choices: Choices) -> Iterator[Problem]:
    given = {str(one.get("key")) for one in choices}
    for meeting in row.open:
        if meeting["key"] not in given:
            place = f"{meeting['address']} {meeting['field']}".rstrip()
            yield Problem("missing-choice", "error", f"Nothing is chosen for {place}.", pointer="/choices")
