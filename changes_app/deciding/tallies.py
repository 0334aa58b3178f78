"""Votes counted against the steering rules of a proposal."""

from __future__ import annotations

from django.utils import timezone

from changes_app.deciding.ballots import Poll, poll
from changes_app.models import ChangeRequest
from changes_app.workflow import Status, voting
from changes_app.workflow.voting import Tally, Verdict, Vote
from specs_app.document.types import SteeringRule


def tally(change: ChangeRequest, votes: Poll | None = None) -> Tally | None:
    """The votes counted against the proposal's own rule; None before it was submitted."""
    if (rule := change.rule) is None:
        return None
    votes = votes or poll(change)
    return _counted(change, rule, votes, [ballot.vote for ballot in votes.ballots])


def would_approve(change: ChangeRequest, votes: Poll, voice: int) -> bool:
    """Whether an approval by an organisation (by its key), or by the secretariat, would be the last that a review needs."""
    if (rule := change.rule) is None or change.status != Status.IN_REVIEW:
        return False
    return _counted(change, rule, votes, votes.votes_if(voice, Verdict.APPROVE)).satisfied


def _counted(change: ChangeRequest, rule: SteeringRule, votes: Poll, entries: list[Vote]) -> Tally:
    opened = timezone.localdate(change.review_opened_at) if change.review_opened_at else None
    return voting.count(entries, rule=rule, able=len(votes.able), opened=opened, today=timezone.localdate())
