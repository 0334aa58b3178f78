"""Colleagues let in to a draft: who may be, what they may do, and when it ends."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from knox.models import AuthToken

from changes_app.deciding.actions import reviews
from changes_app.errors import Invalid, NotAllowed, NotFound, WrongStatus
from changes_app.models import ChangeRequest, Event, Membership, OutboxMessage
from changes_app.people.actions import membership
from changes_app.proposals import queries
from changes_app.proposals.actions import colleagues, drafts, submissions
from changes_app.workflow import EventKind, Role
from tests.drivers import World, member


@pytest.fixture
def mate(world: World) -> User:
    """Somebody of the proposer's organisation."""
    return member(world.specification, "mat", Role.STEERING, "Northshire")


def seen(change: ChangeRequest, by: User) -> bool:
    return queries.visible(change.specification, by).filter(pk=change.pk).exists()


def shared(world: World, mate: User) -> ChangeRequest:
    draft = world.draft()
    assert not seen(draft, mate)
    return colleagues.let_in(change=draft, by=draft.proposer, username=mate.username)


def test_colleague_reads_and_writes_and_is_named(world: World, mate: User) -> None:
    draft = shared(world, mate)
    assert seen(draft, mate)
    drafts.update(change=draft, by=mate, title="A better title")
    assert ChangeRequest.objects.get(pk=draft.pk).title == "A better title"
    assert Event.objects.get(kind=EventKind.COLLEAGUE_LET_IN).data == {"person": "Mat Tester", "person_id": mate.pk}
    assert OutboxMessage.objects.get(kind="let_in").recipient == mate.email
    assert list(queries.drafts(world.specification, mate)) == [draft]


@pytest.mark.parametrize("action", ["submit", "discard", "share", "withdraw"])
def test_it_stays_the_proposers_own(world: World, mate: User, action: str) -> None:
    draft = shared(world, mate)
    acts = {
        "submit": lambda: submissions.take("submit", change=draft, by=mate),
        "discard": lambda: drafts.discard(change=draft, by=mate),
        "share": lambda: colleagues.let_in(change=draft, by=mate, username="pat"),
        "withdraw": lambda: submissions.take("withdraw", change=draft, by=mate),
    }
    with pytest.raises(NotAllowed, match="Only the person who made"):
        acts[action]()


def test_colleague_does_not_vote_on_it(world: World, mate: User) -> None:
    draft = shared(world, mate)
    sent = submissions.take("submit", change=draft, by=draft.proposer)
    change = submissions.take("triage", change=sent, by=world.people.secretariat)
    with pytest.raises(NotAllowed, match="made this proposal"):
        reviews.cast(change=change, by=mate, verdict="approve", content_hash=change.content_hash)
    with pytest.raises(WrongStatus):
        drafts.update(change=change, by=mate, title="Too late")


@pytest.mark.parametrize("username", ["ada", "out", "adm", "pat", "nobody", ""])
def test_nobody_but_a_colleague_is_let_in(world: World, username: str) -> None:
    draft = world.draft()
    with pytest.raises(Invalid, match="nobody of that name"):
        colleagues.let_in(change=draft, by=draft.proposer, username=username)
    assert not draft.colleagues.exists()


def test_only_a_draft_or_what_was_given_back_is_shared(world: World, mate: User) -> None:
    sent, back = world.submitted(), world.changes_requested(title="Another")
    with pytest.raises(WrongStatus):
        colleagues.let_in(change=sent, by=sent.proposer, username=mate.username)
    colleagues.let_in(change=back, by=back.proposer, username=mate.username)
    drafts.update(change=back, by=mate, title="Mended")


def test_end_closes_it_and_is_told(world: World, mate: User) -> None:
    draft = shared(world, mate)
    colleagues.end(change=draft, by=draft.proposer, username=mate.username)
    assert not seen(draft, mate)
    with pytest.raises(NotFound):
        drafts.update(change=draft, by=mate, title="Still here?")
    assert OutboxMessage.objects.get(kind="let_in_ended").recipient == mate.email
    with pytest.raises(Invalid, match="was let in"):
        colleagues.end(change=draft, by=draft.proposer, username=mate.username)


@pytest.mark.parametrize("who", ["mate", "proposer"])
@pytest.mark.parametrize("how", ["leaves", "moves", "switched off"])
def test_belonging_elsewhere_ends_it(world: World, mate: User, who: str, how: str) -> None:
    draft = shared(world, mate)
    person = mate if who == "mate" else draft.proposer
    seat = Membership.objects.get(user=person, specification=world.specification)
    if how == "leaves":
        membership.leave(membership=seat, by=person)
    elif how == "moves":
        office = world.people.secretariat
        membership.change(membership=seat, by=office, role="member", organisation="Eastmoor", reason="She moved.")
    else:
        User.objects.filter(pk=person.pk).update(is_active=False)
    assert not seen(draft, mate)
    with pytest.raises(NotFound):
        drafts.update(change=draft, by=mate, title="Still here?")


def test_nobody_else_sees_a_shared_draft(world: World, mate: User) -> None:
    draft, people = shared(world, mate), world.people
    assert not any(seen(draft, one) for one in (*people.voters, people.chair, people.secretariat, people.admin))


def test_pages_let_in_and_end(world: World, mate: User) -> None:
    draft, owner, other = world.draft(), Client(), Client()
    owner.force_login(draft.proposer)
    other.force_login(mate)
    place = f"/ysd/changes/{draft.number}/"
    assert other.get(f"{place}draft/").status_code == 404
    assert "Choose a colleague" in owner.post(f"{place}colleagues/", {}).content.decode()
    assert owner.post(f"{place}colleagues/", {"colleague": str(mate.pk)}).headers["Location"] == f"{place}draft/"
    page = other.get(f"{place}draft/").content.decode()
    assert "Only Pat Tester can send it" in page
    assert other.get(f"{place}colleagues/").status_code == 403
    assert owner.post(f"{place}colleagues/{mate.pk}/end/").status_code == 302
    assert other.get(f"{place}draft/").status_code == 404


def test_rest_lets_in_and_ends(world: World, mate: User) -> None:
    draft = world.draft()
    _, token = AuthToken.objects.create(user=draft.proposer, expiry=timezone.timedelta(days=1))
    address = f"/api/v1/specifications/ysd/changes/{draft.number}/colleagues/"
    options = {"content_type": "application/json", "headers": {"authorization": f"Bearer {token}"}}
    client = Client()
    answer = client.post(address, {"username": mate.username}, **options)
    assert (answer.status_code, answer.json()["colleagues"]) == (200, ["Mat Tester"])
    assert client.post(address, {"username": "ada"}, **options).status_code == 400
    assert client.delete(address, {"username": mate.username}, **options).json()["colleagues"] == []
