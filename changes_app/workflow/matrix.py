"""Who may do what: a permission a line, with the roles that have it and whose proposals it is for.

A decision is never one's own: `NEVER` holds for everybody, administrators included.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Self

from changes_app.workflow.status import Role


class Ownership(Enum):
    """Whether a permission holds for one's own proposal."""

    ANY = "any proposal"
    ONLY = "only one's own"
    NEVER = "never one's own"


@dataclass(frozen=True, slots=True)
class PermissionRule:
    """Which roles, whether for one's own proposal, and whether for one of one's own organisation.

    ``let_in``: what is for one's own holds for a colleague too whom the proposer has let in.
    """

    roles: frozenset[Role]
    own: Ownership = Ownership.ANY
    colleagues: bool = True
    let_in: bool = False

    @property
    def proposals(self) -> str:
        """Which proposals it is for, in words."""
        return self.own.value if self.colleagues else "never one's own or one's organisation's"


EVERYBODY = frozenset(Role)
MEMBERS = EVERYBODY - {Role.PUBLIC}
OFFICE = frozenset({Role.SECRETARIAT, Role.CHAIR})
VOTERS = frozenset({Role.STEERING, Role.CHAIR})
#: Who decides on the settings of one authority alone, and speaks for no organisation then.
LOCAL_DECIDERS = frozenset({Role.SECRETARIAT})


class Permission(StrEnum):
    """What somebody may be allowed to do, and the rule of it."""

    rule: PermissionRule

    READ = "read", PermissionRule(EVERYBODY)
    COMMENT = "comment", PermissionRule(MEMBERS)
    PROPOSE = "propose", PermissionRule(MEMBERS)
    EDIT = "edit", PermissionRule(EVERYBODY, Ownership.ONLY, let_in=True)
    SHARE = "share", PermissionRule(MEMBERS, Ownership.ONLY)
    DISCARD = "discard", PermissionRule(EVERYBODY, Ownership.ONLY)
    SUBMIT = "submit", PermissionRule(MEMBERS, Ownership.ONLY)
    WITHDRAW = "withdraw", PermissionRule(EVERYBODY, Ownership.ONLY)
    TRIAGE = "triage", PermissionRule(OFFICE)
    HOLD = "hold", PermissionRule(OFFICE)
    RESUME = "resume", PermissionRule(OFFICE)
    REQUEST_CHANGES = "request_changes", PermissionRule(OFFICE, Ownership.NEVER)
    REVIEW = "review", PermissionRule(VOTERS, Ownership.NEVER, colleagues=False)
    APPROVE_LOCAL = "approve_local", PermissionRule(LOCAL_DECIDERS, Ownership.NEVER)
    REJECT = "reject", PermissionRule(OFFICE, Ownership.NEVER)
    PUBLISH = "publish", PermissionRule(OFFICE)
    SETTLE_SOURCE = "settle_source", PermissionRule(OFFICE, Ownership.NEVER)
    RELEASE = "release", PermissionRule(OFFICE, Ownership.NEVER)
    MANAGE_MEMBERS = "manage_members", PermissionRule(frozenset({Role.SECRETARIAT}), Ownership.NEVER)

    def __new__(cls, value: str, rule: PermissionRule) -> Self:
        member = str.__new__(cls, value)
        member._value_, member.rule = value, rule
        return member


#: Roles within a sentence: all who have one, and one of them.
SPOKEN = {
    Role.PUBLIC: "everybody",
    Role.MEMBER: "members",
    Role.STEERING: "the steering group",
    Role.SECRETARIAT: "the secretariat",
    Role.CHAIR: "the chair",
}
TAKES_PART = {
    Role.PUBLIC: "a reader",
    Role.MEMBER: "a member",
    Role.STEERING: "one of the steering group",
    Role.SECRETARIAT: "one of the secretariat",
    Role.CHAIR: "the chair",
}


def spoken(roles: frozenset[Role]) -> str:
    """``the secretariat or the chair``."""
    names = [SPOKEN[role] for role in Role if role in roles]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
