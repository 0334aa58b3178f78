"""A vote is cast by its owner, for one organisation, under a name that they gave. Each way round it, by page and by REST.

Administrators and the operator have one door each, `/admin/` and commands; memberships have pages alone. REST has no address of
accounts, passwords, memberships or tokens (`test_rest_has_no_door_to_people`), so what was done there is tried by what it lets
its victim do.
"""

from __future__ import annotations

import re
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from knox.models import AuthToken

from changes_app.models import ChangeRequest, Event, Membership, Organisation, OutboxMessage
from changes_app.workflow import Role, Status
from tests.doors import Door, Pages
from tests.drivers import COMPATIBLE, World, account, member, repository_of

ADDRESS = "private.person@council.example"
OTHER = "a password of somebody else"


def now(change: ChangeRequest) -> ChangeRequest:
    return ChangeRequest.objects.select_related("specification", "proposer").get(pk=change.pk)


def page(by: User, path: str, **data: str) -> int:
    """A form sent by somebody who is signed in."""
    client = Client()
    client.force_login(by)
    return client.post(path, data).status_code


# The account


def password_set(user: User) -> None:
    user.set_password(OTHER)
    user.save()


def address_set(user: User) -> None:
    User.objects.filter(pk=user.pk).update(email="evil@example.org")
    EmailAddress.objects.filter(user=user).update(email="evil@example.org")


@pytest.mark.parametrize("set_by_somebody_else", [password_set, address_set], ids=["password", "address"])
@pytest.mark.parametrize("verdict", ["approve", "object"])
def test_what_somebody_else_set_casts_no_vote(
    world: World, door: Door, set_by_somebody_else: object, verdict: str
) -> None:
    change = world.in_review()
    voter = User.objects.get(pk=world.people.voters[0].pk)
    assert callable(set_by_somebody_else)
    set_by_somebody_else(voter)
    status, text = door.vote(now(change), User.objects.get(pk=voter.pk), verdict, "I was told to.")
    assert (status, "was set by somebody else" in text) == (403, True)
    assert (now(change).status, now(change).reviews.count()) == (Status.IN_REVIEW, 0)


def test_the_owner_confirms_by_mail_and_votes(world: World, door: Door) -> None:
    change = world.in_review()
    voter = User.objects.get(pk=world.people.voters[0].pk)
    password_set(voter)
    assert door.vote(now(change), voter, "approve")[0] == 403
    assert page(voter, "/account/confirm/") < 400
    letter = OutboxMessage.objects.filter(recipient=voter.email, kind="confirm_credentials").latest("pk")
    found = re.search(r"/account/confirm/[^/\s]+/", letter.body)
    assert found
    assert Client().post(found[0]).status_code == 302
    assert door.vote(now(change), User.objects.get(pk=voter.pk), "approve")[0] < 400
    assert now(change).status == Status.PUBLISHED


@pytest.mark.parametrize("part", ["password/", "change/"])
def test_an_administrator_opens_nobodys_account(world: World, part: str) -> None:
    """Pages of the admin alone: REST has no door to accounts."""
    victim = world.people.voters[0]
    before = User.objects.values_list("password", "email", "username").get(pk=victim.pk)
    data = {
        "password1": OTHER,
        "password2": OTHER,
        "usable_password": "true",
        "username": "evil",
        "email": "e@x.example",
    }
    page(world.people.admin, f"/admin/auth/user/{victim.pk}/{part}", **data)
    assert User.objects.values_list("password", "email", "username").get(pk=victim.pk) == before
    for table in ("account/emailaddress", "knox/authtoken"):
        assert page(world.people.admin, f"/admin/{table}/add/", user=str(victim.pk), email="e@x.example") == 404


def test_rest_has_no_door_to_people(world: World) -> None:
    paths = Client().get("/api/v1/schema/", {"format": "json"}).json()["paths"]
    assert [path for path in paths if re.search("user|account|member|token|password|mail|admin", path)] == []


def test_the_operators_token_is_an_event_and_is_told(world: World) -> None:
    """A command; the token itself is good for REST alone, and its owner's votes are their own."""
    voter, out = world.people.voters[0], StringIO()
    call_command("create_token", voter.get_username(), stdout=out)
    assert Event.objects.filter(kind="token_created", data__person_id=voter.pk).count() == 1
    assert OutboxMessage.objects.filter(recipient=voter.email, kind="token_made").count() == 1
    assert out.getvalue().split()[-1] not in OutboxMessage.objects.get(kind="token_made").body


def test_an_account_that_is_switched_off_votes_no_more(world: World, door: Door) -> None:
    change = world.in_review()
    voter = world.people.voters[0]
    User.objects.filter(pk=voter.pk).update(is_active=False)
    assert door.vote(now(change), voter, "approve")[0] in {302, 401}
    assert now(change).reviews.count() == 0


# The organisation


@pytest.mark.parametrize("written", ["Eɑstmoor".replace("ɑ", "a\u200b"), "Ｅastmoor", " EASTMOOR\u00ad"])
def test_one_organisation_has_one_vote_however_it_is_written(world: World, door: Door, written: str) -> None:
    other = member(world.specification, "oth", Role.STEERING, written)
    change = world.in_review(COMPATIBLE)
    assert door.vote(now(change), world.people.voters[0], "approve")[0] < 400
    status, text = door.vote(now(change), other, "approve")
    assert (status, "Eastmoor has voted already" in text) == (409, True)
    assert now(change).status == Status.IN_REVIEW


def test_a_look_alike_is_warned_of_at_admission(world: World) -> None:
    """Pages alone: nobody is let in by REST."""
    newcomer = account("new")
    page(newcomer, "/ysd/join/", organisation="Eаstmoor", note="")  # Cyrillic а
    entry = Membership.objects.get(user=newcomer)
    assert Organisation.objects.filter(name__endswith="stmoor").count() == 2
    client = Client()
    client.force_login(world.people.secretariat)
    assert "This looks like" in client.get(f"/ysd/members/{entry.pk}/").content.decode()


@pytest.mark.parametrize("part", ["end/", ""], ids=["ended", "made a member"])
def test_a_membership_that_a_page_ended_or_changed_gives_no_vote(world: World, door: Door, part: str) -> None:
    change = world.in_review(COMPATIBLE)
    first, second, _ = world.people.voters
    door.vote(now(change), first, "approve")
    entry = Membership.objects.get(user=first)
    data = {"reason": "Moved.", "role": "member", "organisation": "Eastmoor"}
    assert page(world.people.secretariat, f"/ysd/members/{entry.pk}/{part}", **data) == 302
    assert door.vote(now(change), first, "approve")[0] in {403, 404}
    door.vote(now(change), second, "approve")
    assert now(change).status == Status.IN_REVIEW


# The name


def nameless(world: World) -> User:
    call_command("add_member", "ysd", ADDRESS, "--role", "steering", "--organisation", "Farholm", stdout=StringIO())
    return User.objects.get(username=ADDRESS)


def test_nothing_of_a_person_without_a_name_is_published(world: World, door: Door) -> None:
    change, who = world.in_review(), nameless(world)
    sent = [
        door.begin("ysd", who, title="Mine", reason="So.", benefit=""),
        door.vote(now(change), who, "approve"),
        door.step(now(change), who, "comment" if isinstance(door, Pages) else "comments", "I agree."),
    ]
    assert {status for status, _ in sent} == ({302} if isinstance(door, Pages) else {403})
    assert (ChangeRequest.objects.count(), now(change).reviews.count(), now(change).comments.count()) == (1, 0, 0)
    assert page(who, "/account/name/", full_name="Far Holm") == 302
    assert door.vote(now(change), who, "approve")[0] < 400
    assert "Far Holm" in door.read(now(change), who)


def test_no_address_is_in_git_or_in_an_answer(world: World, door: Door) -> None:
    who = nameless(world)
    page(who, "/account/name/", full_name="Far Holm")
    change = world.in_review()
    door.vote(now(change), who, "approve")
    change = now(change)
    assert change.status == Status.PUBLISHED
    assert ADDRESS not in door.read(change, world.people.proposer)
    store = repository_of("ysd")
    commit = store.commit(change.published_revision)
    assert commit.author.email == f"{change.proposer_id}+noreply@127.0.0.1"
    assert "@" not in commit.body


def test_tokens_of_the_switched_off_are_of_no_use(world: World) -> None:
    """REST alone: pages know no token."""
    voter = world.people.voters[0]
    bearer = {"Authorization": f"Bearer {AuthToken.objects.create(voter)[1]}"}
    User.objects.filter(pk=voter.pk).update(is_active=False)
    assert Client().get("/api/v1/specifications/", headers=bearer).status_code == 401
