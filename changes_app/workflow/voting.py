"""What the steering rules ask before a change is approved. Pure: votes and a rule in, a tally out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Literal

from django.db.models import TextChoices

from specs_app.document.types import LOCAL_RULE, SteeringRule

#: Whether a vote counts, and if not, why: its content or its rule was altered since, or back again behind a later vote; its caster
#: may not vote for the organisation any more, or not besides another; the organisation is the proposer's.
Weight = Literal["counts", "altered", "left", "recused"]
WEIGHTS: tuple[Weight, ...] = ("counts", "altered", "left", "recused")


class Verdict(TextChoices):
    """What a vote may say."""

    APPROVE = "approve", "Approve"
    OBJECT = "object", "Object"
    ABSTAIN = "abstain", "Abstain"
    RECUSE = "recuse", "Recuse"


@dataclass(frozen=True, slots=True)
class Vote:
    """What an organisation has said of a proposal, and whether that counts."""

    organisation: str
    verdict: str
    weight: Weight = "counts"

    @property
    def stands(self) -> bool:
        """Whether it is an objection that blocks though it does not count: no objection vanishes with the person who made it."""
        return self.verdict == "object" and self.weight in {"left", "recused"}


@dataclass(frozen=True, slots=True)
class Tally:
    """The votes counted against a rule. ``missing`` says in words what is still needed; empty: the rules hold.

    ``void`` are votes for what was altered since, ``lapsed`` those whose casters may not vote, ``able`` the organisations that
    can; ``shortfall`` says it where they are too few for the rule.
    """

    approvals: int
    objections: int
    abstentions: int
    recusals: int
    void: int
    lapsed: int
    needed: int
    quorum: int
    able: int
    shortfall: str
    missing: tuple[str, ...]

    @property
    def satisfied(self) -> bool:
        return not self.missing


def count(votes: Iterable[Vote], *, rule: SteeringRule, able: int, opened: date | None, today: date) -> Tally:
    """Count the votes that count. ``able`` organisations can vote; ``opened`` is the day the review began, None before it has."""
    entries = list(votes)
    valid = [vote.verdict for vote in entries if vote.weight == "counts"]
    approvals, objections, abstentions, recusals = (
        valid.count(word) for word in ("approve", "object", "abstain", "recuse")
    )
    lack = shortfall(rule, able)
    missing = (
        *_votes_missing(rule, approvals, objections, approvals + objections + abstentions),
        *(_still_blocking(vote) for vote in entries if rule.objection_blocks and vote.stands),
        *_days_missing(rule, opened, today),
        *filter(None, (lack,)),
    )
    void = sum(vote.weight == "altered" for vote in entries)
    lapsed = len(entries) - len(valid) - void
    cast = (approvals, objections, abstentions, recusals, void, lapsed)
    return Tally(*cast, rule.approvals, rule.quorum, able, lack, missing)


def shortfall(rule: SteeringRule, able: int) -> str:
    """What is said of a rule that no vote can meet, as ``able`` organisations can vote at all; empty where it can be met."""
    wanted = max(rule.approvals, rule.quorum)
    if able >= wanted:
        return ""
    if rule.change_class == LOCAL_RULE.change_class:
        return "somebody of the secretariat who did not propose it"
    return f"voters of {_number(wanted - able, 'more organisation')} ({able} can vote, {wanted} are needed)"


def hash_of(rule: SteeringRule) -> str:
    """What a vote names of the rule that it was given under."""
    return f"sha256:{sha256(json.dumps(asdict(rule), sort_keys=True).encode()).hexdigest()}"


def spoken(rule: SteeringRule) -> str:
    """A rule in a line."""
    if rule.change_class == LOCAL_RULE.change_class:
        return f"{rule.change_class}: {rule.approvals} approval by the secretariat"
    blocks = "an objection blocks" if rule.objection_blocks else "objections do not block"
    notice = f", {_number(rule.notice_days, 'day')} of notice" if rule.notice_days else ""
    return f"{rule.change_class}: {rule.approvals} approvals, quorum {rule.quorum}, {blocks}{notice}"


def earliest_decision(rule: SteeringRule, opened: date) -> date:
    """The first day on which the change may be approved: consultation and final comments are over."""
    return opened + timedelta(days=rule.consultation_days + rule.final_comment_days)


def deadline(rule: SteeringRule, opened: date) -> date | None:
    """The last day on which votes are in time; a rule with 0 days sets none."""
    return opened + timedelta(days=rule.deadline_days) if rule.deadline_days else None


def unmet(rules: Sequence[SteeringRule], able: int) -> list[str]:
    """The rules that no vote can meet, each in a sentence."""
    found = ((rule.change_class, shortfall(rule, able)) for rule in rules)
    return [
        f"No change that is {change_class} can pass now. It lacks {words}." for change_class, words in found if words
    ]


def _votes_missing(rule: SteeringRule, approvals: int, objections: int, cast: int) -> Iterable[str]:
    wanted = max(rule.approvals, 1)  # whatever was stored: nothing passes that nobody approved
    if approvals < wanted:
        yield f"{_number(wanted - approvals, 'more approval')} ({approvals} of {wanted} so far)"
    if cast < rule.quorum:
        yield f"{_number(rule.quorum - cast, 'more vote')} for a quorum of {rule.quorum}"
    if objections and rule.objection_blocks:
        yield f"{_number(objections, 'objection')} to be withdrawn"


def _still_blocking(vote: Vote) -> str:
    return f"the objection of {vote.organisation}, whose voter has left, to be lifted by a colleague there"


def _days_missing(rule: SteeringRule, opened: date | None, today: date) -> Iterable[str]:
    if opened is not None and today < (day := earliest_decision(rule, opened)):
        yield f"the consultation, which ends on {day.day} {day:%B %Y}"


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
