"""Whether a person may: their part in a specification, held against the matrix (`workflow.matrix`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, QuerySet

from changes_app.errors import NotAllowed
from changes_app.models import Event, Membership, Organisation
from changes_app.people.credentials import is_held
from changes_app.workflow import STEPS, EventKind, Permission, Role
from changes_app.workflow.matrix import TAKES_PART, VOTERS, Ownership, spoken

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser, User

    from changes_app.models import ChangeRequest
    from specs_app.models import Specification


#: Nobody decides, or says who may vote, with what somebody else can know; those are what is never one's own.
HELD = (
    "Your password or address was set by somebody else. Before you decide anything, confirm on the page of your account "
    "that they are yours."
)


#: What tells that somebody wrote a proposal.
WRITING = (EventKind.EDITED, EventKind.REBASED)


@dataclass(frozen=True, slots=True)
class Participant:
    """A person in one specification. ``user_id`` is None for a visitor who has not signed in.

    ``held``: their password or address was set by somebody else, and they have not confirmed it (`credentials`).
    """

    user_id: int | None
    role: Role
    organisation: Organisation | None = None
    held: bool = False

    @property
    def signed_in(self) -> bool:
        return self.user_id is not None


def participant(user: User | AnonymousUser, specification: Specification) -> Participant:
    """One query; two for an administrator. An administrator without a membership of their own stands in for the secretariat."""
    if not user.is_authenticated or not user.is_active:
        return Participant(None, Role.PUBLIC)
    own = seats().filter(specification=specification, user=user.pk).first()
    if own is not None:
        return participant_of(own)
    return (
        Participant(user.pk, Role.SECRETARIAT, held=is_held(user))
        if user.is_superuser
        else Participant(user.pk, Role.PUBLIC)
    )


def seats() -> QuerySet[Membership]:
    """The memberships, of all standards, that make their holders take part: let in, and of accounts not switched off."""
    found = Membership.objects.approved().filter(user__is_active=True)
    return found.select_related("user__profile", "organisation")


def participant_of(seat: Membership) -> Participant:
    """What a membership makes of its holder."""
    return Participant(seat.user_id, Role(seat.role), seat.organisation, is_held(seat.user))


def able_organisations(*specifications: Specification) -> dict[int, int]:
    """How many organisations somebody may vote for in each of some standards, by its key; one query."""
    voters = seats().filter(specification__in=specifications, role__in=VOTERS, organisation__isnull=False)
    counts = voters.order_by().values_list("specification").annotate(Count("organisation", distinct=True))
    return {specification.pk: 0 for specification in specifications} | dict(counts)


def sides(change: ChangeRequest, proposer: Participant | None) -> frozenset[int]:
    """The keys of the organisations that a proposal is from: its proposer's at the time, and now."""
    now = proposer.organisation if proposer else None
    return frozenset(key for key in (change.organisation_id, now.pk if now else None) if key is not None)


def refusal(
    who: Participant,
    permission: Permission,
    *,
    own: bool = False,
    colleague: bool = False,
    let_in: bool = False,
    public_comments: bool = False,
) -> str:
    """Why this person may not, in words; empty where they may. Pure.

    ``own`` says that the proposal is theirs, ``colleague`` that it is their organisation's, ``let_in`` that its proposer
    has let them in.
    """
    rule = permission.rule
    if permission != Permission.READ and not who.signed_in:
        return "Sign in first."
    if rule.own is Ownership.ONLY and not own and not (rule.let_in and let_in):
        return "Only the person who made the proposal may do this."
    if rule.own is Ownership.NEVER and own:
        return "Nobody decides on their own proposal."
    if colleague and not rule.colleagues:
        return f"{who.organisation} made this proposal, so it has no vote on it; it may comment."
    if who.role in rule.roles or (permission == Permission.COMMENT and (own or public_comments)):
        return HELD if who.held and rule.own is Ownership.NEVER else ""
    return f"This is for {spoken(rule.roles)}; you take part as {TAKES_PART[who.role]}."


def refusal_on(who: Participant, step: str, change: ChangeRequest) -> str:
    """Why this person may not take a step of this proposal; empty where they may. Its status is not asked."""
    permission = STEPS[step].of(change.change_class).permission
    if permission is None:
        return "The portal does this by itself."
    own = who.user_id == change.proposer_id or (permission is Permission.APPROVE_LOCAL and _has_written(who, change))
    colleague = not permission.rule.colleagues and _is_colleague(who, change)
    let_in = permission.rule.let_in and not own and is_let_in(who, change)
    return refusal(who, permission, own=own, colleague=colleague, let_in=let_in, public_comments=change.public_comments)


def _has_written(who: Participant, change: ChangeRequest) -> bool:
    """Whether this person has ever written the proposal with its proposer: where one approval is enough, it is their own too."""
    told = Event.objects.filter(specification=change.specification.slug, change_number=change.number)
    return who.signed_in and told.filter(kind__in=WRITING, actor_id=who.user_id).exists()


def is_let_in(who: Participant, change: ChangeRequest) -> bool:
    """Whether the proposer has let this person in, and both still belong to the standard for one organisation."""
    return who.signed_in and change.colleagues.belonging().filter(user=who.user_id).exists()


def _is_colleague(who: Participant, change: ChangeRequest) -> bool:
    return who.organisation is not None and who.organisation.pk in sides(
        change, participant(change.proposer, change.specification)
    )


def require(who: Participant, permission: Permission) -> None:
    """Raises `NotAllowed` with the reason where the person may not, whatever the proposal."""
    _allow(who, refusal(who, permission))


def require_step(who: Participant, step: str, change: ChangeRequest) -> None:
    """Raises `NotAllowed` with the reason where the person may not take the step."""
    _allow(who, refusal_on(who, step, change))


def _allow(who: Participant, reason: str) -> None:
    if reason:
        raise NotAllowed(reason, found=who.role.label, remedy="Ask the secretariat if you think you should be able to.")
