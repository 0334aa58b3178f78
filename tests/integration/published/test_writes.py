"""Each kind of write that the public sees is counted in its transaction, and no kept answer outlives it."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client

from changes_app.deciding.actions import comments
from changes_app.deciding.due import finish
from changes_app.models import ChangeRequest, Event, Membership, Organisation
from changes_app.people.actions import administration, membership, profile
from changes_app.proposals.actions import colleagues, drafts, submissions
from changes_app.workflow import EventKind, Role
from specs_app import freshness
from specs_app.actions.rebuilding import rebuild
from specs_app.freshness import states
from specs_app.models import Item, PublicEvents, Specification
from specs_app.publishing.quality_counts import count_findings
from specs_app.repository.folder import repository_path
from tests.drivers import COMPATIBLE, World, import_example
from tests.soak import sample
from tests.visitors import Site

REST = "/api/v1/specifications/ysd"
#: Of everything that is kept, one address of each kind.
ADDRESSES = (
    "/",
    "/help/",
    "/api/v1/",
    "/api/v1/specifications/",
    "/ysd/",
    "/ysd/objects/",
    "/ysd/objects/ysd_young_person/",
    "/ysd/items/",
    "/ysd/items/YOUN002A/",
    "/ysd/items/YOUN002A/history/",
    "/ysd/search?q=surname+today",
    "/ysd/quality/",
    "/ysd/matrices/objects-systems/",
    "/ysd/releases/",
    "/ysd/changelog/",
    "/ysd/changes/",
    "/ysd/changes/?status=open",
    "/ysd/changes/{number}/",
    "/ysd/changes/feed/",
    f"{REST}/",
    f"{REST}/items/YOUN002A/",
    f"{REST}/items/YOUN002A/history/",
    f"{REST}/releases/",
    f"{REST}/revisions/",
    f"{REST}/charts/quality/",
)


def a_comment(world: World, change: ChangeRequest) -> None:
    comments.add(change=change, by=world.people.voters[0], comment="Which one is meant?")


def a_vote(world: World, change: ChangeRequest) -> None:
    world.vote(change, world.people.voters[0], "object", "Not so.")


def a_hold(world: World, change: ChangeRequest) -> None:
    submissions.take("hold", change=change, by=world.people.secretariat)


def a_rejection(world: World, change: ChangeRequest) -> None:
    submissions.take("reject", change=change, by=world.people.chair, comment="It is clear.")


def a_withdrawal(world: World, change: ChangeRequest) -> None:
    submissions.take("withdraw", change=change, by=change.proposer)


def a_colleague(world: World, change: ChangeRequest) -> None:
    given_back = submissions.take("request_changes", change=change, by=world.people.chair, comment="Shorter.")
    friend = world.people.outsider
    membership.add_member(specification=world.specification, user=friend, role=Role.MEMBER, organisation="Northshire")
    colleagues.let_in(change=given_back, by=change.proposer, username=friend.username)


def an_edit_of_what_was_given_back(world: World, change: ChangeRequest) -> None:
    given_back = submissions.take("request_changes", change=change, by=world.people.chair, comment="Shorter.")
    drafts.update(change=given_back, by=change.proposer, title="Another title")


def another_proposal(world: World, _: ChangeRequest) -> None:
    world.submitted(COMPATIBLE, title="A shoe size")


def a_publication(world: World, change: ChangeRequest) -> None:
    world.vote_through(change)


def a_publication_that_was_away(world: World, _: ChangeRequest) -> None:
    world.approved(COMPATIBLE, title="A shoe size")
    finish(specification=world.specification)


def another_name(world: World, change: ChangeRequest) -> None:
    profile.rename(by=change.proposer, full_name="Robin Tester")


def a_name_by_an_administrator(world: World, change: ChangeRequest) -> None:
    administration.change_account(user=change.proposer, by=world.people.admin, name="Alex Tester")


def a_voter_switched_off(world: World, change: ChangeRequest) -> None:
    world.vote(change, world.people.voters[0], "object", "Not so.")
    administration.change_account(user=world.people.voters[0], by=world.people.admin, is_active=False)


def a_voter_whose_password_somebody_set(world: World, change: ChangeRequest) -> None:
    world.vote(change, world.people.voters[0], "object", "Not so.")
    voter = User.objects.get(pk=world.people.voters[0].pk)
    voter.set_password("another long password of somebody")
    voter.save()


def a_voter_for_another_organisation(world: World, change: ChangeRequest) -> None:
    world.vote(change, world.people.voters[0], "object", "Not so.")
    seat = Membership.objects.get(user=world.people.voters[0])
    membership.change(
        membership=seat, by=world.people.secretariat, role=Role.STEERING, organisation="Newtown", reason="Moved."
    )


def a_membership_that_ends(world: World, change: ChangeRequest) -> None:
    world.vote(change, world.people.voters[0], "object", "Not so.")
    membership.end(
        membership=Membership.objects.get(user=world.people.voters[0]), by=world.people.secretariat, reason="Left."
    )


def an_organisation_with_another_name(world: World, change: ChangeRequest) -> None:
    found = Organisation.objects.get(name="Northshire")
    found.name = "Northshire Council"
    found.save()


def a_release(world: World, _: ChangeRequest) -> None:
    """A tag that the rows have not known."""
    path = repository_path("ysd")
    subprocess.run(["git", "-C", path, "tag", "v9.9.9", world.specification.published_revision], check=True)
    rebuild(specification=Specification.objects.get(slug="ysd"))


def rows_made_anew(world: World, _: ChangeRequest) -> None:
    Item.objects.filter(specification=world.specification, item_ref="YOUN002A").update(description="Wrong")
    rebuild(specification=Specification.objects.get(slug="ysd"))


def findings_counted(world: World, _: ChangeRequest) -> None:
    count_findings.call("ysd")


def another_standard(world: World, _: ChangeRequest) -> None:
    import_example("another")


WRITES: tuple[Callable[[World, ChangeRequest], None], ...] = (
    a_comment,
    a_vote,
    a_hold,
    a_rejection,
    a_withdrawal,
    a_colleague,
    an_edit_of_what_was_given_back,
    another_proposal,
    a_publication,
    a_publication_that_was_away,
    another_name,
    a_name_by_an_administrator,
    a_voter_switched_off,
    a_voter_whose_password_somebody_set,
    a_voter_for_another_organisation,
    a_membership_that_ends,
    an_organisation_with_another_name,
    a_release,
    rows_made_anew,
    findings_counted,
    another_standard,
)


@pytest.mark.soak
@pytest.mark.one_database
@pytest.mark.parametrize("write", WRITES, ids=lambda write: write.__name__)
def test_no_kept_answer_outlives_a_write(
    site: Site, world: World, write: Callable[[World, ChangeRequest], None]
) -> None:
    change = world.in_review()
    addresses = sample(ADDRESSES, 2, WRITES.index(write) % 2)
    paths = [path.format(number=change.number) for path in addresses]
    for path in paths:
        site.kept(path)
    before = states()
    write(world, change)
    assert states() != before
    client = Client()
    stale = [path for path in paths if site.get(path).body != client.get(path).content]
    assert stale == []
    assert [path for path in paths if site.kept(path).body != client.get(path).content] == []


@pytest.mark.one_database
@pytest.mark.parametrize("kind", EventKind.values)
def test_every_kind_of_event_is_counted(world: World, kind: str) -> None:
    before = states()["ysd"]
    Event.objects.create(kind=kind, specification="ysd", actor_name="Pat", at=world.in_review().created_at)
    assert states()["ysd"].events > before.events


def test_write_that_is_undone_is_not_counted(world: World) -> None:
    before, writes = states(), freshness.writes()
    with transaction.atomic():
        freshness.written("ysd")
        transaction.set_rollback(True)
    assert (states(), freshness.writes()) == (before, writes)


def test_process_knows_of_a_write_once_it_is_committed(world: World) -> None:
    writes = freshness.writes()
    with transaction.atomic():
        freshness.written("ysd")
        assert freshness.writes() == writes
    assert freshness.writes() != writes


def test_sign_in_counts_for_nothing(world: World) -> None:
    before = states()
    Client().force_login(world.people.proposer)
    assert User.objects.get(pk=world.people.proposer.pk).last_login is not None
    assert states() == before


def test_count_of_one_standard_leaves_the_others_kept(site: Site, world: World) -> None:
    import_example("another")
    site.kept("/another/items/YOUN002A/")
    freshness.written("ysd")
    made = site.made
    site.get("/another/items/YOUN002A/")
    assert site.made == made
    assert PublicEvents.objects.filter(name="ysd").exists()


def test_counts_are_added_up_and_tell_the_same(world: World) -> None:
    for name in ("ysd", "ysd", freshness.SHARED, "gone"):
        freshness.written(name)
    before = states()
    freshness.add_up.call()
    assert states() == before
    assert PublicEvents.objects.filter(name="ysd").count() == 1
    freshness.written("ysd")
    assert states() != before


def test_restricted_standard_has_no_state(world: World) -> None:
    Specification.objects.update(access="restricted")
    assert states() == {}
