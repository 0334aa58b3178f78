"""Votes: one an organisation, bound to what was read; the vote that completes the rules approves and publishes."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from changes_app import policies, texts
from changes_app.actions import base, publication
from changes_app.errors import AlreadyVoted, Invalid, NotAllowed, StaleContent, WrongStatus
from changes_app.models import ChangeRequest, Organisation, Review
from changes_app.models.review import Verdict
from changes_app.policies import Tally, Vote
from changes_app.workflow import EventKind, Permission, Status
from specs_app.document.problems import Problem


def cast(*, change: ChangeRequest, by: User, verdict: str, content_hash: str, comment: str = "") -> ChangeRequest:
    """Vote on the content named by its hash. When the rules then hold, the change is approved and published at once.

    The vote stands even where publishing fails: the change is then ``approved``, with ``publication_problem`` saying why.
    """
    comment = base.checked_texts(comment=comment)["comment"]
    _check_verdict(verdict, comment)
    with transaction.atomic():
        locked = base.lock(change)
        who = base.authorise(locked, Permission.REVIEW, by)
        _check_open(locked, content_hash)
        organisation = _require_organisation(who.organisation)
        _store(locked, by, organisation, verdict, comment)
        base.record(EventKind.VOTED, change=locked, by=by, who=who, verdict=verdict, comment=comment, hash=content_hash)
        approve_if_satisfied(locked)
    return publication.attempt(change=locked) if locked.status == Status.APPROVED else locked


def tally(change: ChangeRequest) -> Tally | None:
    """The votes counted against the proposal's own rule; None before it was submitted."""
    if (rule := change.rule) is None:
        return None
    votes = [
        Vote(review.organisation.name, review.verdict, review.content_hash)
        for review in change.reviews.select_related("organisation")
    ]
    opened = timezone.localdate(change.review_opened_at) if change.review_opened_at else None
    return policies.count(votes, rule=rule, content_hash=change.content_hash, opened=opened, today=timezone.localdate())


def approve_if_satisfied(change: ChangeRequest) -> None:
    """Approve a locked change under review whose rules hold."""
    counted = tally(change)
    if change.status == Status.IN_REVIEW and counted is not None and counted.satisfied:
        base.move(change, "approve", by=None, content_hash=change.content_hash, approvals=counted.approvals)


def _check_verdict(verdict: str, comment: str) -> None:
    if verdict not in Verdict.values:
        known = ", ".join(Verdict.values)
        problem = Problem("unknown-verdict", "error", f"A verdict is one of {known}.", pointer="/verdict")
        raise Invalid(problem.message, expected=known, found=str(verdict)[:80], problems=[problem])
    if verdict == Verdict.OBJECT and not comment:
        raise Invalid("An objection needs a reason.", problems=[texts.missing("comment")], remedy="Say what is wrong.")


def _check_open(change: ChangeRequest, content_hash: str) -> None:
    if change.status != Status.IN_REVIEW:
        found = Status(change.status).label.lower()
        raise WrongStatus(f"{change.number} is {found}; votes count only in review.", expected="in review", found=found)
    if content_hash != change.content_hash:
        message = f"{change.number} no longer says what you read."
        remedy = "Look at what has changed since, and vote on that."
        raise StaleContent(message, expected=change.content_hash, found=str(content_hash)[:80], remedy=remedy)


def _require_organisation(organisation: Organisation | None) -> Organisation:
    if organisation is None:
        raise NotAllowed("You do not stand for an organisation.", remedy="Ask the secretariat to name yours.")
    return organisation


def _store(change: ChangeRequest, by: User, organisation: Organisation, verdict: str, comment: str) -> None:
    """The organisation's vote on this content; its own caster may change it, a colleague may not."""
    votes = Review.objects.filter(change=change, organisation=organisation, content_hash=change.content_hash)
    earlier = votes.select_related("reviewer").first()
    if earlier is not None and earlier.reviewer_id != by.pk:
        message = f"{organisation} has voted already: {earlier.get_verdict_display().lower()}, by a colleague of yours."
        raise AlreadyVoted(message, remedy="Only the person who cast the vote can change it.")
    vote = earlier or Review(change=change, organisation=organisation, content_hash=change.content_hash, reviewer=by)
    vote.verdict, vote.comment, vote.cast_at = verdict, comment, timezone.now()
    vote.save()
