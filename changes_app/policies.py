"""What the steering rules ask before a change is approved. Pure: votes and a rule in, a tally out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from specs_app.document.types import SteeringRule

Verdict = Literal["approve", "object", "abstain"]


@dataclass(frozen=True, slots=True)
class Vote:
    """One organisation's voice, bound to the content it was given for."""

    organisation: str
    verdict: str
    content_hash: str


@dataclass(frozen=True, slots=True)
class Tally:
    """The valid votes counted against a rule. ``missing`` says in words what is still needed; empty: the rules hold."""

    approvals: int
    objections: int
    abstentions: int
    void: int
    needed: int
    quorum: int
    missing: tuple[str, ...]

    @property
    def satisfied(self) -> bool:
        return not self.missing

    @property
    def cast(self) -> int:
        """Votes that count, whatever they say."""
        return self.approvals + self.objections + self.abstentions


def count(votes: Iterable[Vote], *, rule: SteeringRule, content_hash: str, opened: date | None, today: date) -> Tally:
    """Count the votes that name ``content_hash``. ``opened`` is the day the review began, None before it has."""
    entries = list(votes)
    valid = [vote.verdict for vote in entries if vote.content_hash == content_hash]
    approvals, objections, abstentions = (valid.count(word) for word in ("approve", "object", "abstain"))
    missing = (
        *_votes_missing(rule, approvals, objections, len(valid)),
        *_days_missing(rule, opened, today),
    )
    void = len(entries) - len(valid)
    return Tally(approvals, objections, abstentions, void, rule.approvals, rule.quorum, missing)


def earliest_decision(rule: SteeringRule, opened: date) -> date:
    """The first day on which the change may be approved: consultation and final comments are over."""
    return opened + timedelta(days=rule.consultation_days + rule.final_comment_days)


def overdue(rule: SteeringRule, opened: date | None, today: date) -> bool:
    """Whether the deadline of the rule has passed; a rule with 0 days has none."""
    return bool(opened and rule.deadline_days and today > opened + timedelta(days=rule.deadline_days))


def _votes_missing(rule: SteeringRule, approvals: int, objections: int, cast: int) -> Iterable[str]:
    if approvals < rule.approvals:
        yield f"{_number(rule.approvals - approvals, 'more approval')} ({approvals} of {rule.approvals} so far)"
    if cast < rule.quorum:
        yield f"{_number(rule.quorum - cast, 'more vote')} for a quorum of {rule.quorum}"
    if objections and rule.objection_blocks:
        yield f"{_number(objections, 'objection')} to be withdrawn"


def _days_missing(rule: SteeringRule, opened: date | None, today: date) -> Iterable[str]:
    if opened is not None and today < (day := earliest_decision(rule, opened)):
        yield f"the consultation, which ends on {day.day} {day:%B %Y}"


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
