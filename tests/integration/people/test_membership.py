"""Joining a specification, and the operator's commands."""

import re
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from changes_app.errors import Invalid, NotAllowed, WrongStatus
from changes_app.models import Event, Membership, Organisation, OutboxMessage
from changes_app.people import permissions
from changes_app.people.actions import membership
from changes_app.workflow import EventKind, Role
from tests.drivers import World


def ask(world: World) -> Membership:
    return membership.request(
        specification=world.specification,
        by=world.people.outsider,
        organisation="Hillford",
        note="I keep the register.",
    )


def role_of(world: World) -> Role:
    return permissions.participant(world.people.outsider, world.specification).role


def test_asking_gives_nothing_until_the_secretariat_agrees(world: World) -> None:
    entry = ask(world)
    assert role_of(world) == Role.PUBLIC
    membership.approve(membership=entry, by=world.people.secretariat)
    assert role_of(world) == Role.MEMBER
    events = Event.objects.filter(kind__startswith="membership", data__person_id=world.people.outsider.pk)
    assert [event.kind for event in events] == [EventKind.MEMBERSHIP_REQUESTED, EventKind.MEMBERSHIP_APPROVED]


def test_declined_may_ask_again(world: World) -> None:
    membership.decline(membership=ask(world), by=world.people.secretariat)
    assert role_of(world) == Role.PUBLIC
    again = ask(world)
    with pytest.raises(WrongStatus, match="asked already"):
        ask(world)
    membership.approve(membership=again, by=world.people.secretariat, role=Role.STEERING)
    assert role_of(world) == Role.STEERING
    with pytest.raises(WrongStatus, match="approved already"):
        membership.decline(membership=again, by=world.people.secretariat)


def test_only_the_secretariat_decides_and_nobody_their_own(world: World) -> None:
    entry = ask(world)
    people = world.people
    for other in (people.outsider, people.proposer, people.voters[0], people.chair):
        with pytest.raises(NotAllowed):
            membership.approve(membership=entry, by=other)
    own = membership.request(specification=world.specification, by=people.admin, organisation="Hillford")
    with pytest.raises(NotAllowed, match="Nobody decides on their own"):
        membership.approve(membership=own, by=people.admin)


def test_wrong_requests_are_refused(world: World) -> None:
    with pytest.raises(NotAllowed, match="Sign in"):
        membership.request(specification=world.specification, by=AnonymousUser(), organisation="X")  # type: ignore[arg-type]
    with pytest.raises(Invalid):
        membership.request(specification=world.specification, by=world.people.outsider, organisation=" ")
    with pytest.raises(Invalid):
        membership.approve(membership=ask(world), by=world.people.secretariat, role="emperor")


def test_the_database_refuses_a_voter_without_organisation(world: World) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(user=world.people.chair).update(organisation=None)


def test_add_member_makes_account_and_organisation(world: World) -> None:
    out = StringIO()
    arguments = ["ysd", "new@example.org", "--role", "steering", "--organisation", "Newland"]
    call_command("add_member", *arguments, stdout=out)
    call_command("add_member", *arguments, stdout=out)
    user = get_user_model().objects.get(username="new@example.org")
    assert user.email == "new@example.org"
    assert not user.has_usable_password()
    assert Organisation.objects.filter(name="Newland").count() == 1
    assert permissions.participant(user, world.specification).role == Role.STEERING
    assert "new@example.org is steering group of ysd for Newland." in out.getvalue()
    letter = OutboxMessage.objects.filter(recipient="new@example.org").first()
    assert letter
    assert "steering group, for Newland" in letter.body
    assert "http://127.0.0.1:8000/accounts/password/reset/" in letter.body


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere", "pat", "--role", "member", "--organisation", "X"], "no specification 'nowhere'"),
        (["ysd", "pat", "--role", "steering"], "stands for an organisation"),
        (["ysd", "not a name!", "--role", "member", "--organisation", "X"], "cannot be a user name"),
    ],
)
def test_add_member_says_what_is_wrong(world: World, arguments: list[str], message: str) -> None:
    with pytest.raises(CommandError, match=message):
        call_command("add_member", *arguments)


def test_create_token_prints_it_last(world: World) -> None:
    out = StringIO()
    call_command("create_token", "pat@example.org", stdout=out)
    token = out.getvalue().split()[-1]
    assert re.fullmatch(r"[0-9a-f]{64}", token)
    with pytest.raises(CommandError, match="no account 'nobody'"):
        call_command("create_token", "nobody")
