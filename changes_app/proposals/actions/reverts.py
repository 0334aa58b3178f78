"""Reverting: a draft that takes a published change back, on the standard as it is now."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction

from changes_app import texts
from changes_app.errors import Invalid
from changes_app.models import ChangeRequest
from changes_app.proposals import steps
from changes_app.proposals.actions import content, drafts
from changes_app.proposals.assessment import MOST_EDITS
from changes_app.proposals.reversal import Reversal, reversal
from changes_app.record import events, locks
from changes_app.workflow import STEPS
from specs_app.document.problems import Problem
from specs_app.versions.resolve import current


def revert(*, change: ChangeRequest, by: User) -> ChangeRequest:
    """Begin a draft of the inverse edits; where the standard has moved on in the same places, with the conflicts to be settled.

    Raises `Invalid` where nothing of the change is left to be taken back by edits.
    """
    with transaction.atomic():
        specification = locks.lock_specification(change.specification)
        published, who = steps.begin(change, "revert", by)
        head = current(specification)
        found = reversal(published, head)
        _require_something(published, found)
        draft = ChangeRequest(
            specification=specification,
            proposer=by,
            organisation=who.organisation,
            title=title_of(published),
            reverts=published,
            unreverted=list(found.left),
        )
        drafts.set_first_values(draft, head)
        draft.base_revision = published.published_revision
        content.store(draft, found.edits, head=head, settle=False, applicable=not found.conflicts)
        if not (draft.differences or draft.conflicts):
            raise _nothing_left(published, found)
        events.record(
            STEPS["revert"].event, change=draft, by=by, organisation=who.organisation, reverts=published.number
        )
    return draft


def title_of(published: ChangeRequest) -> str:
    """``Revert SSD-0028: Its title``, as much of it as a title may have."""
    whole, most = f"Revert {published.number}: {published.title}", texts.FIELDS["title"].longest
    return whole if len(whole) <= most else f"{whole[: most - 1].rstrip()}…"


def _require_something(published: ChangeRequest, found: Reversal) -> None:
    if not found.edits:
        raise _nothing_left(published, found)
    if len(found.edits) > MOST_EDITS:
        message = (
            f"Reverting {published.number} takes {len(found.edits)} edits; one proposal takes at most {MOST_EDITS}."
        )
        remedy = "Revert it in parts: suggest the changes part by part."
        raise Invalid(message, problems=[Problem("too-many", "error", message, remedy)], remedy=remedy)


def _nothing_left(published: ChangeRequest, found: Reversal) -> Invalid:
    """With the reason for each part of the change that stays."""
    problems = [Problem("not-reverted", "error", words) for words in found.left]
    message = f"Nothing of {published.number} is left to be reverted: the standard has moved on since."
    return Invalid(message, problems=problems, remedy="Suggest a change of what stands now instead.")
