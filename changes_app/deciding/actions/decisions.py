"""The decision: whether the steering rules hold, and what the commit will say of it.

The rules are asked when a vote is cast, when a day has come, and once more in the transaction that publishes.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from changes_app.addresses import change_page
from changes_app.deciding import tallies
from changes_app.deciding.ballots import Poll, poll
from changes_app.models import ChangeRequest
from changes_app.proposals import steps
from changes_app.publication import publisher
from changes_app.publication.commit_content import Decision
from changes_app.record.names import git_email, git_name
from changes_app.workflow import Status, voting
from changes_app.workflow.voting import Tally, Verdict
from specs_app.actions.revisions import committer


def publish(*, change: ChangeRequest, by: User | None = None) -> ChangeRequest:
    """Ask the rules again, and publish (`publication.publisher`); where they do not hold any more it goes back to the vote."""
    return publisher.publish(change=change, by=by, ask=ask_again)


def publish_soon(*, change: ChangeRequest) -> ChangeRequest:
    """Publish at once what is approved and has no notice to run, and leave the rest as it is; a failure is stored, not raised."""
    due = change.status == Status.APPROVED and not change.notice_runs
    return publisher.attempt(change=change, ask=ask_again) if due else change


def ask_again(change: ChangeRequest) -> Decision | None:
    """The decision on a locked change that is approved, as it stands now; None where it has gone back to the vote."""
    settle(change)
    return publisher.decision_of(change) if change.status == Status.APPROVED else None


def settle(change: ChangeRequest) -> None:
    """Take a locked change where its votes lead: approved, with what the commit will say, or back to the vote."""
    votes = poll(change)
    counted = tallies.tally(change, votes)
    if counted is None or change.status not in {Status.IN_REVIEW, Status.APPROVED}:
        return
    if not counted.satisfied:
        if change.status == Status.APPROVED:
            steps.move(change, "reopen", by=None, missing=list(counted.missing))
        return
    change.decision = _decided(change, votes)
    if change.status == Status.IN_REVIEW:
        _approve(change, counted)
    change.save()


def _approve(change: ChangeRequest, counted: Tally) -> None:
    """Approved, to be published when the notice of its rule has run: at once where that is none."""
    days = change.rule.notice_days if change.rule else 0
    change.publish_after = timezone.now() + timedelta(days=days)
    said: dict[str, Any] = {"approvals": counted.approvals, "notice_days": days, **change.said_of_local}
    steps.move(change, "approve", by=None, content_hash=change.content_hash, **said)


def _decided(change: ChangeRequest, votes: Poll) -> dict[str, Any]:
    """What the commit says besides the request's own words: kept, so that it can be made again whatever people call themselves."""
    approvals = [review for review in votes.counted if review.verdict == Verdict.APPROVE]
    return {
        "author": {"name": git_name(change.proposer), "email": git_email(change.proposer)},
        "committer": asdict(committer()),
        "approved_by": [f"{git_name(vote.reviewer)} ({vote.voice})" for vote in approvals],
        "rules": voting.spoken(change.rule) if change.rule else "",
        "page": change_page(change.specification.slug, change.number),
    }
