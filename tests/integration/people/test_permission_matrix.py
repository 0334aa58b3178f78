"""Who may do what to whose proposal in which status: role x action x status x own or another's, through the real actions.

Which steps there are, the workflow says; what is expected of each stands here once more by hand, so that no slip in its row passes.
"""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from changes_app.deciding.actions import comments, decisions, reviews
from changes_app.errors import ChangeError, Invalid, NotAllowed, NotFound, WrongStatus
from changes_app.models import ChangeRequest
from changes_app.proposals.actions import colleagues, drafts, reverts, submissions
from changes_app.workflow import TAKEN, Status
from tests.drivers import World

pytestmark = pytest.mark.one_database

Act = Callable[..., object]
S = Status


def share(change: ChangeRequest, by: Any) -> None:
    """Past permission and status, there is nobody of this name to let in."""
    with suppress(Invalid):
        colleagues.let_in(change=change, by=by, username="nobody")


ACTIONS: dict[str, Act] = {
    **{row.name: partial(submissions.take, row.name, comment="Because.") for row in TAKEN},
    "edit": lambda change, by: drafts.update(change=change, by=by, title="Another title"),
    "share": share,
    "discard": lambda change, by: drafts.discard(change=change, by=by),
    "review": lambda change, by: reviews.cast(
        change=change, by=by, verdict="abstain", content_hash=change.content_hash
    ),
    "comment": lambda change, by: comments.add(change=change, by=by, comment="A thought."),
    "revert": lambda change, by: reverts.revert(change=change, by=by),
    "publish": lambda change, by: decisions.publish(change=change, by=by),
}

#: In which statuses an action is possible at all.
POSSIBLE: dict[str, set[Status]] = {
    "edit": {S.DRAFT, S.CHANGES_REQUESTED},
    "share": {S.DRAFT, S.CHANGES_REQUESTED},
    "discard": {S.DRAFT},
    "submit": {S.DRAFT, S.CHANGES_REQUESTED},
    "withdraw": {S.DRAFT, S.SUBMITTED, S.IN_REVIEW, S.CHANGES_REQUESTED, S.ON_HOLD},
    "triage": {S.SUBMITTED},
    "hold": {S.SUBMITTED, S.IN_REVIEW},
    "resume": {S.ON_HOLD},
    "request_changes": {S.SUBMITTED, S.IN_REVIEW},
    "reject": {S.SUBMITTED, S.IN_REVIEW, S.CHANGES_REQUESTED, S.ON_HOLD},
    "review": {S.IN_REVIEW},
    "comment": set(S) - {S.DRAFT},
    "publish": {S.APPROVED, S.PUBLISHED},
    "revert": {S.PUBLISHED},
}

AUTHORS_OWN = {"edit", "share", "discard", "submit", "withdraw", "comment", "revert"}
OFFICE = {"triage", "hold", "resume", "publish"}
DECIDING = {"request_changes", "reject"}

#: What a person may do with another's proposal that is no draft.
OTHERS = {
    "visitor": set[str](),
    "outsider": {"comment"},  # the example specification lets the public comment
    "member": {"comment", "revert"},
    "steering": {"comment", "revert", "review"},
    "secretariat": {"comment", "revert"} | OFFICE | DECIDING,
    "chair": {"comment", "revert", "review"} | OFFICE | DECIDING,
    "admin": {"comment", "revert"} | OFFICE | DECIDING,
}
#: What the proposer may do, by their role.
OWN = {
    "member": AUTHORS_OWN,
    "steering": AUTHORS_OWN,
    "secretariat": AUTHORS_OWN | OFFICE,
    "chair": AUTHORS_OWN | OFFICE,
    "admin": AUTHORS_OWN | OFFICE,
}


def person(world: World, role: str) -> Any:
    people = world.people
    return {
        "visitor": AnonymousUser(),
        "outsider": people.outsider,
        "member": people.proposer,
        "steering": people.voters[2],
        "secretariat": people.secretariat,
        "chair": people.chair,
        "admin": people.admin,
    }[role]


def outcome(act: Act, change: ChangeRequest, by: Any) -> str:
    """What happens: done, or the kind of refusal."""
    try:
        act(change=change, by=by)
    except NotAllowed:
        return "not allowed"
    except NotFound:
        return "hidden"
    except WrongStatus:
        return "wrong status"
    except ChangeError as error:
        return f"unexpected {error.code}: {error}"
    return "done"


def expected(name: str, status: Status, allowed: set[str], *, own: bool) -> str:
    if status == S.DRAFT and not own:
        return "hidden"
    if name not in allowed:
        return "not allowed"
    return "done" if status in POSSIBLE[name] else "wrong status"


def mismatches(world: World, status: Status, role: str, *, own: bool) -> list[str]:
    """Every action tried by one person on the same request, each undone afterwards."""
    by = person(world, role)
    author = by if own else world.people.voters[0] if role == "member" else world.people.proposer
    allowed = (OWN if own else OTHERS)[role]
    found = []
    with world.undone():
        change = world.drive(status, by=author)
        assert change.status == status
        for name, act in ACTIONS.items():
            wanted = expected(name, status, allowed, own=own)
            with world.undone() if name == "publish" else world.rows_undone():
                got = outcome(act, ChangeRequest.objects.get(pk=change.pk), by)
            if got != wanted:
                found.append(f"{role}, {name}: expected {wanted}, got {got}")
    return found


@pytest.mark.parametrize("status", list(Status))
def test_matrix_on_the_proposal_of_another(world: World, status: Status) -> None:
    assert [line for role in OTHERS for line in mismatches(world, status, role, own=False)] == []


@pytest.mark.parametrize("status", list(Status))
def test_matrix_on_ones_own_proposal(world: World, status: Status) -> None:
    assert [line for role in OWN for line in mismatches(world, status, role, own=True)] == []


@pytest.mark.parametrize("role", ["outsider", "steering", "chair", "admin"])
def test_account_that_is_switched_off_may_do_nothing(world: World, role: str) -> None:
    by, change = person(world, role), world.in_review()
    by.is_active = False
    by.save()
    found = {name: outcome(act, change, by) for name, act in ACTIONS.items()}
    assert found == dict.fromkeys(ACTIONS, "not allowed")
