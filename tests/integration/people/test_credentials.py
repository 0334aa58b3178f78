"""A vote is cast by its owner: no administrator, and nobody else, sets what opens an account and then decides with it."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.contrib.admin import site
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from knox.models import AuthToken

from changes_app.errors import ChangeError, NotAllowed, NotFound
from changes_app.models import Event, OutboxMessage, Review
from changes_app.people import permissions
from changes_app.people.actions import administration, credentials, membership, tokens
from changes_app.people.credentials import is_held
from changes_app.workflow import EventKind, Role
from tests.drivers import World, import_example
from tests.integration.people.conftest import PASSWORD, Visitor, account, signed_in

OTHER = "a password of somebody else"
NEW = "four wet umbrellas sing"
USERS = "/admin/auth/user/"


def letters(address: str, kind: str = "") -> list[OutboxMessage]:
    found = OutboxMessage.objects.filter(recipient=address)
    return list(found.filter(kind=kind) if kind else found)


def set_by_somebody_else(user: User) -> User:
    """As `manage.py changepassword` and any script would."""
    fresh = User.objects.get(pk=user.pk)
    fresh.set_password(OTHER)
    fresh.save()
    return fresh


def mailed_key(address: str) -> str:
    found = re.search(r"/account/confirm/([^/\s]+)/", letters(address, "confirm_credentials")[-1].body)
    assert found
    return found[1]


def form_of(user: User, **changes: object) -> dict[str, object]:
    """What the page of an account sends."""
    switches = {name: "on" for name in administration.SWITCHES if changes.pop(name, getattr(user, name))}
    return {"name": user.get_full_name(), **switches, **changes}


def test_admin_knows_no_table_of_a_library() -> None:
    labels = {model._meta.label for model in site._registry}
    assert {label for label in labels if not label.startswith("specs_app.")} == {"auth.User"}


@pytest.mark.parametrize("model", [Group, EmailAddress, AuthToken])
@pytest.mark.parametrize("page", ["", "add/", "1/change/", "1/delete/"])
def test_admin_has_no_page_of_credentials(world: World, model: type[models.Model], page: str) -> None:
    client = signed_in(world.people.admin)
    path = f"/admin/{model._meta.app_label}/{model._meta.model_name}/{page}"
    assert [client.get(path).status_code, client.post(path, {"user": 1}).status_code] == [404, 404]


def test_admin_sets_nobodys_password_address_or_token(world: World) -> None:
    victim, client = world.people.voters[0], signed_in(world.people.admin)
    before = User.objects.values_list("password", "email", "username").get(pk=victim.pk)
    ways = {
        f"{USERS}{victim.pk}/password/": {"password1": OTHER, "password2": OTHER, "usable_password": "true"},
        f"{USERS}{victim.pk}/change/": form_of(victim, password=OTHER, email="evil@example.org", username="evil"),
        f"{USERS}add/": {"username": "evil", "password1": OTHER, "password2": OTHER},
        f"{USERS}{victim.pk}/delete/": {"post": "yes"},
        f"{USERS}{victim.pk}/history/": {},
        USERS: {"action": "delete_selected", "_selected_action": victim.pk, "post": "yes"},
    }
    for path, data in ways.items():
        assert client.post(path, data).status_code in {200, 302, 403, 404, 405}, path
    assert User.objects.values_list("password", "email", "username").get(pk=victim.pk) == before
    assert not User.objects.filter(username="evil").exists()
    assert not AuthToken.objects.exists()
    assert EmailAddress.objects.get(user=victim).email == victim.email
    page = client.get(f"{USERS}{victim.pk}/change/").content.decode()
    assert 'type="password"' not in page
    assert 'name="email"' not in page


def test_own_password_is_changed_on_ones_own_page(world: World) -> None:
    answer = signed_in(world.people.admin).post("/admin/password_change/", {"new_password1": NEW, "new_password2": NEW})
    assert answer.headers["Location"] == "/accounts/password/change/"
    world.people.admin.refresh_from_db()
    assert not world.people.admin.check_password(NEW)


def test_change_of_an_account_is_on_record_and_told(world: World) -> None:
    victim, admin = world.people.voters[0], world.people.admin
    other = account("second", "Second Admin")
    User.objects.filter(pk=other.pk).update(is_superuser=True, is_staff=True)
    OutboxMessage.objects.all().delete()
    data = form_of(victim, name="Ada Renamed", is_superuser=True, is_staff=True)
    assert signed_in(admin).post(f"{USERS}{victim.pk}/change/", data).status_code == 302
    victim.refresh_from_db()
    assert (victim.get_full_name(), victim.is_superuser) == ("Ada Renamed", True)
    event = Event.objects.get(kind=EventKind.ACCOUNT_CHANGED)
    assert (event.actor_id, event.data["person_id"]) == (admin.pk, victim.pk)
    assert "Is an administrator: no before, yes now" in event.data["changes"]
    (told,) = letters(victim.email)
    assert "Adm Tester, an administrator, changed your account" in told.body
    assert "Is an administrator: no before, yes now" in told.body
    (warned,) = letters(other.email)
    assert (warned.kind, letters(admin.email)) == ("rights_changed", [])


def test_change_without_a_change_leaves_no_trace(world: World) -> None:
    victim = world.people.voters[0]
    OutboxMessage.objects.all().delete()
    signed_in(world.people.admin).post(f"{USERS}{victim.pk}/change/", form_of(victim))
    assert not Event.objects.filter(kind=EventKind.ACCOUNT_CHANGED).exists()
    assert not OutboxMessage.objects.exists()


def test_nobody_gives_rights_to_themselves(world: World) -> None:
    clerk = account("clerk", "Clerk")
    User.objects.filter(pk=clerk.pk).update(is_staff=True)
    clerk.refresh_from_db()
    client = signed_in(clerk)
    for person in (clerk, world.people.voters[0]):
        assert client.post(f"{USERS}{person.pk}/change/", form_of(person, is_superuser=True)).status_code == 403
    with pytest.raises(NotAllowed, match="for administrators"):
        administration.change_account(user=clerk, by=clerk, name="Clerk", is_superuser=True)
    admin = world.people.admin
    own = signed_in(admin).post(f"{USERS}{admin.pk}/change/", form_of(admin, is_staff=False))
    assert own.status_code == 403
    assert "Nobody changes their own account here" in own.content.decode()
    assert User.objects.filter(is_superuser=True).count() == 1


def test_name_given_by_an_administrator_is_no_address(world: World) -> None:
    victim = world.people.voters[0]
    page = signed_in(world.people.admin).post(f"{USERS}{victim.pk}/change/", form_of(victim, name="a@b.example"))
    assert "This looks like an e-mail address" in page.content.decode()
    with pytest.raises(ChangeError, match="e-mail address"):
        administration.change_account(user=victim, by=world.people.admin, name="a@b.example")


def test_reset_link_goes_to_the_owner_alone(world: World) -> None:
    victim, admin = world.people.voters[0], world.people.admin
    OutboxMessage.objects.all().delete()
    data = {"action": "send_reset_link", "_selected_action": victim.pk}
    page = signed_in(admin).post(USERS, data, follow=True).content.decode()
    (told,) = letters(victim.email)
    link = re.search(r"http://[^/]+(/accounts/password/reset/key/\S+)", told.body)
    assert link
    assert link[1] not in page
    assert OutboxMessage.objects.count() == 1
    assert Event.objects.get(kind=EventKind.RESET_LINK_SENT).actor_id == admin.pk
    client = Client()
    form = client.get(link[1], follow=True)
    client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    victim.refresh_from_db()
    assert victim.check_password(NEW)
    assert not is_held(victim)


def test_password_set_by_somebody_else_does_not_vote(world: World) -> None:
    change = world.in_review()
    voter = set_by_somebody_else(world.people.voters[0])
    assert not voter.check_password(PASSWORD)
    client = Client()
    assert client.post("/accounts/login/", {"login": voter.email, "password": OTHER}).status_code == 302
    page = client.get(f"/ysd/changes/{change.number}/").content.decode()
    assert "Your password or address was set by somebody else" in page
    vote = {"verdict": "approve", "content_hash": change.content_hash, "comment": ""}
    assert client.post(f"/ysd/changes/{change.number}/vote/", vote).status_code == 403
    bearer = {"Authorization": f"Bearer {AuthToken.objects.create(voter)[1]}"}
    path = f"/api/v1/specifications/ysd/changes/{change.number}/reviews/"
    answer = Client().post(path, vote, content_type="application/json", headers=bearer)
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/not-allowed")
    assert client.post("/account/tokens/").status_code == 403
    assert not Review.objects.exists()


def test_chair_with_a_password_of_others_rejects_nothing(world: World) -> None:
    change = world.in_review()
    chair = set_by_somebody_else(world.people.chair)
    client = signed_in(chair)
    for step in ("reject", "request-changes"):
        client.post(f"/ysd/changes/{change.number}/{step}/", {"comment": "No."})
    change.refresh_from_db()
    assert change.status == "in_review"


def test_new_password_on_the_page_does_not_free_who_came_in_by_another(world: World) -> None:
    voter = set_by_somebody_else(world.people.voters[0])
    client = signed_in(voter)
    form = {"oldpassword": OTHER, "password1": NEW, "password2": NEW}
    assert client.post("/accounts/password/change/", form).status_code == 302
    voter = User.objects.get(pk=voter.pk)
    assert voter.check_password(NEW)
    assert is_held(voter)


def test_owner_changes_the_password_and_goes_on_voting(world: World) -> None:
    voter = world.people.voters[0]
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert signed_in(voter).post("/accounts/password/change/", form).status_code == 302
    voter = User.objects.get(pk=voter.pk)
    assert voter.check_password(NEW)
    assert not is_held(voter)
    world.vote(world.in_review(), voter)


def test_who_is_let_in_is_not_said_with_a_password_of_somebody_else(world: World) -> None:
    friend = account("fay")
    asked = membership.request(specification=world.specification, by=friend, organisation="Farvale")
    with pytest.raises(NotAllowed, match="was set by somebody else"):
        membership.approve(membership=asked, by=set_by_somebody_else(world.people.secretariat), role=Role.STEERING)
    asked.refresh_from_db()
    assert asked.state == "requested"


def test_mailed_link_confirms_once_and_only_by_a_button(world: World) -> None:
    change = world.in_review()
    voter = set_by_somebody_else(world.people.voters[0])
    client = signed_in(voter)
    assert "Confirm that your password is yours" in client.get("/account/").content.decode()
    client.post("/account/confirm/")
    path = f"/account/confirm/{mailed_key(voter.email)}/"
    for _ in range(2):
        assert "Is your password yours?" in Client().get(path).content.decode()
    assert is_held(User.objects.get(pk=voter.pk))
    assert Client().post(path).status_code == 302
    voter = User.objects.get(pk=voter.pk)
    assert not is_held(voter)
    assert Client().post(path).status_code == 404
    assert Event.objects.filter(kind=EventKind.CREDENTIAL_CONFIRMED, actor_id=voter.pk).count() == 1
    world.vote(change, voter)


@pytest.mark.parametrize("key", ["x", "a:b:c", ":", "eyJwZXJzb24iOjF9:1aaaaa:bbbb"])
def test_forged_link_confirms_nothing(world: World, key: str) -> None:
    set_by_somebody_else(world.people.voters[0])
    assert [
        Client().get(f"/account/confirm/{key}/").status_code,
        Client().post(f"/account/confirm/{key}/").status_code,
    ] == [404, 404]


def test_link_is_of_no_use_for_a_later_password(world: World) -> None:
    voter = set_by_somebody_else(world.people.voters[0])
    credentials.ask(by=voter)
    key = mailed_key(voter.email)
    set_by_somebody_else(voter)
    with pytest.raises(NotFound):
        credentials.confirm(key=key)


def test_reset_by_mail_frees(world: World, client: Client) -> None:
    voter = set_by_somebody_else(world.people.voters[0])
    client.post("/accounts/password/reset/", {"email": voter.email})
    link = re.search(r"http://[^/]+(/accounts/password/reset/key/\S+)", letters(voter.email)[-1].body)
    assert link
    form = client.get(link[1], follow=True)
    client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    assert not is_held(User.objects.get(pk=voter.pk))


def test_address_set_by_somebody_else_holds_whatever_is_mailed_to_it(world: World, client: Client) -> None:
    """Who can write to the table sends the reset to themselves."""
    voter = world.people.voters[0]
    own = voter.email
    User.objects.filter(pk=voter.pk).update(email="evil@example.org")
    EmailAddress.objects.filter(user=voter).update(email="evil@example.org")
    client.post("/accounts/password/reset/", {"email": "evil@example.org"})
    link = re.search(r"http://[^/]+(/accounts/password/reset/key/\S+)", letters("evil@example.org")[-1].body)
    assert link
    form = client.get(link[1], follow=True)
    client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    thief = User.objects.get(pk=voter.pk)
    assert thief.check_password(NEW)
    assert is_held(thief)
    credentials.ask(by=thief)
    assert [len(letters(address, "confirm_credentials")) for address in (own, "evil@example.org")] == [1, 0]
    with pytest.raises(NotAllowed):
        world.vote(world.in_review(), thief)


def test_stronger_hash_of_the_same_password_is_the_owners(world: World) -> None:
    """The fixture puts another hasher first: the next sign-in stores the same password anew."""
    voter = world.people.voters[0]
    before = voter.password
    assert Client().post("/accounts/login/", {"login": voter.email, "password": PASSWORD}).status_code == 302
    voter = User.objects.get(pk=voter.pk)
    assert voter.password != before
    assert not is_held(voter)


def test_stronger_hash_of_a_password_of_others_stays_theirs(world: World) -> None:
    voter = world.people.voters[0]
    User.objects.filter(pk=voter.pk).update(password="pbkdf2_sha256$1$x$" + "y" * 43 + "=")
    voter.refresh_from_db()
    voter.password = make_password(OTHER)
    voter.save(update_fields=["password"])
    assert is_held(User.objects.get(pk=voter.pk))


def test_createsuperuser_decides_nothing_before_confirming(world: World) -> None:
    call_command("createsuperuser", "--noinput", username="root", email="root@example.org", stdout=StringIO())
    root = set_by_somebody_else(User.objects.get(username="root"))
    assert permissions.participant(root, world.specification).held


@pytest.mark.django_db(transaction=True)
def test_who_signs_up_may_decide(visitor: Visitor) -> None:
    visitor.sign_up()
    visitor.client.post(visitor.link())
    visitor.sign_in()
    assert not is_held(User.objects.get())


@pytest.mark.django_db(transaction=True)
def test_owner_moves_to_another_address(visitor: Visitor) -> None:
    user = account("ada")
    newcomer = Visitor(signed_in(user), visitor.sink, "new@example.org")
    newcomer.client.post("/accounts/email/", {"email": newcomer.email, "action_add": "1"}, follow=True)
    newcomer.client.post(newcomer.link())
    fresh = User.objects.get(pk=user.pk)
    assert (fresh.email, is_held(fresh)) == ("new@example.org", False)


@pytest.mark.django_db(transaction=True)
def test_account_of_the_operator_belongs_to_who_resets_its_password(visitor: Visitor) -> None:
    specification = import_example()
    call_command("add_member", "ysd", visitor.email, "--role", "steering", "--organisation", "X", stdout=StringIO())
    visitor.client.post("/accounts/password/reset/", {"email": visitor.email})
    form = visitor.client.get(visitor.link(), follow=True)
    visitor.client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    visitor.sign_in(NEW)
    user = User.objects.get()
    assert visitor.client.get("/account/").status_code == 200, "the address is not to be confirmed once more"
    assert user.check_password(NEW)
    assert not permissions.participant(user, specification).held


def test_reset_confirms_no_address_where_the_link_may_have_gone_to_another(world: World) -> None:
    voter = world.people.voters[0]
    EmailAddress.objects.filter(user=voter).update(verified=False)
    EmailAddress.objects.create(user=voter, email="other@example.org")
    credentials.prove(voter)
    assert not EmailAddress.objects.filter(user=voter, verified=True).exists()


def test_standing_takes_one_query(world: World) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert not permissions.participant(world.people.voters[0], world.specification).held
    assert len(queries) == 1


def test_operators_token_is_counted_recorded_and_told(world: World) -> None:
    pat = world.people.proposer
    OutboxMessage.objects.all().delete()
    out = StringIO()
    call_command("create_token", "pat", stdout=out)
    token = out.getvalue().split()[-1]
    event = Event.objects.get(kind=EventKind.TOKEN_CREATED)
    assert (event.actor_id, event.actor_name) == (None, "The portal")
    assert (event.data["person_id"], event.data["token"]) == (pat.pk, token[:8])
    (told,) = letters(pat.email)
    assert "by The portal" in told.body
    assert token[:8] in told.body
    assert token not in told.body
    for _ in range(tokens.MOST_TOKENS - 1):
        call_command("create_token", "pat", stdout=StringIO())
    with pytest.raises(CommandError, match="as many as one person may have"):
        call_command("create_token", "pat")


def test_token_made_on_the_page_is_told_too(world: World) -> None:
    pat = world.people.proposer
    OutboxMessage.objects.all().delete()
    signed_in(pat).post("/account/tokens/")
    (told,) = letters(pat.email)
    assert (told.kind, "by you" in told.body) == ("token_made", True)
