"""What waits for a person, sorted into the parts of their inbox. Pure, but for the rows it is given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from changes_app.deciding.ballots import Poll
from changes_app.models import ChangeRequest
from changes_app.workflow import Role, Status, voting
from changes_app.workflow.matrix import EVERYBODY, LOCAL_DECIDERS, OFFICE, VOTERS


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks, and when: what they are in each standard, by its key; the votes on what is in review, by the request's; the keys
    of the requests of others that they were let in to."""

    user_id: int
    roles: Mapping[int, Role]
    polls: Mapping[int, Poll]
    today: date
    let_in: frozenset[int] = frozenset()

    def role(self, change: ChangeRequest) -> Role:
        return self.roles.get(change.specification_id, Role.PUBLIC)

    def owns(self, change: ChangeRequest) -> bool:
        return change.proposer_id == self.user_id

    def joins(self, change: ChangeRequest) -> bool:
        """Whether it is a colleague's, who has let them in to write it."""
        return not self.owns(change) and change.pk in self.let_in

    def late(self, change: ChangeRequest) -> bool:
        """Whether the deadline of the rules has passed without a decision."""
        due = due_on(change)
        return due is not None and due < self.today

    def waits(self, change: ChangeRequest) -> bool:
        """Whether it waits for this person's vote."""
        votes = self.polls.get(change.pk)
        return votes is not None and votes.waits_for(self.user_id)

    def voided(self, change: ChangeRequest) -> bool:
        """Whether they have voted on it, and it has changed since."""
        votes = self.polls.get(change.pk)
        return votes is not None and votes.voided(self.user_id) is not None


def due_on(change: ChangeRequest) -> date | None:
    """The last day on which votes are in time; None where nothing sets one."""
    if change.status != Status.IN_REVIEW or change.rule is None or change.review_opened_at is None:
        return None
    return voting.deadline(change.rule, change.review_opened_at.date())


Wanted = Callable[[ChangeRequest, Viewer], bool]


@dataclass(frozen=True, slots=True)
class InboxSection:
    """One part of an inbox: its heading, what to do about what is in it, who sees it, what belongs there; ``asks`` where its reader
    is to do something, which the head of every page counts."""

    key: str
    title: str
    advice: str
    roles: frozenset[Role]
    wanted: Wanted
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Filled:
    """A part with what is in it."""

    part: InboxSection
    changes: tuple[ChangeRequest, ...]


def _in(*statuses: Status) -> Wanted:
    return lambda change, _eye: change.status in statuses


def _own(*statuses: Status) -> Wanted:
    return lambda change, viewer: viewer.owns(change) and change.status in statuses


def _joined(*statuses: Status) -> Wanted:
    return lambda change, viewer: viewer.joins(change) and change.status in statuses


PARTS = (
    InboxSection(
        "unpublished",
        "Approved, but not yet published",
        "The decision stands and is stored. The portal tries again by itself; if it goes on, tell whoever runs the portal.",
        OFFICE,
        lambda change, _eye: change.status == Status.APPROVED and not change.notice_runs,
        asks=True,
    ),
    InboxSection(
        "notice",
        "Approved, with their notice running",
        "Each is published by itself when its notice has run, unless it is withdrawn or voted down.",
        OFFICE | VOTERS,
        lambda change, _eye: change.notice_runs,
    ),
    InboxSection(
        "new",
        "New",
        "Read each one, then pass it to the steering group, ask for a change, or reject it.",
        OFFICE,
        _in(Status.SUBMITTED),
        asks=True,
    ),
    InboxSection(
        "confirm",
        "Changed since your vote",
        "Your vote does not count any more. See what has changed since, and confirm it or vote otherwise.",
        VOTERS | LOCAL_DECIDERS,
        lambda change, viewer: viewer.voided(change),
        asks=True,
    ),
    InboxSection(
        "vote",
        "Waiting for your vote",
        "Read what would change, then approve, object or abstain for your organisation, or for the secretariat.",
        VOTERS | LOCAL_DECIDERS,
        lambda change, viewer: viewer.waits(change) and not viewer.voided(change),
        asks=True,
    ),
    InboxSection(
        "overdue",
        "Overdue",
        "The time for voting is over and the rules do not hold yet. Remind the steering group, or decide.",
        OFFICE,
        lambda change, viewer: viewer.late(change),
        asks=True,
    ),
    InboxSection(
        "votes",
        "Waiting for votes",
        "The steering group has these, or a colleague where it is about one authority alone.",
        OFFICE,
        lambda change, viewer: (
            change.status == Status.IN_REVIEW and not viewer.late(change) and not viewer.waits(change)
        ),
    ),
    InboxSection("held", "On hold", "Take each up again when its time has come.", OFFICE, _in(Status.ON_HOLD)),
    InboxSection(
        "asked",
        "With the proposer",
        "You asked for a change, or the standard moved underneath.",
        OFFICE,
        lambda change, viewer: (
            change.status == Status.CHANGES_REQUESTED and not viewer.owns(change) and not viewer.joins(change)
        ),
    ),
    InboxSection(
        "returned",
        "Given back to you",
        "Look at what was asked, change your proposal, and send it again.",
        EVERYBODY,
        _own(Status.CHANGES_REQUESTED),
        asks=True,
    ),
    InboxSection(
        "returned-let-in",
        "Given back to colleagues who let you in",
        "Look at what was asked, and change the proposal with its proposer, who sends it again.",
        EVERYBODY,
        _joined(Status.CHANGES_REQUESTED),
        asks=True,
    ),
    InboxSection(
        "drafts",
        "Your drafts",
        "Only you, and colleagues whom you let in, see these until you send them.",
        EVERYBODY,
        _own(Status.DRAFT),
    ),
    InboxSection(
        "let-in",
        "Drafts of colleagues who let you in",
        "You can write these with them. Each is sent by its proposer.",
        EVERYBODY,
        _joined(Status.DRAFT),
        asks=True,
    ),
    InboxSection(
        "under-way",
        "Your proposals under way",
        "Nothing to do for you: others have these.",
        EVERYBODY,
        _own(Status.SUBMITTED, Status.IN_REVIEW, Status.ON_HOLD, Status.APPROVED),
    ),
)


def fill(changes: Iterable[ChangeRequest], viewer: Viewer) -> list[Filled]:
    """The parts that hold something for this person, most urgent first."""
    rows = list(changes)
    filled = (
        Filled(
            part, tuple(change for change in rows if viewer.role(change) in part.roles and part.wanted(change, viewer))
        )
        for part in PARTS
    )
    return [entry for entry in filled if entry.changes]


def asking(filled: Iterable[Filled]) -> int:
    """How many requests ask something of the person; each once."""
    return len({change.pk for entry in filled if entry.part.asks for change in entry.changes})
