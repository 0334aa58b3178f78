"""Votes: one a person and one an organisation, bound to what was read; the vote that completes the rules approves and publishes."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from changes_app import texts
from changes_app.deciding.actions import decisions
from changes_app.deciding.ballots import Ballot, poll
from changes_app.errors import AlreadyVoted, Invalid, NotAllowed, StaleContent
from changes_app.models import ChangeRequest, Organisation, Review
from changes_app.models.review import SECRETARIAT
from changes_app.proposals import steps
from changes_app.proposals.actions import content
from changes_app.workflow.voting import Verdict
from specs_app.document.problems import Problem
from specs_app.document.types import LOCAL_RULE


def cast(*, change: ChangeRequest, by: User, verdict: str, content_hash: str, comment: str = "") -> ChangeRequest:
    """Vote on the content named by its hash. When the rules then hold, the change is approved, and published at once or when its
    notice has run; until then a vote may send it back.

    Raises `StaleContent` where the change says something else by now, `AlreadyVoted` where a colleague has given the vote of the
    organisation or the person has voted for another, `Invalid` for a verdict or comment that will not do, and what any step raises.
    The vote stands even where publishing fails: the change is then ``approved``, with ``publication_problem`` saying why.
    """
    comment = texts.checked(comment=comment)["comment"]
    _check_verdict(verdict, comment)
    with transaction.atomic():
        locked, who = steps.begin(change, "review", by)
        _require_read(locked, content_hash)
        local = locked.change_class == LOCAL_RULE.change_class
        organisation = None if local else _require_organisation(who.organisation)
        _store(locked, by, organisation, verdict, comment)
        content.keep_voted(locked)
        steps.record_step("review", change=locked, by=by, who=who, verdict=verdict, comment=comment, hash=content_hash)
        decisions.settle(locked)
    return decisions.publish_soon(change=locked)


def _check_verdict(verdict: str, comment: str) -> None:
    if verdict not in Verdict.values:
        known = ", ".join(Verdict.values)
        problem = Problem("unknown-verdict", "error", f"A verdict is one of {known}.", pointer="/verdict")
        raise Invalid(problem.message, expected=known, found=str(verdict)[:80], problems=[problem])
    if verdict == Verdict.OBJECT and not comment:
        problem = Problem(
            "missing", "error", "Enter a comment that says why you object.", "Say what is wrong.", pointer="/comment"
        )
        raise Invalid(problem.message, problems=[problem], remedy=problem.remedy)


def _require_read(change: ChangeRequest, content_hash: str) -> None:
    if content_hash != change.content_hash:
        message = f"{change.number} no longer says what you read."
        remedy = "Look at what has changed since, and vote on that."
        raise StaleContent(message, expected=change.content_hash, found=str(content_hash)[:80], remedy=remedy)


def _require_organisation(organisation: Organisation | None) -> Organisation:
    if organisation is None:
        raise NotAllowed("You do not stand for an organisation.", remedy="Ask the secretariat to name yours.")
    return organisation


def _store(change: ChangeRequest, by: User, organisation: Organisation | None, verdict: str, comment: str) -> None:
    """The vote of the organisation, or of the secretariat, on this content, in place of one that its caster gives anew or that does
    not count any more."""
    ballots = [ballot for ballot in poll(change).ballots if ballot.review.content_hash == change.content_hash]
    vote = Review(change=change, organisation=organisation)
    _refuse_second_voice(by, vote, ballots)
    earlier = next((ballot for ballot in ballots if ballot.review.voice_id == vote.voice_id), None)
    if earlier is not None and earlier.counts and earlier.review.reviewer_id != by.pk:
        given = earlier.review.get_verdict_display().lower()
        message = f"{organisation or SECRETARIAT.capitalize()} has voted already: {given}, by a colleague of yours."
        raise AlreadyVoted(message, remedy="Only the person who cast the vote can change it.")
    vote = earlier.review if earlier else vote
    vote.reviewer, vote.verdict, vote.comment = by, verdict, comment
    vote.content_hash, vote.rule_hash, vote.cast_at = change.content_hash, change.rule_hash, timezone.now()
    vote.save()


def _refuse_second_voice(by: User, vote: Review, ballots: list[Ballot]) -> None:
    """Nobody votes twice on the same content, whomever they stand for by now."""
    own = (ballot.review for ballot in ballots if ballot.review.reviewer_id == by.pk)
    other = next((review.voice for review in own if review.voice_id != vote.voice_id), None)
    if other is not None:
        message = f"You have voted on this already, for {other}."
        raise AlreadyVoted(message, remedy=f"A colleague can vote for {vote.voice}.")
