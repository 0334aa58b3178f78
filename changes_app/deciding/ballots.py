"""The stored votes on a proposal, whether each counts now, and who could vote at all.

A vote counts if its caster may vote for that organisation still, has not voted for another, is no colleague of the proposer, and
gave it on this content under this rule, with no later word of the organisation on another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Aggregate, JSONField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.db.models.sql.compiler import SQLCompiler

from changes_app.models import ChangeRequest, Membership, Organisation, Review
from changes_app.models.review import OFFICE
from changes_app.people import permissions
from changes_app.people.permissions import Participant
from changes_app.workflow import Permission
from changes_app.workflow.matrix import LOCAL_DECIDERS, VOTERS
from changes_app.workflow.voting import Verdict, Vote, Weight
from specs_app.document.types import LOCAL_RULE

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
        """The ballot as `workflow.voting` counts it, without the database."""
        return Vote(self.review.voice, self.review.verdict, self.weight)


@dataclass(frozen=True, slots=True)
class Voice:
    """What an organisation has said on a proposal: the ballot that counts, else the last one, and the others before it."""

    ballot: Ballot
    others: tuple[Ballot, ...]


@dataclass(frozen=True, slots=True)
class Poll:
    """The ballots on one proposal, oldest first; the seats of those who could vote; the keys of the organisations it is from.

    Where it is ``local``, the secretariat decides with one voice (`models.review.OFFICE`), and each seat is for that.
    """

    ballots: tuple[Ballot, ...]
    seats: tuple[Membership, ...]
    recused: frozenset[int]
    content_hash: str
    local: bool = False

    @property
    def able(self) -> frozenset[int]:
        """The keys of the organisations that somebody can vote for."""
        seated = frozenset(key for seat in self.seats if (key := self._voice(seat)) is not None) - self.recused
        return seated | {review.voice_id for review in self.counted} if self.local else seated

    @property
    def counted(self) -> tuple[Review, ...]:
        """The votes that count."""
        return tuple(ballot.review for ballot in self.ballots if ballot.counts)

    @property
    def waiting(self) -> list[Membership]:
        """The seats from which a vote that counts can still come."""
        missing = self.able - {review.voice_id for review in self.counted}
        return [seat for seat in self.seats if self._voice(seat) in missing and not self._spoke_elsewhere(seat)]

    @property
    def voices(self) -> list[Voice]:
        """Each organisation's ballots together, in the order in which they voted first."""
        found: dict[int, list[Ballot]] = {}
        for ballot in self.ballots:
            found.setdefault(ballot.review.voice_id, []).append(ballot)
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

    def voice_of(self, who: Participant) -> int | None:
        """The key of what a person speaks for here; None where they speak for nothing."""
        if self.local:
            return OFFICE if who.role in LOCAL_DECIDERS else None
        return who.organisation.pk if who.organisation else None

    def votes_if(self, voice: int, verdict: Verdict) -> list[Vote]:
        """The votes to be counted if an organisation, or the secretariat, voted so now."""
        others = (ballot.vote for ballot in self.ballots if ballot.review.voice_id != voice)
        return [*others, Vote("", verdict)]

    def _voice(self, seat: Membership) -> int | None:
        return OFFICE if self.local else seat.organisation_id

    def _spoke_elsewhere(self, seat: Membership) -> bool:
        """Whether its holder has voted on these words for another organisation: nobody speaks twice."""
        return any(
            ballot.review.reviewer_id == seat.user_id
            and ballot.review.voice_id != self._voice(seat)
            and ballot.review.content_hash == self.content_hash
            for ballot in self.ballots
        )


def _voice(ballots: list[Ballot]) -> Voice:
    head = next((ballot for ballot in ballots if ballot.counts), ballots[-1])
    return Voice(head, tuple(ballot for ballot in reversed(ballots) if ballot is not head))


def poll(change: ChangeRequest) -> Poll:
    """Every stored vote with its weight, in two queries, however many there are."""
    votes = list(Review.objects.filter(change=change).select_related("reviewer", "organisation"))
    return polls([change], votes, _seats(change, {review.reviewer_id for review in votes}))[change.pk]


def polls(changes: Iterable[ChangeRequest], votes: Iterable[Review], seats: Iterable[Membership]) -> dict[int, Poll]:
    """The polls of some proposals by their keys, from rows at hand: votes, oldest first, and seats (`permissions.seats`), at least
    those of voters and of the proposers. Votes on others and seats elsewhere are passed over."""
    cast = _grouped(votes, lambda vote: vote.change_id)
    rooms = {key: Room.of(found) for key, found in _grouped(seats, lambda seat: seat.specification_id).items()}
    return {
        entry.pk: _poll(entry, cast.get(entry.pk, []), rooms.get(entry.specification_id) or Room.of([]))
        for entry in changes
    }


@dataclass(frozen=True, slots=True)
class Room:
    """Who votes in one standard: the seats of voters, those of the secretariat, and what each seat makes of its holder, by the
    person's key."""

    voters: tuple[Membership, ...]
    office: tuple[Membership, ...]
    participants: Mapping[int, Participant]

    @classmethod
    def of(cls, seats: Iterable[Membership]) -> Room:
        found = tuple(seats)
        participants = {seat.user_id: permissions.participant_of(seat) for seat in found}
        voters, office = (tuple(seat for seat in found if seat.role in roles) for roles in (VOTERS, LOCAL_DECIDERS))
        return cls(voters, office, participants)


Entry = TypeVar("Entry")


def _grouped(entries: Iterable[Entry], key: Callable[[Entry], int]) -> dict[int, list[Entry]]:
    groups: dict[int, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(key(entry), []).append(entry)
    return groups


class Listed(Aggregate):
    """What rows say, as one JSON list; None of no rows."""

    function = "JSON_GROUP_ARRAY"
    output_field = JSONField()

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, function="JSONB_AGG", **extra)


#: What of a vote is read where it comes with its proposal.
VOTE_COLUMNS = (
    "id",
    "reviewer_id",
    "verdict",
    "content_hash",
    "rule_hash",
    "cast_at",
    "organisation_id",
    "organisation__name",
)


def with_votes(found: QuerySet[ChangeRequest]) -> tuple[list[ChangeRequest], list[Review]]:
    """The proposals of a query, and all votes on them, oldest first, in that one query: of a vote what counts it."""
    votes = Review.objects.filter(change=OuterRef("pk")).order_by().values("change")
    listed = votes.annotate(listed=Listed(JSONObject(**{name: name for name in VOTE_COLUMNS}))).values("listed")
    rows = list(found.annotate(listed_votes=Subquery(listed)))
    read = (_vote(row.pk, **values) for row in rows for values in row.listed_votes or ())
    return [*rows], sorted(read, key=lambda vote: (vote.cast_at, vote.pk))


def _vote(
    change: int, *, organisation_id: int | None, organisation__name: str | None, cast_at: str, **columns: Any
) -> Review:
    """A vote as JSON has it; SQLite keeps moments without their zone, which is UTC."""
    moment = datetime.fromisoformat(cast_at)
    organisation = Organisation(pk=organisation_id, name=organisation__name or "") if organisation_id else None
    return Review(
        change_id=change,
        organisation=organisation,
        cast_at=moment if moment.tzinfo else moment.replace(tzinfo=UTC),
        **columns,
    )


def _poll(change: ChangeRequest, reviews: list[Review], room: Room) -> Poll:
    if change.change_class == LOCAL_RULE.change_class:
        seats = tuple(seat for seat in room.office if seat.user_id != change.proposer_id)
        return Poll(
            tuple(_weighed(change, reviews, room, frozenset())), seats, frozenset(), change.content_hash, local=True
        )
    recused = permissions.sides(change, room.participants.get(change.proposer_id))
    return Poll(tuple(_weighed(change, reviews, room, recused)), room.voters, recused, change.content_hash)


def _seats(change: ChangeRequest, casters: Iterable[int]) -> QuerySet[Membership]:
    """The memberships of voters, of those who cast a vote, and of the proposer, in the standard of the proposal."""
    wanted = Q(role__in=VOTERS | LOCAL_DECIDERS) | Q(user__in={*casters, change.proposer_id})
    return permissions.seats().filter(wanted, specification=change.specification_id)


def _weighed(change: ChangeRequest, reviews: list[Review], room: Room, recused: frozenset[int]) -> Iterable[Ballot]:
    for review in reviews:
        bound = (review.content_hash, review.rule_hash) == (change.content_hash, change.rule_hash)
        if not bound or _overtaken(review, reviews):
            yield Ballot(review, "altered")
        elif review.voice_id in recused:
            yield Ballot(review, "recused")
        elif _speaks(change, review, room) and not _elsewhere(review, reviews):
            yield Ballot(review, "counts")
        else:
            yield Ballot(review, "left")


def _overtaken(review: Review, reviews: Iterable[Review]) -> bool:
    """Whether its organisation has voted on another content since: an approval does not come back when the proposal goes back to
    earlier words. An objection does."""
    return review.verdict != Verdict.OBJECT and any(
        other.voice_id == review.voice_id and (other.cast_at, other.pk) > (review.cast_at, review.pk)
        for other in reviews
    )


def _speaks(change: ChangeRequest, review: Review, room: Room) -> bool:
    """Whether its caster may still say so for whom it speaks."""
    caster = room.participants.get(review.reviewer_id)
    if change.change_class != LOCAL_RULE.change_class:
        return _represents(caster, review)
    if caster is None:  # an administrator may stand in for the secretariat without a seat
        caster = permissions.participant(review.reviewer, change.specification)
    own = review.reviewer_id == change.proposer_id
    return review.voice_id == OFFICE and not permissions.refusal(caster, Permission.APPROVE_LOCAL, own=own)


def _represents(caster: Participant | None, review: Review) -> bool:
    if caster is None or caster.organisation is None or caster.organisation.pk != review.organisation_id:
        return False
    return not permissions.refusal(caster, Permission.REVIEW)


def _elsewhere(review: Review, reviews: Iterable[Review]) -> bool:
    """Whether its caster has voted on the same for another organisation before: nobody speaks twice."""
    return any(
        other.reviewer_id == review.reviewer_id
        and other.content_hash == review.content_hash
        and other.voice_id != review.voice_id
        and (other.cast_at, other.pk) < (review.cast_at, review.pk)
        for other in reviews
    )
