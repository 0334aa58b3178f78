"""From draft to the steering group, and out of its hands: submit, triage, hold, resume, request changes, reject, withdraw."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction

from changes_app import texts
from changes_app.actions import base, content
from changes_app.errors import Conflicting, Invalid
from changes_app.models import ChangeRequest, Review
from changes_app.workflow import Permission
from specs_app.document.problems import Problem


def submit(*, change: ChangeRequest, by: User, comment: str = "") -> ChangeRequest:
    """Hand a proposal in: complete, applicable to the standard as it is now, and without new errors."""
    comment = base.checked_texts(comment=comment)["comment"]
    with transaction.atomic():
        locked = base.lock(change)
        who = base.authorise(locked, Permission.SUBMIT, by)
        base.check_status(locked, "submit")
        _require_complete(locked)
        _require_sound(locked)
        content.keep_rules(locked)
        locked.organisation = who.organisation
        held = {"content_hash": locked.content_hash, "change_class": locked.change_class, "comment": comment}
        base.move(locked, "submit", by=by, who=who, void_votes=_void_votes(locked), **held)
    return locked


def triage(*, change: ChangeRequest, by: User, comment: str = "") -> ChangeRequest:
    """Pass a submitted proposal to the steering group."""
    return _step(change, "triage", Permission.TRIAGE, by, comment)


def hold(*, change: ChangeRequest, by: User, comment: str = "") -> ChangeRequest:
    """Set a proposal aside for a while."""
    return _step(change, "hold", Permission.HOLD, by, comment)


def resume(*, change: ChangeRequest, by: User, comment: str = "") -> ChangeRequest:
    """Take a held proposal up where it was."""
    return _step(change, "resume", Permission.RESUME, by, comment)


def request_changes(*, change: ChangeRequest, by: User, comment: str = "") -> ChangeRequest:
    """Give a proposal back to its author, saying what to change."""
    return _step(change, "request_changes", Permission.REQUEST_CHANGES, by, comment)


def reject(*, change: ChangeRequest, by: User, comment: str = "") -> ChangeRequest:
    """Turn a proposal down for good, with the reason."""
    return _step(change, "reject", Permission.REJECT, by, comment)


def withdraw(*, change: ChangeRequest, by: User, comment: str = "") -> ChangeRequest:
    """Take one's own proposal back."""
    return _step(change, "withdraw", Permission.WITHDRAW, by, comment)


def _step(change: ChangeRequest, name: str, permission: Permission, by: User, comment: str) -> ChangeRequest:
    comment = base.checked_texts(comment=comment)["comment"]
    with transaction.atomic():
        locked = base.lock(change)
        who = base.authorise(locked, permission, by)
        base.move(locked, name, by=by, who=who, comment=comment)
    return locked


def _require_complete(change: ChangeRequest) -> None:
    """Raises `Invalid` where a proposal lacks a title, a reason, or any effect."""
    problems = [texts.missing(name) for name in ("title", "reason") if not getattr(change, name)]
    if not change.differences:
        message = "The proposal changes nothing."
        problems.append(Problem("no-change", "error", message, "Add an edit.", pointer="/edits"))
    if problems:
        raise Invalid("The proposal is not complete.", problems=problems, remedy="Fill in what is missing.")


def _require_sound(change: ChangeRequest) -> None:
    """Bring the proposal up to the current standard; raises where it collides, or brings new errors."""
    result = content.store(change, content.edits_of(change), settle=False)
    if change.conflicts:
        message = f"The standard has changed since {change.number} was begun, in {len(change.conflicts)} of its fields."
        remedy = "Compare both wordings; then keep yours or edit the proposal."
        raise Conflicting(message, conflicts=change.conflicts, remedy=remedy)
    errors = (*result.errors, *content.writing_problems(change.specification, result.document))
    if errors:
        raise Invalid("The proposal would bring new errors.", problems=errors, remedy="Mend what is listed.")


def _void_votes(change: ChangeRequest) -> list[str]:
    """The organisations whose earlier votes no longer count."""
    votes = Review.objects.filter(change=change)
    voided = votes.exclude(content_hash=change.content_hash, rule_hash=change.rule_hash)
    return sorted(set(voided.values_list("organisation__name", flat=True)))
