"""What somebody who may vote is told first: how their organisation voted, what has changed since, and where a vote would lead."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format

from changes_app.deciding import tallies
from changes_app.deciding.ballots import Ballot, Poll
from changes_app.deciding.since_vote import Reworded, since
from changes_app.models import ChangeRequest, Review, VotedContent
from changes_app.models.review import SECRETARIAT
from changes_app.people.permissions import Participant
from changes_app.workflow.voting import Verdict
from specs_app.publishing.links import Links
from specs_app.publishing.pages.changes import Difference, difference


@dataclass(frozen=True, slots=True)
class ChangedSince:
    """What has changed since a vote, for reading; ``others`` says it where the proposal comes to the same."""

    words: tuple[Reworded, ...]
    altered: tuple[Difference, ...]
    fresh: tuple[Difference, ...]
    gone: tuple[Difference, ...]
    others: str


@dataclass(frozen=True, slots=True)
class OwnVote:
    """``said`` is the organisation's vote so far in words, ``void`` its last vote where that does not count any more as the content
    has changed (``changed`` says how), ``mine`` whether it can be confirmed, ``last`` what an approval would bring about."""

    said: str = ""
    void: Review | None = None
    changed: ChangedSince | None = None
    mine: bool = False
    last: str = ""


def own_vote(change: ChangeRequest, votes: Poll, who: Participant, links: Links, *, may_vote: bool) -> OwnVote:
    """The place of a reader in a poll; nothing is said to who speaks for nobody there."""
    voice = votes.voice_of(who)
    if voice is None:
        return OwnVote()
    ours = [ballot for ballot in votes.ballots if ballot.review.voice_id == voice]
    ballot = next((ballot for ballot in ours if ballot.counts), ours[-1] if ours else None)
    void = ballot.review if ballot and may_vote and ballot.weight == "altered" else None
    return OwnVote(
        said=_said(ballot, who, may_vote=may_vote) if ballot else "",
        void=void,
        changed=changed_since(change, void, links) if void else None,
        mine=void is not None and void.reviewer_id == who.user_id,
        last=_last(change, votes, voice, who, ballot) if may_vote else "",
    )


DID = {
    Verdict.APPROVE: "approved it",
    Verdict.OBJECT: "objected",
    Verdict.ABSTAIN: "abstained",
    Verdict.RECUSE: "recused itself",
}


def _said(ballot: Ballot, who: Participant, *, may_vote: bool) -> str:
    """``Eastmoor approved it on 12 November 2026; your vote counts.`` That it can be changed is said while it can."""
    review, own = ballot.review, ballot.review.reviewer_id == who.user_id
    given = f"{review.organisation or SECRETARIAT.capitalize()} {DID[Verdict(review.verdict)]} on {_day(review)}"
    if not ballot.counts:
        return f"{given}. The vote does not count any more: {ballot.why_not.removesuffix('; does not count')}."
    if own:
        return f"{given}; your vote counts." + (" Another vote takes its place." if may_vote else "")
    return f"{given}; the vote counts. A colleague of yours gave it" + (
        ", who alone can change it." if may_vote else "."
    )


def _day(review: Review) -> str:
    return date_format(timezone.localtime(review.cast_at), "DATE_FORMAT")


def _last(change: ChangeRequest, votes: Poll, voice: int, who: Participant, ballot: Ballot | None) -> str:
    """What an approval would bring about, where it would be the last one needed."""
    if ballot and ballot.counts and ballot.review.reviewer_id != who.user_id:
        return ""
    if not tallies.would_approve(change, votes, voice):
        return ""
    days = change.rule.notice_days if change.rule else 0
    if days:
        notice = f"{days} day{'' if days == 1 else 's'}"
        return f"Your approval would be the last one needed: its notice of {notice} would begin at once."
    return "Your approval would be the last one needed: it will be published at once."


def changed_since(change: ChangeRequest, vote: Review, links: Links) -> ChangedSince | None:
    """The differences between what a vote was given on and what is proposed now; None where what it said was not kept."""
    kept = VotedContent.objects.filter(change=change, content_hash=vote.content_hash).first()
    if kept is None:
        return None
    now = {name: getattr(change, name) for name in kept.words}
    found = since(kept.words, kept.differences, now=now, proposed=change.differences)
    altered, fresh, gone = (
        tuple(difference(one, links) for one in entries) for entries in (found.altered, found.fresh, found.gone)
    )
    return ChangedSince(found.words, altered, fresh, gone, _others(change, vote) if found.is_empty else "")


def _others(change: ChangeRequest, vote: Review) -> str:
    """Why a vote is void though the proposal comes to the same."""
    if vote.content_hash == change.content_hash and vote.rule_hash != change.rule_hash:
        return "The proposal says the same. The steering rules for it have changed."
    if vote.content_hash == change.content_hash:
        return "The proposal says the same again. Your organisation has voted on other words in between."
    return "The proposal comes to the same. What it takes the place of has changed, and its proposer has settled that."
