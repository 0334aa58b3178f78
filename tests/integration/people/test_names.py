"""Names and addresses: what of a person is public is a name they gave and an address they chose."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from knox.models import AuthToken

from changes_app.deciding.actions import comments, reviews
from changes_app.errors import Invalid, NameNeeded
from changes_app.models import ChangeRequest, Comment, Event
from changes_app.people.actions import membership, profile
from changes_app.proposals.actions import drafts, submissions
from changes_app.record.names import display_name, git_email, git_name
from changes_app.workflow import EventKind, Role
from specs_app.models import Specification
from tests.drivers import EDITORIAL, World, repository_of, trailers_of
from tests.integration.people.conftest import account, signed_in

ADDRESS = "private.person@council.example"
NAME_PAGE = "/account/name/"


def nameless(specification: Specification, role: Role = Role.STEERING) -> User:
    """A member whom the operator added by address, as ever."""
    call_command("add_member", specification.slug, ADDRESS, "--role", role, "--organisation", "Farholm")
    return User.objects.get(username=ADDRESS)


def test_name_is_never_an_address(db: None) -> None:
    user = User.objects.create(username=ADDRESS, email=ADDRESS)
    assert display_name(user) == git_name(user) == f"Person {user.pk}"
    user.first_name = ADDRESS
    assert display_name(user) == git_name(user) == f"Person {user.pk}"


@pytest.mark.parametrize(
    "act",
    [
        lambda who, world, change: drafts.create(specification=world.specification, by=who, title="Mine"),
        lambda who, world, change: comments.add(change=change, by=who, comment="I agree."),
        lambda who, world, change: world.vote(change, who),
    ],
)
def test_nothing_of_a_person_without_a_name_becomes_public(
    world: World, act: Callable[[User, World, ChangeRequest], object]
) -> None:
    change = world.in_review()
    who = nameless(world.specification)
    before = (ChangeRequest.objects.count(), Comment.objects.count(), change.reviews.count())
    with pytest.raises(NameNeeded, match="name"):
        act(who, world, change)
    assert before == (ChangeRequest.objects.count(), Comment.objects.count(), change.reviews.count())
    profile.rename(by=who, full_name="Far Holm")
    act(who, world, change)


def test_steps_and_memberships_need_a_name_too(world: World) -> None:
    who = nameless(world.specification, Role.SECRETARIAT)
    change = world.submitted()
    with pytest.raises(NameNeeded):
        submissions.take("triage", change=change, by=who)
    asked = membership.request(specification=world.specification, by=world.people.outsider, organisation="Hill")
    with pytest.raises(NameNeeded):
        membership.approve(membership=asked, by=who)
    stranger = User.objects.create(username="stranger@example.org", email="stranger@example.org")
    with pytest.raises(NameNeeded):
        membership.request(specification=world.specification, by=stranger, organisation="Hill")


def test_draft_of_earlier_days_is_not_sent_without_a_name(world: World) -> None:
    draft = world.draft()
    User.objects.filter(pk=draft.proposer_id).update(first_name="", last_name="")
    with pytest.raises(NameNeeded):
        submissions.take("submit", change=draft, by=User.objects.get(pk=draft.proposer_id))


def test_person_is_led_to_the_name_and_back_with_what_was_typed(world: World) -> None:
    who = nameless(world.specification)
    change = world.in_review()
    client = signed_in(who)
    path = f"/ysd/changes/{change.number}/comment/"
    asked = client.post(path, {"comment": "Typed before <the> name."})
    assert asked.status_code == 302
    assert asked.headers["Location"].startswith(f"{NAME_PAGE}?next=")
    assert "shown beside your proposals" in client.get(asked.headers["Location"]).content.decode()
    named = client.post(asked.headers["Location"], {"full_name": "Far Holm"})
    assert named.headers["Location"] == path
    assert "Typed before &lt;the&gt; name." in client.get(path).content.decode()
    client.post(path, {"comment": "Typed before <the> name."})
    assert Comment.objects.get().author == who


def test_sending_a_draft_leads_to_the_name_and_back_to_the_draft(world: World) -> None:
    draft = world.draft()
    User.objects.filter(pk=draft.proposer_id).update(first_name="", last_name="")
    client = signed_in(User.objects.get(pk=draft.proposer_id))
    page = f"/ysd/changes/{draft.number}/draft/"
    asked = client.post(f"/ysd/changes/{draft.number}/send/", headers={"referer": f"http://testserver{page}"})
    named = client.post(asked.headers["Location"], {"full_name": "Pat Tester"})
    assert named.headers["Location"] == page
    assert client.get(page).status_code == 200


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_name_page_leads_nowhere_else(db: None, target: str) -> None:
    client = signed_in(account("ada"))
    answer = client.post(f"{NAME_PAGE}?next={target}", {"full_name": "Ada Lake"})
    assert answer.headers["Location"] == "/account/"


def test_rest_says_where_to_enter_the_name(world: World) -> None:
    who = nameless(world.specification)
    change = world.in_review()
    bearer = {"Authorization": f"Bearer {AuthToken.objects.create(who)[1]}"}
    base = "/api/v1/specifications/ysd/changes/"
    sent = [
        (base, {"title": "Mine", "edits": list(EDITORIAL)}),
        (f"{base}{change.number}/comments/", {"comment": "Hello"}),
        (f"{base}{change.number}/reviews/", {"verdict": "approve", "content_hash": change.content_hash}),
    ]
    for path, body in sent:
        answer = Client().post(path, body, content_type="application/json", headers=bearer)
        assert answer.status_code == 403
        assert answer.json()["type"].endswith("name-needed")
        assert "http://127.0.0.1:8000/account/name/" in answer.json()["remedy"]


@pytest.mark.parametrize(
    "name", [ADDRESS, "Ada <ada@council.example>", "ada＠council.example", "@", "\u200b\u200b", "..."]
)
def test_name_that_is_an_address_or_nothing_is_refused(db: None, name: str) -> None:
    person = account("ada", "Ada Moss")
    with pytest.raises(Invalid):
        profile.rename(by=person, full_name=name)
    assert signed_in(person).post(NAME_PAGE, {"full_name": name}).status_code == 422
    assert User.objects.get(pk=person.pk).get_full_name() == "Ada Moss"


def test_renaming_is_on_record(db: None) -> None:
    person = account("ada", "Ada Moss")
    profile.rename(by=person, full_name="Ada Lake")
    event = Event.objects.get(kind=EventKind.RENAMED)
    assert (event.actor_id, event.data["before"], event.data["after"]) == (person.pk, "Ada Moss", "Ada Lake")


def test_commit_bears_no_address_unless_chosen(world: World) -> None:
    change = world.published()
    store = repository_of("ysd")
    author = store.commit(change.published_revision).author
    proposer = world.people.proposer
    assert (author.name, author.email) == ("Pat Tester", f"{proposer.pk}+noreply@127.0.0.1")
    profile.choose_address(by=proposer, address="pat@example.org")
    edits = [{"action": "change_item", "target": "YOUN002A", "values": {"guidance": "Another wording."}}]
    other = world.published(edits)
    store = repository_of("ysd")
    assert store.commit(other.published_revision).author.email == "pat@example.org"
    raw = store.commit(change.published_revision)
    assert "example.org" not in str(raw)


def test_only_a_confirmed_address_of_ones_own_may_be_chosen(db: None) -> None:
    person, other = account("ada"), account("ben")
    EmailAddress.objects.create(user=person, email="new@example.org", verified=False)
    for wrong in (other.email, "new@example.org", "evil@example.org", "x"):
        with pytest.raises(Invalid):
            profile.choose_address(by=person, address=wrong)
    profile.choose_address(by=person, address=person.email)
    assert git_email(person) == person.email
    EmailAddress.objects.filter(user=person).delete()
    assert git_email(person) == f"{person.pk}+noreply@127.0.0.1", "an address that is theirs no more is not published"


def test_page_offers_both_addresses_and_records_the_choice(db: None) -> None:
    person = account("ada")
    client = signed_in(person)
    page = client.get("/account/git/").content.decode()
    assert f"{person.pk}+noreply@127.0.0.1" in page
    assert "ada@example.org" in page
    assert client.post("/account/git/", {"address": "evil@example.org"}).status_code == 422
    assert client.post("/account/git/", {"address": "ada@example.org"}).headers["Location"] == "/account/"
    assert git_email(person) == "ada@example.org"
    assert client.post("/account/git/", {"address": f"{person.pk}+noreply@127.0.0.1"}).status_code == 302
    assert git_email(person).startswith(f"{person.pk}+noreply@")
    assert Event.objects.filter(kind=EventKind.ADDRESS_CHOSEN, actor_id=person.pk).count() == 2


def test_address_is_on_no_page_and_in_no_answer(world: World) -> None:
    """What was written before a name was asked for."""
    change = world.in_review()
    who = nameless(world.specification)
    Comment.objects.create(change=change, author=who, body="Old.", created_at=change.created_at)
    Event.objects.create(
        kind=EventKind.COMMENTED,
        specification="ysd",
        change_number=change.number,
        actor_id=who.pk,
        actor_name=ADDRESS,
        at=change.created_at,
    )
    ChangeRequest.objects.filter(pk=change.pk).update(proposer=who)
    page = Client().get(f"/ysd/changes/{change.number}/").content.decode()
    answer = Client().get(f"/api/v1/specifications/ysd/changes/{change.number}/").content.decode()
    for text in (page, answer):
        assert ADDRESS not in text
        assert f"Person {who.pk}" in text


def test_operator_names_a_new_account_and_no_one_elses(world: World) -> None:
    arguments = ["ysd", ADDRESS, "--role", "member", "--organisation", "Farholm"]
    call_command("add_member", *arguments, "--name", "Far Holm", stdout=StringIO())
    assert display_name(User.objects.get(username=ADDRESS)) == "Far Holm"
    call_command("add_member", *arguments, "--name", "Far Holm", stdout=StringIO())
    with pytest.raises(CommandError, match="is called Far Holm"):
        call_command("add_member", *arguments, "--name", "Another")
    with pytest.raises(CommandError, match="e-mail"):
        call_command(
            "add_member", "ysd", "b@c.example", "--role", "member", "--organisation", "X", "--name", "b@c.example"
        )
    assert not User.objects.filter(username="b@c.example").exists()


def test_votes_of_reviewers_name_nobodys_address(world: World) -> None:
    change = world.in_review()
    decided = reviews.cast(
        change=change, by=world.people.voters[0], verdict="approve", content_hash=change.content_hash
    )
    store = repository_of("ysd")
    commit = store.commit(decided.published_revision)
    assert ("Approved-by", "Ada Tester (Eastmoor)") in trailers_of(world.specification, commit.sha)
    assert "@" not in commit.body
