"""What waits for a person in all their standards, however many there are, in two queries; for an administrator in three."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from django.contrib.auth.models import User
from django.utils import timezone

from changes_app.deciding import tallies
from changes_app.deciding.ballots import Poll, polls, with_votes
from changes_app.following import inbox
from changes_app.following.inbox import Filled, Viewer
from changes_app.models import ChangeRequest, Membership, Review
from changes_app.models.membership import MembershipState
from changes_app.people import directory, permissions
from changes_app.people.permissions import Participant
from changes_app.proposals import queries
from changes_app.workflow import Role, Status
from changes_app.workflow.matrix import OFFICE, VOTERS
from specs_app.models import Push, Specification

TROUBLED = frozenset(
    {
        Specification.SourceState.DIVERGED,
        Specification.SourceState.QUARANTINED,
        Specification.SourceState.UNREACHABLE,
        Specification.SourceState.BRANCH_GONE,
        Specification.SourceState.REWRITTEN,
        Specification.SourceState.UNRELATED,
    }
)


@dataclass(frozen=True, slots=True)
class InboxLine:
    """A request as an inbox shows it; ``votes`` are its approvals in words, empty where nobody votes."""

    change: ChangeRequest
    age: int
    due: date | None
    votes: str


@dataclass(frozen=True)
class Workload:
    """What a person is in each of some standards, by its key, all requests there that may concern them, the votes on these, and
    the memberships there (`directory.around`)."""

    person: User
    specifications: tuple[Specification, ...]
    participants: dict[int, Participant]
    changes: tuple[ChangeRequest, ...]
    votes: tuple[Review, ...]
    memberships: tuple[Membership, ...]

    @cached_property
    def polls(self) -> dict[int, Poll]:
        voted = [change for change in self.changes if change.status == Status.IN_REVIEW]
        seats = (entry for entry in self.memberships if entry.state == MembershipState.APPROVED)
        return polls(voted, self.votes, seats)

    @cached_property
    def parts(self) -> list[Filled]:
        """The parts of the inbox, most urgent first."""
        roles = {key: who.role for key, who in self.participants.items()}
        let_in = frozenset(change.pk for change in self.changes if change.is_let_in)
        return inbox.fill(self.changes, Viewer(self.person.pk, roles, self.polls, timezone.localdate(), let_in))

    @cached_property
    def requests(self) -> list[Membership]:
        """Who asks to be let in where this person decides it, longest waiting first."""
        managed = {entry.pk for entry in self.specifications if self._role(entry) == Role.SECRETARIAT}
        asking = (entry for entry in self.memberships if entry.state == MembershipState.REQUESTED)
        waiting = [entry for entry in asking if entry.specification_id in managed]
        return sorted(waiting, key=lambda entry: (entry.requested_at, entry.pk))

    @property
    def office(self) -> list[Specification]:
        """The standards that this person looks after."""
        return [entry for entry in self.specifications if self._role(entry) in OFFICE]

    @property
    def troubled(self) -> list[Specification]:
        """Those of them that have trouble with Git."""
        return [entry for entry in self.office if entry.source_state in TROUBLED]

    @property
    def unpushed(self) -> list[Push]:
        """How those of them stand whose remote lacks what is published, but for what follows from the trouble of a source."""
        found = (getattr(entry, "push", None) for entry in self.office)
        return [row for row in found if row and row.fails and not self._follows(row)]

    def _follows(self, row: Push) -> bool:
        """Whether a remote is the source, and both went different ways: what settles that is said of the source."""
        entry = row.specification
        return row.state == Push.State.DIVERGED and row.address == entry.source_url and entry in self.troubled

    @cached_property
    def unmet(self) -> list[tuple[Specification, list[str]]]:
        """Those of them with rules that nobody can meet, each said in a sentence."""
        words = directory.unmet(*self.office)
        return [(entry, words[entry.pk]) for entry in self.office if words[entry.pk]]

    @property
    def waiting(self) -> int:
        """How much asks for something to be done; what the head of every page counts."""
        return inbox.asking(self.parts) + len(self.requests) + len(self.troubled) + len(self.unpushed)

    def within(self, specification: Specification) -> Workload:
        """What of it is about one standard."""
        changes = tuple(change for change in self.changes if change.specification_id == specification.pk)
        ours = tuple(entry for entry in self.specifications if entry.pk == specification.pk)
        return replace(self, specifications=ours, changes=changes)

    def lines(self, changes: Iterable[ChangeRequest]) -> dict[int, InboxLine]:
        """Some of the requests as lines of the inbox, by their keys; one query."""
        return {key: self._line(change) for key, change in queries.lines(one.pk for one in changes).items()}

    def _line(self, change: ChangeRequest) -> InboxLine:
        votes = self.polls.get(change.pk)
        tally = tallies.tally(change, votes) if votes else None
        said = f"{tally.approvals} of {tally.needed} approvals" if tally else ""
        begun = change.submitted_at or change.created_at
        return InboxLine(change, (timezone.now() - begun).days, inbox.due_on(change), said)

    def _role(self, specification: Specification) -> Role:
        who = self.participants.get(specification.pk)
        return who.role if who else Role.PUBLIC


def workload(person: User, *, asking: bool = False) -> Workload:
    """What waits wherever the person belongs, administrators wherever they stand in, and of their own proposals everywhere.

    ``asking``: only what may ask something of them, to be counted and not shown.
    """
    memberships = tuple(directory.around(person))
    own = [entry for entry in memberships if entry.user_id == person.pk and entry.state == MembershipState.APPROVED]
    participants = {seat.specification_id: permissions.participant_of(seat) for seat in own}
    ours = tuple(seat.specification for seat in own)
    if person.is_superuser:
        ours = tuple(Specification.objects.select_related("push").order_by("title"))
        participants = {entry.pk: Participant(person.pk, Role.SECRETARIAT) for entry in ours} | participants
    concerned = [key for key, who in participants.items() if who.role in OFFICE | VOTERS]
    desk = queries.desk_of(person, concerned)
    changes, votes = with_votes(queries.asking(desk, person) if asking else desk)
    return Workload(person, ours, participants, tuple(changes), tuple(votes), memberships)
