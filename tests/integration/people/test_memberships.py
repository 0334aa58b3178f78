"""Changing and ending memberships, leaving, and organisations that look like one another."""

from __future__ import annotations

import logging

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from changes_app.errors import Invalid, NotAllowed, WrongStatus
from changes_app.models import Event, Membership, Organisation, OutboxMessage
from changes_app.models.membership import MembershipState
from changes_app.people import permissions
from changes_app.people.actions import membership
from changes_app.workflow import EventKind, Role
from specs_app.models import Specification
from tests.integration.people.conftest import account, address, member, signed_in

WHY = "Moved to another council."


@pytest.fixture
def secretary(specification: Specification) -> Client:
    return signed_in(member(specification, "sec", Role.SECRETARIAT))


def entry_of(name: str) -> Membership:
    return Membership.objects.select_related("specification", "user", "organisation").get(user__username=name)


def page_of(name: str, *parts: str) -> str:
    return address("/".join(["members", str(entry_of(name).pk), *parts, ""]))


def test_role_and_organisation_are_changed_by_page(specification: Specification, secretary: Client) -> None:
    ada = member(specification, "ada", Role.STEERING, "Northshire")
    OutboxMessage.objects.all().delete()
    assert f'href="{page_of("ada")}"' in secretary.get(address("members/")).content.decode()
    shown = secretary.get(page_of("ada")).content.decode()
    assert 'value="Northshire"' in shown
    data = {"role": "chair", "organisation": "Eastmoor", "reason": WHY}
    assert secretary.post(page_of("ada"), data).status_code == 302
    who = permissions.participant(ada, specification)
    assert who.organisation
    assert (who.role, who.organisation.name) == (Role.CHAIR, "Eastmoor")
    event = Event.objects.get(kind=EventKind.MEMBERSHIP_CHANGED)
    assert (event.data["person_id"], event.data["role"], event.data["reason"]) == (ada.pk, "chair", WHY)
    (told,) = OutboxMessage.objects.all()
    assert told.recipient == ada.email
    assert "as chair, for Eastmoor" in told.body
    assert WHY in told.body


def test_membership_is_ended_by_page_and_may_be_asked_for_again(
    specification: Specification, secretary: Client
) -> None:
    ada = member(specification, "ada", Role.STEERING, "Northshire")
    OutboxMessage.objects.all().delete()
    path = page_of("ada", "end")
    assert "End the membership of Ada" in secretary.get(path).content.decode()
    assert secretary.post(path, {"reason": ""}).status_code == 422
    assert secretary.post(path, {"reason": WHY}).status_code == 302
    assert permissions.participant(ada, specification).role == Role.PUBLIC
    event = Event.objects.get(kind=EventKind.MEMBERSHIP_ENDED)
    assert (event.data["person_id"], event.data["reason"]) == (ada.pk, WHY)
    (told,) = OutboxMessage.objects.all()
    assert (told.recipient, WHY in told.body) == (ada.email, True)
    assert secretary.get(page_of("ada")).status_code == 404
    assert "Your membership ended on" in signed_in(ada).get(address("join/")).content.decode()
    membership.request(specification=specification, by=ada, organisation="Northshire")
    assert entry_of("ada").state == MembershipState.REQUESTED


def test_rule_that_the_voters_left_cannot_meet_is_said_when_members_change(
    specification: Specification, secretary: Client
) -> None:
    for name, organisation in (("ada", "Northshire"), ("ben", "Eastmoor"), ("cyd", "Westbay")):
        member(specification, name, Role.STEERING, organisation)
    assert "too small for its rules" not in secretary.get(address("inbox/")).content.decode()
    page = secretary.post(page_of("ada", "end"), {"reason": WHY}, follow=True).content.decode()
    words = (
        "No change that is breaking can pass now. It lacks voters of 1 more organisation (2 can vote, 3 are needed)."
    )
    assert words in page
    assert words in secretary.get(address("inbox/")).content.decode()


def test_person_leaves_by_themself(specification: Specification, secretary: Client) -> None:
    ada = member(specification, "ada", Role.STEERING, "Northshire")
    client = signed_in(ada)
    path = f"/account/memberships/{entry_of('ada').pk}/leave/"
    assert f'href="{path}"' in client.get("/account/").content.decode()
    assert secretary.post(path).status_code == 404
    assert "Do you want to leave" in client.get(path).content.decode()
    assert client.post(path).status_code == 302
    assert permissions.participant(ada, specification).role == Role.PUBLIC
    assert Event.objects.get(kind=EventKind.MEMBERSHIP_ENDED).actor_id == ada.pk
    assert "your membership ended on" in client.get("/account/").content.decode()
    assert client.post(path).status_code == 404


def test_last_of_the_secretariat_stays(specification: Specification, secretary: Client) -> None:
    sec = entry_of("sec")
    with pytest.raises(NotAllowed, match="last of the secretariat"):
        membership.leave(membership=sec, by=sec.user)
    admin = account("adm", "Adm")
    admin.is_superuser = True
    admin.save()
    with pytest.raises(NotAllowed, match="last of the secretariat"):
        membership.end(membership=sec, by=admin, reason=WHY)
    with pytest.raises(NotAllowed, match="last of the secretariat"):
        membership.change(membership=sec, by=admin, role="member", organisation="X", reason=WHY)
    two = member(specification, "two", Role.SECRETARIAT)
    membership.end(membership=sec, by=two, reason=WHY)
    assert entry_of("sec").state == MembershipState.ENDED


def test_nobody_changes_their_own_membership(specification: Specification, secretary: Client) -> None:
    member(specification, "two", Role.SECRETARIAT)
    assert "Nobody decides on their own membership" in secretary.get(page_of("sec")).content.decode()
    data = {"role": "chair", "organisation": "X", "reason": WHY}
    assert secretary.post(page_of("sec"), data).status_code == 403
    assert secretary.post(page_of("sec", "end"), {"reason": WHY}).status_code == 403
    assert entry_of("sec").role == Role.SECRETARIAT


@pytest.mark.parametrize("role", [Role.PUBLIC, Role.MEMBER, Role.STEERING, Role.CHAIR])
def test_only_the_secretariat_changes_and_ends(specification: Specification, role: Role) -> None:
    member(specification, "ada", Role.STEERING, "Northshire")
    other = account("you") if role == Role.PUBLIC else member(specification, "you", role, "Eastmoor")
    client = signed_in(other)
    data = {"role": "member", "organisation": "Northshire", "reason": WHY}
    assert [client.post(page_of("ada"), data).status_code, client.post(page_of("ada", "end"), data).status_code] == [
        403,
        403,
    ]
    assert (entry_of("ada").role, entry_of("ada").state) == (Role.STEERING, MembershipState.APPROVED)


@pytest.mark.parametrize(
    "data",
    [
        {"role": "emperor", "organisation": "X", "reason": WHY},
        {"role": "steering", "organisation": "", "reason": WHY},
        {"role": "steering", "organisation": "\u200b", "reason": WHY},
        {"role": "steering", "organisation": "x" * 201, "reason": WHY},
        {"role": "steering", "organisation": "X", "reason": "  "},
    ],
)
def test_wrong_change_is_said_and_changes_nothing(
    specification: Specification, secretary: Client, data: dict[str, str]
) -> None:
    member(specification, "ada", Role.STEERING, "Northshire")
    assert secretary.post(page_of("ada"), data).status_code == 422
    who = permissions.participant(entry_of("ada").user, specification)
    assert who.organisation
    assert who.organisation.name == "Northshire"


def test_what_is_over_is_not_changed(specification: Specification, secretary: Client) -> None:
    member(specification, "ada", Role.STEERING, "Northshire")
    entry, sec = entry_of("ada"), entry_of("sec").user
    membership.end(membership=entry, by=sec, reason=WHY)
    with pytest.raises(WrongStatus):
        membership.end(membership=entry, by=sec, reason=WHY)
    with pytest.raises(WrongStatus):
        membership.change(membership=entry, by=sec, role="chair", organisation="X", reason=WHY)


def test_votes_asked_of_people_who_left_are_not(specification: Specification, secretary: Client) -> None:
    ada = member(specification, "ada", Role.STEERING, "Northshire")
    membership.end(membership=entry_of("ada"), by=entry_of("sec").user, reason=WHY)
    who = permissions.participant(ada, specification)
    assert (who.role, who.organisation) == (Role.PUBLIC, None)


@pytest.mark.parametrize("written", ["north\u200bshire", "Ｎorthshire", "NORTH\u00adSHIRE ", "\u202eNorthshire"])
def test_one_organisation_however_it_is_written(specification: Specification, written: str) -> None:
    member(specification, "ada", Role.STEERING, "Northshire")
    membership.request(specification=specification, by=account("ben"), organisation=written)
    assert entry_of("ben").organisation == entry_of("ada").organisation
    assert Organisation.objects.count() == 1


def test_name_of_an_organisation_is_stored_as_it_is_seen(specification: Specification) -> None:
    member(specification, "ada", Role.STEERING, "\u202eNorth\u200bshire ")
    assert Organisation.objects.get().name == "Northshire"


def test_organisation_without_a_visible_letter_is_refused(specification: Specification) -> None:
    with pytest.raises(Invalid):
        membership.request(specification=specification, by=account("ben"), organisation="\u200b\u2060")


def test_look_alike_is_warned_of_on_the_page_and_in_the_mail(specification: Specification, secretary: Client) -> None:
    member(specification, "ada", Role.STEERING, "Northshire")
    OutboxMessage.objects.all().delete()
    membership.request(specification=specification, by=account("ben"), organisation="Nоrthshire")  # Cyrillic о
    assert Organisation.objects.count() == 2
    (told,) = OutboxMessage.objects.filter(kind="membership_asked")
    assert "looks like one that is known already: Northshire" in told.body
    page = secretary.get(page_of("ben")).content.decode()
    assert "This looks like <strong" in page
    assert ">Ada<" in page
    secretary.post(page_of("ben"), {"decision": "approve", "role": "member", "organisation": "Northshire"})
    assert entry_of("ben").organisation == entry_of("ada").organisation


@pytest.mark.parametrize("form", [{"decision": "approve", "role": "member"}, {"role": "steering", "reason": "Moved."}])
def test_look_alike_that_the_secretariat_types_is_asked_about(
    specification: Specification, secretary: Client, form: dict[str, str]
) -> None:
    member(specification, "ada", Role.STEERING, "Northshire")
    if "decision" in form:
        membership.request(specification=specification, by=account("ben"), organisation="Westbay")
    else:
        member(specification, "ben", Role.STEERING, "Westbay")
    typed = {**form, "organisation": "Nоrthshire"}  # Cyrillic о

    asked = secretary.post(page_of("ben"), typed)

    assert asked.status_code == 422
    assert "This looks like Northshire" in asked.content.decode()
    assert str(entry_of("ben").organisation) == "Westbay"
    assert secretary.post(page_of("ben"), {**typed, "apart": "on"}).status_code == 302
    assert str(entry_of("ben").organisation) == "Nоrthshire"


def test_the_database_keeps_organisations_apart(specification: Specification) -> None:
    member(specification, "ada", Role.STEERING, "Northshire")
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.create(name="NORTHSHIRE", key="northshire")


@pytest.mark.django_db(transaction=True)
def test_migration_keeps_organisations_that_were_written_alike(caplog: pytest.LogCaptureFixture) -> None:
    app, before, after = "changes_app", "0002_token_events", "0004_people"
    executor = MigrationExecutor(connection)
    newest = [node for node in executor.loader.graph.leaf_nodes() if node[0] == app]
    executor.migrate([(app, before)])
    old = executor.loader.project_state([(app, before)]).apps
    user = old.get_model("auth", "User").objects.create(username="ada", password="pbkdf2$x", email="a@example.org")
    names = ["Northshire", "North\u200bshire", "Eastmoor"]
    for name in names:
        old.get_model(app, "Organisation").objects.create(name=name)
    with caplog.at_level(logging.WARNING):
        executor = MigrationExecutor(connection)
        executor.migrate([(app, after)])
    assert "are one name" in caplog.text
    new = executor.loader.project_state([(app, after)]).apps
    rows = dict(new.get_model(app, "Organisation").objects.values_list("name", "key"))
    assert (rows["Northshire"], rows["Eastmoor"]) == ("northshire", "eastmoor")
    assert rows["North\u200bshire"].startswith("northshire (written alike")
    profile = new.get_model(app, "Profile").objects.get(user_id=user.pk)
    assert (bool(profile.password_seal), profile.address_seal) == (True, "a@example.org")
    executor = MigrationExecutor(connection)
    executor.migrate([(app, before)])
    executor = MigrationExecutor(connection)
    executor.migrate(newest)
    new.get_model("auth", "User").objects.all().delete()
