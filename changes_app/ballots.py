"""The stored votes on a proposal, whether each counts now, and who could vote at all.

A vote counts if its caster may vote for that organisation still, has not voted for another, is no colleague of the proposer, and
gave it on this content under this rule, with no later word of the organisation on another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q

from changes_app import permissions
from changes_app.models import ChangeRequest, Membership, Review
from changes_app.models.review import Verdict
from changes_app.permissions import VOTERS, Standing
from changes_app.policies import Vote, Weight
from changes_app.workflow import Permission

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
class Poll:
    """The ballots on one proposal, oldest first; the seats of those who could vote; the keys of the organisations it is from."""

    ballots: tuple[Ballot, ...]
    seats: tuple[Membership, ...]
    recused: frozenset[int]

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
        return [seat for seat in self.seats if seat.organisation_id in missing]


def poll(change: ChangeRequest) -> Poll:
    """Every stored vote with its weight, in two queries, however many there are."""
    reviews = list(change.reviews.select_related("reviewer", "organisation"))
    seats = _seats(change, [review.reviewer_id for review in reviews])
    standings = {seat.user_id: permissions.standing_of(seat) for seat in seats}
    recused = permissions.sides(change, standings.get(change.proposer_id))
    voters = tuple(seat for seat in seats if seat.role in VOTERS)
    return Poll(tuple(_weighed(change, reviews, standings, recused)), voters, recused)


def _seats(change: ChangeRequest, casters: Iterable[int]) -> list[Membership]:
    """The memberships of voters, of those who cast a vote, and of the proposer."""
    wanted = Q(role__in=VOTERS) | Q(user__in=[*casters, change.proposer_id])
    return list(permissions.seats(change.specification).filter(wanted))


def _weighed(
    change: ChangeRequest, reviews: list[Review], standings: Mapping[int, Standing], recused: frozenset[int]
) -> Iterable[Ballot]:
    for review in reviews:
        bound = (review.content_hash, review.rule_hash) == (change.content_hash, change.rule_hash)
        if not bound or _overtaken(review, reviews):
            yield Ballot(review, "altered")
        elif review.organisation_id in recused:
            yield Ballot(review, "recused")
        elif _represents(standings.get(review.reviewer_id), review) and not _elsewhere(review, reviews):
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


def _represents(caster: Standing | None, review: Review) -> bool:
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
