"""The stored votes on a proposal, whether each counts now, and who could vote at all.

A vote counts if its caster may vote for that organisation still, has not voted for another, is no colleague of the proposer, and
gave it on this content under this rule, with no later word of the organisation on another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from changes_app.models import ChangeRequest, Membership, Organisation, Review
from changes_app.people import permissions
from changes_app.people.permissions import Participant
from changes_app.workflow import Permission
from changes_app.workflow.matrix import VOTERS
from changes_app.workflow.voting import Verdict, Vote, Weight

WHY_NOT: dict[Weight, str] = {
    "altered": "given before the proposal or the rules changed, or before a later vote; does not count",
    "left": "its voter does not vote for the organisation any more; does not count",
    "recused": "the organisation made the proposal; does not count",
}


@dataclass(frozen=True, slots=True)
class Ballot:
    """A stored vote, and whether it counts now."""

    review: Review
    weight: Weight

    @property
    def counts(self) -> bool:
        return self.weight == "counts"

    @property
    def why_not(self) -> str:
        """Why it does not count, in words; empty where it does."""
        if self.vote.stands:
            return "its voter has left; it blocks until a colleague lifts it"
        return WHY_NOT.get(self.weight, "")

    @property
    def vote(self) -> Vote:
        """The same for counting."""
        return Vote(self.review.organisation.name, self.review.verdict, self.weight)


@dataclass(frozen=True, slots=True)
class Voice:
    """What an organisation has said on a proposal: the ballot that counts, else the last one, and the others before it."""

    ballot: Ballot
    others: tuple[Ballot, ...]


@dataclass(frozen=True, slots=True)
class Poll:
    """The ballots on one proposal, oldest first; the seats of those who could vote; the keys of the organisations it is from."""

    ballots: tuple[Ballot, ...]
    seats: tuple[Membership, ...]
    recused: frozenset[int]
    content_hash: str

    @property
    def able(self) -> frozenset[int]:
        """The keys of the organisations that somebody can vote for."""
        return frozenset(key for seat in self.seats if (key := seat.organisation_id) is not None) - self.recused

    @property
    def counted(self) -> tuple[Review, ...]:
        """The votes that count."""
        return tuple(ballot.review for ballot in self.ballots if ballot.counts)

    @property
    def waiting(self) -> list[Membership]:
        """The seats from which a vote that counts can still come."""
        missing = self.able - {review.organisation_id for review in self.counted}
        return [seat for seat in self.seats if seat.organisation_id in missing and not self._spoke_elsewhere(seat)]

    @property
    def voices(self) -> list[Voice]:
        """Each organisation's ballots together, in the order in which they voted first."""
        found: dict[int, list[Ballot]] = {}
        for ballot in self.ballots:
            found.setdefault(ballot.review.organisation_id, []).append(ballot)
        return [_voice(ballots) for ballots in found.values()]

    def waits_for(self, user_id: int) -> bool:
        """Whether a person's vote is waited for."""
        return any(seat.user_id == user_id for seat in self.waiting)

    def voided(self, user_id: int) -> Review | None:
        """The person's last vote, where it is void as what it was given on has changed, and theirs is waited for."""
        own = [ballot for ballot in self.ballots if ballot.review.reviewer_id == user_id]
        if own and own[-1].weight == "altered" and self.waits_for(user_id):
            return own[-1].review
        return None

    def votes_if(self, organisation: Organisation, verdict: Verdict) -> list[Vote]:
        """The votes to be counted if an organisation voted so now."""
        others = (ballot.vote for ballot in self.ballots if ballot.review.organisation_id != organisation.pk)
        return [*others, Vote(organisation.name, verdict)]

    def _spoke_elsewhere(self, seat: Membership) -> bool:
        """Whether its holder has voted on these words for another organisation: nobody speaks twice."""
        return any(
            ballot.review.reviewer_id == seat.user_id
            and ballot.review.organisation_id != seat.organisation_id
            and ballot.review.content_hash == self.content_hash
            for ballot in self.ballots
        )


def _voice(ballots: list[Ballot]) -> Voice:
    head = next((ballot for ballot in ballots if ballot.counts), ballots[-1])
    return Voice(head, tuple(ballot for ballot in reversed(ballots) if ballot is not head))


def poll(change: ChangeRequest) -> Poll:
    """Every stored vote with its weight, in two queries, however many there are."""
    return polls([change])[change.pk]


def polls(changes: Iterable[ChangeRequest]) -> dict[int, Poll]:
    """The polls of several proposals by their keys, of whatever standards; in two queries, however many there are."""
    entries = list(changes)
    if not entries:
        return {}
    votes: dict[int, list[Review]] = {entry.pk: [] for entry in entries}
    for review in Review.objects.filter(change__in=votes).select_related("reviewer", "organisation"):
        votes[review.change_id].append(review)
    seats: dict[int, list[Membership]] = {entry.specification_id: [] for entry in entries}
    for seat in _seats(entries, {review.reviewer_id for found in votes.values() for review in found}):
        seats[seat.specification_id].append(seat)
    return {entry.pk: _poll(entry, votes[entry.pk], seats[entry.specification_id]) for entry in entries}


def _poll(change: ChangeRequest, reviews: list[Review], seats: list[Membership]) -> Poll:
    participants = {seat.user_id: permissions.participant_of(seat) for seat in seats}
    recused = permissions.sides(change, participants.get(change.proposer_id))
    voters = tuple(seat for seat in seats if seat.role in VOTERS)
    return Poll(tuple(_weighed(change, reviews, participants, recused)), voters, recused, change.content_hash)


def _seats(changes: Iterable[ChangeRequest], casters: Iterable[int]) -> QuerySet[Membership]:
    """The memberships of voters, of those who cast a vote, and of the proposers, in the standards of the proposals."""
    people = {*casters, *(change.proposer_id for change in changes)}
    wanted = Q(role__in=VOTERS) | Q(user__in=people)
    return permissions.seats().filter(wanted, specification__in={change.specification_id for change in changes})


def _weighed(
    change: ChangeRequest, reviews: list[Review], participants: Mapping[int, Participant], recused: frozenset[int]
) -> Iterable[Ballot]:
    for review in reviews:
        bound = (review.content_hash, review.rule_hash) == (change.content_hash, change.rule_hash)
        if not bound or _overtaken(review, reviews):
            yield Ballot(review, "altered")
        elif review.organisation_id in recused:
            yield Ballot(review, "recused")
        elif _represents(participants.get(review.reviewer_id), review) and not _elsewhere(review, reviews):
            yield Ballot(review, "counts")
        else:
            yield Ballot(review, "left")


def _overtaken(review: Review, reviews: Iterable[Review]) -> bool:
    """Whether its organisation has voted on another content since: an approval does not come back when the proposal goes back to
    earlier words. An objection does."""
    return review.verdict != Verdict.OBJECT and any(
        other.organisation_id == review.organisation_id and (other.cast_at, other.pk) > (review.cast_at, review.pk)
        for other in reviews
    )


def _represents(caster: Participant | None, review: Review) -> bool:
    if caster is None or caster.organisation is None or caster.organisation.pk != review.organisation_id:
        return False
    return not permissions.refusal(caster, Permission.REVIEW)


def _elsewhere(review: Review, reviews: Iterable[Review]) -> bool:
    """Whether its caster has voted on the same for another organisation before: nobody speaks twice."""
    return any(
        other.reviewer_id == review.reviewer_id
        and other.content_hash == review.content_hash
        and other.organisation_id != review.organisation_id
        and (other.cast_at, other.pk) < (review.cast_at, review.pk)
        for other in reviews
    )
