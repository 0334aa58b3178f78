"""The steps that people take along the way of a change request, from draft to the steering group and out of its hands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypedDict, Unpack

from django.contrib.auth.models import User
from django.db import transaction

from changes_app import texts
from changes_app.errors import Conflicting, Invalid
from changes_app.models import ChangeRequest, Review
from changes_app.people.permissions import Participant
from changes_app.proposals import standard, steps
from changes_app.proposals.actions import content, drafts
from changes_app.proposals.actions.drafts import RawEdits
from changes_app.workflow import STEPS, TAKEN
from specs_app.document.problems import Problem
from specs_app.models import Specification
from specs_app.versions.resolve import current
from specs_app.versions.version import Version


class Given(TypedDict, total=False):
    """What of a proposal is written at once."""

    title: str
    reason: str
    benefit: str
    edits: RawEdits


def propose(*, specification: Specification, by: User, submit: bool = False, **given: Unpack[Given]) -> ChangeRequest:
    """A draft; with ``submit`` a proposal that is handed in, or nothing where it cannot be."""
    with transaction.atomic():
        change = drafts.create(specification=specification, by=by, **given)
        return take("submit", change=change, by=by) if submit else change


def revise(*, change: ChangeRequest, by: User, submit: bool = False, **given: Unpack[Given]) -> ChangeRequest:
    """The proposal with what is given replaced; with ``submit`` handed in, or left as it was where it cannot be."""
    with transaction.atomic():
        change = drafts.update(change=change, by=by, **given)
        return take("submit", change=change, by=by) if submit else change


def take(name: str, *, change: ChangeRequest, by: User, comment: str = "") -> ChangeRequest:
    """Take a step of `workflow.TAKEN`: who may, from where, whether a reason is needed, and what follows is in its row.

    Raises `ValueError` for any other step: those have actions of their own.
    """
    if STEPS[name] not in TAKEN:
        raise ValueError(f"{name} is not taken by this action.")
    comment = texts.checked(comment=comment)["comment"]
    with transaction.atomic():
        locked, who = steps.begin(change, name, by)
        more = PREPARED[name](locked, who) if name in PREPARED else {}
        steps.move(locked, name, by=by, who=who, **more, comment=comment)
    return locked


def _handed_in(change: ChangeRequest, who: Participant) -> dict[str, Any]:
    """Have a proposal ready to be judged, under the rules in force; raises where it is not. What its event says of it."""
    _require_complete(change)
    head = current(change.specification)
    _require_sound(change, head)
    content.keep_rules(change, head)
    change.organisation = who.organisation
    held = {"content_hash": change.content_hash, "change_class": change.change_class}
    return {"void_votes": _voided_organisations(change), **held}


#: What must be done besides before a step is taken.
PREPARED: dict[str, Callable[[ChangeRequest, Participant], dict[str, Any]]] = {
    "submit": _handed_in,
    "triage": lambda change, _who: {**change.said_of_local},
}


def _require_complete(change: ChangeRequest) -> None:
    """Raises `Invalid` where a proposal lacks a title, a reason, or any effect."""
    problems = [texts.missing(name) for name in ("title", "reason") if not getattr(change, name)]
    if not change.differences:
        message = "The proposal changes nothing."
        problems.append(Problem("no-change", "error", message, "Add an edit.", pointer="/edits"))
    if problems:
        raise Invalid("The proposal is not complete.", problems=problems, remedy="Fill in what is missing.")


def _require_sound(change: ChangeRequest, head: Version) -> None:
    """Bring the proposal up to the current standard; raises where it collides, or brings new errors."""
    result = content.store(change, standard.edits_of(change), head=head, settle=False)
    if change.conflicts:
        message = f"The standard has changed since {change.number} was begun, in {len(change.conflicts)} of its fields."
        remedy = "Compare both wordings; then keep yours or edit the proposal."
        raise Conflicting(message, conflicts=change.conflicts, remedy=remedy)
    errors = (*result.errors, *standard.writing_problems(head, result.document))
    if errors:
        raise Invalid("The proposal would bring new errors.", problems=errors, remedy="Mend what is listed.")


def _voided_organisations(change: ChangeRequest) -> list[str]:
    """The organisations whose earlier votes no longer count."""
    votes = Review.objects.filter(change=change)
    voided = votes.exclude(content_hash=change.content_hash, rule_hash=change.rule_hash)
    return sorted({review.voice for review in voided.select_related("organisation")})
