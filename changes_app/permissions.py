"""Who may do what: one matrix of roles, and the person's standing in a specification.

A decision is never one's own: `NEVER` holds for everybody, administrators included.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from changes_app.errors import NotAllowed
from changes_app.models import Membership, Organisation
from changes_app.workflow import Permission, Role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser, User

    from changes_app.models import ChangeRequest
    from specs_app.models import Specification


class Own(Enum):
    """Whether a permission holds for one's own proposal."""

    ANY = "any proposal"
    ONLY = "only one's own"
    NEVER = "never one's own"


@dataclass(frozen=True, slots=True)
class Rule:
    """Which roles, and whether for one's own proposal."""

    roles: frozenset[Role]
    own: Own = Own.ANY


EVERYBODY = frozenset(Role)
MEMBERS = EVERYBODY - {Role.PUBLIC}
OFFICE = frozenset({Role.SECRETARIAT, Role.CHAIR})
VOTERS = frozenset({Role.STEERING, Role.CHAIR})

MATRIX: dict[Permission, Rule] = {
    Permission.READ: Rule(EVERYBODY),
    Permission.COMMENT: Rule(MEMBERS),
    Permission.PROPOSE: Rule(MEMBERS),
    Permission.EDIT: Rule(EVERYBODY, Own.ONLY),
    Permission.DISCARD: Rule(EVERYBODY, Own.ONLY),
    Permission.SUBMIT: Rule(MEMBERS, Own.ONLY),
    Permission.WITHDRAW: Rule(EVERYBODY, Own.ONLY),
    Permission.TRIAGE: Rule(OFFICE),
    Permission.HOLD: Rule(OFFICE),
    Permission.RESUME: Rule(OFFICE),
    Permission.REQUEST_CHANGES: Rule(OFFICE, Own.NEVER),
    Permission.REVIEW: Rule(VOTERS, Own.NEVER),
    Permission.REJECT: Rule(OFFICE, Own.NEVER),
    Permission.PUBLISH: Rule(OFFICE),
    Permission.MANAGE_MEMBERS: Rule(frozenset({Role.SECRETARIAT})),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A person in one specification. ``user_id`` is None for a visitor who has not signed in."""

    user_id: int | None
    role: Role
    organisation: Organisation | None = None

    @property
    def signed_in(self) -> bool:
        return self.user_id is not None


def standing(user: User | AnonymousUser, specification: Specification) -> Standing:
    """One query. An administrator without a membership of their own stands in for the secretariat."""
    if not user.is_authenticated or not user.is_active:
        return Standing(None, Role.PUBLIC)
    found = Membership.objects.approved().filter(user_id=user.pk, specification=specification)
    membership = found.select_related("organisation").first()
    if membership is not None:
        return Standing(user.pk, Role(membership.role), membership.organisation)
    return Standing(user.pk, Role.SECRETARIAT if user.is_superuser else Role.PUBLIC)


def refusal(who: Standing, permission: Permission, *, own: bool = False, public_comments: bool = False) -> str:
    """Why this person may not, in words; empty where they may. Pure."""
    rule = MATRIX[permission]
    if permission != Permission.READ and not who.signed_in:
        return "Sign in first."
    if rule.own is Own.ONLY and not own:
        return "Only the person who made the proposal may do this."
    if rule.own is Own.NEVER and own:
        return "Nobody decides on their own proposal."
    if who.role in rule.roles or (permission == Permission.COMMENT and (own or public_comments)):
        return ""
    return f"This is for {_spoken(rule.roles)}; you are here as {who.role.label.lower()}."


def require(who: Standing, permission: Permission, change: ChangeRequest | None = None) -> None:
    """Raises `NotAllowed` with the reason where the person may not."""
    own = change is not None and who.user_id == change.proposer_id
    public = change is not None and change.public_comments
    if reason := refusal(who, permission, own=own, public_comments=public):
        raise NotAllowed(reason, found=who.role.label, remedy="Ask the secretariat if you think you should be able to.")


def _spoken(roles: frozenset[Role]) -> str:
    names = [role.label.lower() for role in Role if role in roles]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
