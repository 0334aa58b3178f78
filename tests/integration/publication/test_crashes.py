"""Exactly once: killed at each step of a publication, or raced, an approved change becomes one commit."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from changes_app.deciding import tallies
from changes_app.deciding.actions import decisions
from changes_app.deciding.due import finish
from changes_app.models import ChangeRequest, Event, OutboxMessage
from changes_app.workflow import EventKind, Status
from specs_app.jobs.models import JobState
from specs_app.jobs.worker import work
from specs_app.projection.verification import verify
from specs_app.repository.folder import repository_path
from tests.crash import DEATH, found
from tests.drivers import COMPATIBLE, EDITORIAL, World, example_world, mirrored
from tests.factories import git
from tests.nodes import database_url
from tests.side_by_side import at_once
from tests.soak import SOAK

PUBLICATION = "changes_app.publication.publisher"
#: Every boundary between two steps: the function that works there, and whether death comes before or after it.
BOUNDARIES = [
    (f"{PUBLICATION}:attempt", "before"),
    (f"{PUBLICATION}:writer.write", "before"),
    (f"{PUBLICATION}:writer.write", "after"),
    ("specs_app.repository.repository:Repository.commit_tree", "after"),
    (f"{PUBLICATION}:load_made", "after"),
    (f"{PUBLICATION}:revisions.record_from", "after"),
    (f"{PUBLICATION}:_commit", "after"),
    (f"{PUBLICATION}:_publish", "after"),
]

#: The same of the job that brings the repository up.
MIRROR, FOLDER = "specs_app.repository.mirror", "specs_app.repository.folder:Folder"
OF_THE_JOB = [
    (f"{MIRROR}:bring_up", "before"),
    (f"{MIRROR}:write_missing", "after"),
    (f"{FOLDER}.add", "after"),
    (f"{FOLDER}.settle", "before"),
    (f"{FOLDER}.move_refs", "before"),
    (f"{FOLDER}.move_refs", "after"),
    (f"{MIRROR}:_brought_up", "after"),
    (f"{MIRROR}:bring_up", "after"),
    ("specs_app.jobs.worker:conclude", "before"),
]


def test_every_boundary_is_where_it_is_said_to_be() -> None:
    """Also those that a check has nobody die at."""
    for place, _ in (*BOUNDARIES, *OF_THE_JOB):
        owner, name = found(place)
        assert callable(getattr(owner, name)), place


@pytest.fixture
def committed(transactional_db: None) -> World:
    """A world that other processes and threads see too."""
    return example_world()


def die_while_voting(world: World, change: ChangeRequest, place: str, moment: str) -> int:
    return die(place, moment, "vote", str(change.pk), str(world.people.voters[0].pk))


def die(place: str, moment: str, *task: str) -> int:
    """The status of a process that was to die at a place."""
    environment = {**os.environ, "DATABASE_URL": database_url(), "SPEC_REPO_ROOT": str(settings.SPEC_REPO_ROOT)}
    environment |= {"DJANGO_SETTINGS_MODULE": "ssd_portal.settings", "EMAIL_URL": "dummymail://"}
    command = [sys.executable, "-m", "tests.crash", place, moment, *task]
    root = Path(settings.BASE_DIR)
    return subprocess.run(command, cwd=root, env=environment, timeout=120, check=False).returncode


def commits(world: World) -> list[str]:
    """The numbers of the changes on the branch, newest first."""
    world.specification.refresh_from_db()
    path = mirrored(world.specification)
    assert git(path, "rev-parse", "HEAD") == world.specification.published_revision
    return git(path, "log", "--format=%(trailers:key=Change-Id,valueonly)").split()


def assert_published_once(world: World, change: ChangeRequest) -> None:
    change.refresh_from_db()
    assert change.status == Status.PUBLISHED
    assert commits(world) == [change.number]
    assert change.published_revision == world.specification.published_revision
    assert list(verify(specification=world.specification)) == []
    assert Event.objects.filter(kind=EventKind.PUBLISHED, change_number=change.number).count() == 1
    to_proposer = OutboxMessage.objects.filter(kind="published", recipient=change.proposer.email)
    assert to_proposer.count() == 1


@pytest.mark.soak
@pytest.mark.parametrize(("place", "moment"), BOUNDARIES if SOAK else BOUNDARIES[3::2])
def test_killed_at_a_step_and_reconciled_leaves_one_commit(committed: World, place: str, moment: str) -> None:
    change = committed.in_review(EDITORIAL)
    assert die_while_voting(committed, change, place, moment) == DEATH
    report = finish(specification=committed.specification)
    assert report.problems == []
    assert_published_once(committed, change)
    again = finish(specification=committed.specification)
    assert (again.moved, again.adopted, again.published, again.problems) == ([], [], [], [])
    assert_published_once(committed, change)


@pytest.mark.soak
@pytest.mark.parametrize(("place", "moment"), OF_THE_JOB if SOAK else OF_THE_JOB[::4])
def test_worker_killed_while_it_writes_the_repository_is_followed_by_another(
    committed: World, place: str, moment: str
) -> None:
    change = committed.published(EDITORIAL)
    assert die(place, moment, "jobs") == DEATH
    JobState.objects.update(lease=timezone.now() - timedelta(seconds=1))
    work(once=True)
    committed.specification.refresh_from_db()
    assert committed.specification.mirrored_revision == change.published_revision
    assert_published_once(committed, change)
    git(repository_path("ysd"), "fsck", "--full", "--strict")


def test_the_next_publication_finishes_an_unfinished_one(committed: World) -> None:
    first = committed.in_review(EDITORIAL)
    die_while_voting(committed, first, f"{PUBLICATION}:_publish", "after")
    second = committed.published(COMPATIBLE)
    assert second.status == Status.PUBLISHED
    assert commits(committed) == [second.number, first.number]


def outcome(result: object) -> str:
    """The status of a change, or the error in words."""
    return result.status if isinstance(result, ChangeRequest) else repr(result)


def test_two_last_votes_at_the_same_instant_give_one_commit(committed: World) -> None:
    change = committed.in_review(COMPATIBLE)
    first, second, _ = committed.people.voters
    results = at_once(lambda: committed.vote(change, first), lambda: committed.vote(change, second))
    assert sorted(outcome(result) for result in results) == [Status.IN_REVIEW, Status.PUBLISHED]
    assert_published_once(committed, change)


def test_two_publishers_of_one_change_give_one_commit(committed: World) -> None:
    change = committed.approved(EDITORIAL)
    results = at_once(*[lambda: decisions.publish(change=change)] * 3)
    assert [outcome(result) for result in results] == [Status.PUBLISHED] * 3
    assert_published_once(committed, change)


def test_two_changes_published_at_the_same_instant_follow_each_other(committed: World) -> None:
    one, two = committed.approved(EDITORIAL), committed.approved(COMPATIBLE)
    results = at_once(lambda: decisions.publish(change=one), lambda: decisions.publish(change=two))
    assert [outcome(result) for result in results] == [Status.PUBLISHED] * 2
    assert sorted(commits(committed)) == sorted([one.number, two.number])
    assert list(verify(specification=committed.specification)) == []


def test_two_colleagues_voting_at_the_same_instant_give_one_vote(committed: World) -> None:
    change = committed.in_review(COMPATIBLE)
    voter, colleague = committed.people.voters[0], committed.people.colleague
    results = at_once(lambda: committed.vote(change, voter), lambda: committed.vote(change, colleague))
    assert sorted(type(result).__name__ for result in results) == ["AlreadyVoted", "ChangeRequest"]
    counted = tallies.tally(change)
    assert counted is not None
    assert counted.approvals == 1


def test_two_drafts_at_the_same_instant_have_two_numbers(committed: World) -> None:
    results = at_once(*[lambda: committed.draft().number] * 4)
    assert sorted(map(str, results)) == ["YSD-0007", "YSD-0008", "YSD-0009", "YSD-0010"]
