"""The way of a change: statuses, transitions, events, roles and permissions as plain data.

Who may act is in `permissions`, what the steering rules ask in `policies`. The diagram in `docs/developer/workflow.md` is drawn
from here by `manage.py draw_workflow`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import TextChoices


class Status(TextChoices):
    """Where a change request stands."""

    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"
    IN_REVIEW = "in_review", "In review"
    CHANGES_REQUESTED = "changes_requested", "Changes requested"
    ON_HOLD = "on_hold", "On hold"
    APPROVED = "approved", "Approved"
    PUBLISHED = "published", "Published"
    REJECTED = "rejected", "Rejected"
    WITHDRAWN = "withdrawn", "Withdrawn"


EDITABLE = frozenset({Status.DRAFT, Status.CHANGES_REQUESTED})
FINAL = frozenset({Status.PUBLISHED, Status.REJECTED, Status.WITHDRAWN})
OPEN = frozenset(Status) - FINAL - {Status.DRAFT}


class Role(TextChoices):
    """What a person is in one specification. Everybody without a membership is the public."""

    PUBLIC = "public", "Public"
    MEMBER = "member", "Member"
    STEERING = "steering", "Steering group"
    SECRETARIAT = "secretariat", "Secretariat"
    CHAIR = "chair", "Chair"


class Permission(StrEnum):
    """What somebody may be allowed to do; the matrix is in `permissions`."""

    READ = "read"
    COMMENT = "comment"
    PROPOSE = "propose"
    EDIT = "edit"
    SHARE = "share"
    DISCARD = "discard"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    TRIAGE = "triage"
    HOLD = "hold"
    RESUME = "resume"
    REQUEST_CHANGES = "request_changes"
    REVIEW = "review"
    REJECT = "reject"
    PUBLISH = "publish"
    MANAGE_MEMBERS = "manage_members"


class EventKind(TextChoices):
    """What is written to the record; `presenters` has the words."""

    DRAFTED = "drafted", "Draft begun"
    EDITED = "edited", "Edited"
    DISCARDED = "discarded", "Draft discarded"
    COLLEAGUE_LET_IN = "colleague_let_in", "Colleague let in"
    COLLEAGUE_ENDED = "colleague_ended", "Colleague let in no more"
    SUBMITTED = "submitted", "Submitted"
    TRIAGED = "triaged", "Sent to the steering group"
    HELD = "held", "Put on hold"
    RESUMED = "resumed", "Taken up again"
    CHANGES_REQUESTED = "changes_requested", "Changes requested"
    CONFLICT_FOUND = "conflict_found", "Conflict found"
    REBASED = "rebased", "Conflict settled"
    VOTED = "voted", "Vote cast"
    COMMENTED = "commented", "Commented"
    APPROVED = "approved", "Approved"
    REOPENED = "reopened", "Back to the vote"
    REJECTED = "rejected", "Rejected"
    WITHDRAWN = "withdrawn", "Withdrawn"
    PUBLISHED = "published", "Published"
    PUBLICATION_FAILED = "publication_failed", "Publication failed"
    RECONCILED = "reconciled", "Reconciled with Git"
    MEMBERSHIP_REQUESTED = "membership_requested", "Membership requested"
    MEMBERSHIP_APPROVED = "membership_approved", "Membership approved"
    MEMBERSHIP_DECLINED = "membership_declined", "Membership declined"
    MEMBERSHIP_CHANGED = "membership_changed", "Membership changed"
    MEMBERSHIP_ENDED = "membership_ended", "Membership ended"
    TOKEN_CREATED = "token_created", "Token created"
    TOKEN_REVOKED = "token_revoked", "Token revoked"
    RENAMED = "renamed", "Name changed"
    ADDRESS_CHOSEN = "address_chosen", "Address in Git chosen"
    ACCOUNT_CHANGED = "account_changed", "Account changed by an administrator"
    RESET_LINK_SENT = "reset_link_sent", "Reset link sent by an administrator"
    CREDENTIAL_CONFIRMED = "credential_confirmed", "Password or address confirmed"


@dataclass(frozen=True, slots=True)
class Transition:
    """One arrow. ``permission`` is None where the portal itself acts; ``condition`` says in words what else must hold.

    With ``in_notice`` it may start from approved too, while the notice runs.
    """

    name: str
    sources: frozenset[Status]
    target: Status | None
    permission: Permission | None
    event: EventKind
    condition: str = ""
    needs_comment: bool = False
    in_notice: bool = False


def _arrow(
    name: str,
    sources: set[Status],
    target: Status | None,
    permission: Permission | None,
    event: EventKind,
    condition: str = "",
    *,
    needs_comment: bool = False,
    in_notice: bool = False,
) -> tuple[str, Transition]:
    return name, Transition(name, frozenset(sources), target, permission, event, condition, needs_comment, in_notice)


S, P, E = Status, Permission, EventKind

#: Every transition by its name. `resume` has no target of its own: it goes back to where the change was held.
TRANSITIONS: dict[str, Transition] = dict(
    (
        _arrow("submit", {S.DRAFT, S.CHANGES_REQUESTED}, S.SUBMITTED, P.SUBMIT, E.SUBMITTED, "no new errors"),
        _arrow("triage", {S.SUBMITTED}, S.IN_REVIEW, P.TRIAGE, E.TRIAGED),
        _arrow(
            "request_changes",
            {S.SUBMITTED, S.IN_REVIEW},
            S.CHANGES_REQUESTED,
            P.REQUEST_CHANGES,
            E.CHANGES_REQUESTED,
            needs_comment=True,
        ),
        _arrow("hold", {S.SUBMITTED, S.IN_REVIEW}, S.ON_HOLD, P.HOLD, E.HELD),
        _arrow("resume", {S.ON_HOLD}, None, P.RESUME, E.RESUMED),
        _arrow(
            "reject",
            {S.SUBMITTED, S.IN_REVIEW, S.CHANGES_REQUESTED, S.ON_HOLD},
            S.REJECTED,
            P.REJECT,
            E.REJECTED,
            needs_comment=True,
        ),
        _arrow(
            "withdraw",
            {S.DRAFT, S.SUBMITTED, S.IN_REVIEW, S.CHANGES_REQUESTED, S.ON_HOLD},
            S.WITHDRAWN,
            P.WITHDRAW,
            E.WITHDRAWN,
            in_notice=True,
        ),
        _arrow("approve", {S.IN_REVIEW}, S.APPROVED, None, E.APPROVED, "the steering rules hold"),
        _arrow("reopen", {S.APPROVED}, S.IN_REVIEW, None, E.REOPENED, "the steering rules do not hold any more"),
        _arrow(
            "publish",
            {S.APPROVED},
            S.PUBLISHED,
            None,
            E.PUBLISHED,
            "the notice has run, the steering rules still hold, the commit is made",
        ),
        _arrow("return", {S.APPROVED}, S.CHANGES_REQUESTED, None, E.CONFLICT_FOUND, "the standard has moved"),
    )
)

#: Where `resume` may lead: what `hold` starts from.
RESUME_TARGETS = TRANSITIONS["hold"].sources


def allows(name: str, status: str, *, notice_runs: bool) -> bool:
    """Whether the transition may start from this status; ``notice_runs`` is of an approved change."""
    arrow = TRANSITIONS[name]
    return status in arrow.sources or (arrow.in_notice and notice_runs and status == Status.APPROVED)


def may_vote_in(status: str, *, notice_runs: bool) -> bool:
    """Whether votes are taken: under review, and while the notice of an approved change runs."""
    return status == Status.IN_REVIEW or (status == Status.APPROVED and notice_runs)
