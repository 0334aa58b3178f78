"""The matrix of roles, written out once more by hand: role x permission x own or another's."""

import pytest

from changes_app.people.permissions import HELD, Participant, refusal
from changes_app.workflow import Permission, Role

P = Permission
#: What each role may do with another's proposal, and with its own.
EXPECTED: dict[Role, tuple[set[Permission], set[Permission]]] = {
    Role.PUBLIC: (
        {P.READ},
        {P.READ, P.COMMENT, P.EDIT, P.DISCARD, P.WITHDRAW},
    ),
    Role.MEMBER: (
        {P.READ, P.COMMENT, P.PROPOSE},
        {P.READ, P.COMMENT, P.PROPOSE, P.EDIT, P.SHARE, P.DISCARD, P.SUBMIT, P.WITHDRAW},
    ),
    Role.STEERING: (
        {P.READ, P.COMMENT, P.PROPOSE, P.REVIEW},
        {P.READ, P.COMMENT, P.PROPOSE, P.EDIT, P.SHARE, P.DISCARD, P.SUBMIT, P.WITHDRAW},
    ),
    Role.SECRETARIAT: (
        set(Permission) - {P.EDIT, P.SHARE, P.DISCARD, P.SUBMIT, P.WITHDRAW, P.REVIEW},
        set(Permission)
        - {P.REVIEW, P.APPROVE_LOCAL, P.REJECT, P.REQUEST_CHANGES, P.MANAGE_MEMBERS, P.RELEASE, P.SETTLE_SOURCE},
    ),
    Role.CHAIR: (
        set(Permission) - {P.EDIT, P.SHARE, P.DISCARD, P.SUBMIT, P.WITHDRAW, P.MANAGE_MEMBERS, P.APPROVE_LOCAL},
        set(Permission)
        - {P.REVIEW, P.APPROVE_LOCAL, P.REJECT, P.REQUEST_CHANGES, P.MANAGE_MEMBERS, P.RELEASE, P.SETTLE_SOURCE},
    ),
}


@pytest.mark.parametrize("own", [False, True])
@pytest.mark.parametrize("permission", list(Permission))
@pytest.mark.parametrize("role", list(Role))
def test_matrix_as_written_by_hand(role: Role, permission: Permission, own: bool) -> None:
    allowed = permission in EXPECTED[role][own]
    assert (refusal(Participant(1, role), permission, own=own) == "") is allowed


@pytest.mark.parametrize("permission", list(Permission))
def test_visitor_may_only_read(permission: Permission) -> None:
    reason = refusal(Participant(None, Role.PUBLIC), permission)
    assert reason == ("" if permission == P.READ else "Sign in first.")


def test_public_comments_only_where_the_specification_allows() -> None:
    public = Participant(1, Role.PUBLIC)
    assert refusal(public, P.COMMENT)
    assert not refusal(public, P.COMMENT, public_comments=True)
    assert refusal(Participant(None, Role.PUBLIC), P.COMMENT, public_comments=True)


def test_refusal_names_the_roles_that_may() -> None:
    assert (
        refusal(Participant(1, Role.MEMBER), P.TRIAGE)
        == "This is for the secretariat or the chair; you take part as a member."
    )
    assert refusal(Participant(1, Role.CHAIR), P.REJECT, own=True) == "Nobody decides on their own proposal."


@pytest.mark.parametrize("permission", list(Permission))
def test_who_is_held_decides_nothing_and_does_the_rest(permission: Permission) -> None:
    decisions = {
        P.REVIEW: Role.CHAIR,
        P.REJECT: Role.CHAIR,
        P.REQUEST_CHANGES: Role.CHAIR,
        P.MANAGE_MEMBERS: Role.SECRETARIAT,
        P.RELEASE: Role.SECRETARIAT,
        P.SETTLE_SOURCE: Role.SECRETARIAT,
        P.APPROVE_LOCAL: Role.SECRETARIAT,
    }
    role = decisions.get(permission, Role.CHAIR)
    free, held = Participant(1, role), Participant(1, role, held=True)
    assert refusal(held, permission) == (HELD if permission in decisions else refusal(free, permission))
