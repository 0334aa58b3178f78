"""Who may do what: a permission a line, with the roles that have it and whose proposals it is for.

A decision is never one's own: `NEVER` holds for everybody, administrators included.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Self

from changes_app.workflow.status import Role


class Own(Enum):
    """Whether a permission holds for one's own proposal."""

    ANY = "any proposal"
    ONLY = "only one's own"
    NEVER = "never one's own"


@dataclass(frozen=True, slots=True)
class Rule:
    """Which roles, whether for one's own proposal, and whether for one of one's own organisation.

    ``let_in``: what is for one's own holds for a colleague too whom the proposer has let in.
    """

    roles: frozenset[Role]
    own: Own = Own.ANY
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


class Permission(StrEnum):
    """What somebody may be allowed to do, and the rule of it."""

    rule: Rule

    READ = "read", Rule(EVERYBODY)
    COMMENT = "comment", Rule(MEMBERS)
    PROPOSE = "propose", Rule(MEMBERS)
    EDIT = "edit", Rule(EVERYBODY, Own.ONLY, let_in=True)
    SHARE = "share", Rule(MEMBERS, Own.ONLY)
    DISCARD = "discard", Rule(EVERYBODY, Own.ONLY)
    SUBMIT = "submit", Rule(MEMBERS, Own.ONLY)
    WITHDRAW = "withdraw", Rule(EVERYBODY, Own.ONLY)
    TRIAGE = "triage", Rule(OFFICE)
    HOLD = "hold", Rule(OFFICE)
    RESUME = "resume", Rule(OFFICE)
    REQUEST_CHANGES = "request_changes", Rule(OFFICE, Own.NEVER)
    REVIEW = "review", Rule(VOTERS, Own.NEVER, colleagues=False)
    REJECT = "reject", Rule(OFFICE, Own.NEVER)
    PUBLISH = "publish", Rule(OFFICE)
    MANAGE_MEMBERS = "manage_members", Rule(frozenset({Role.SECRETARIAT}), Own.NEVER)

    def __new__(cls, value: str, rule: Rule) -> Self:
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
