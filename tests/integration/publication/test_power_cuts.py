"""Power cuts over every file of the repository: what is published is read all the while, and the repository is whole again."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import product
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from changes_app.deciding.actions import decisions
from changes_app.deciding.due import finish
from changes_app.models import ChangeRequest
from changes_app.publication.proof import verify
from changes_app.publication.reconciliation import Report
from changes_app.workflow import Status
from specs_app.models import Specification
from specs_app.repository import mirror
from specs_app.repository.folder import Folder, repository_path
from specs_app.repository.objects import GitError
from tests.drivers import COMPATIBLE, EDITORIAL, World, example_world, mirrored
from tests.factories import git
from tests.power import CUTS, altered, files_of, spoiled, started_again, written
from tests.soak import SOAK

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]
PAGES = (
    "/ysd/",
    "/ysd/objects/ysd_young_person/",
    "/ysd/changes/",
    "/ysd/releases/",
    "/api/v1/specifications/ysd/items/",
)


@dataclass
class Cut:
    """A specification with published changes, the files that they wrote into the repository, and a clone from before them."""

    world: World
    changes: list[ChangeRequest]
    written: list[str]
    repository: Path
    clone: Path

    @property
    def specification(self) -> Specification:
        return Specification.objects.get(pk=self.world.specification.pk)


@pytest.fixture
def world(transactional_db: None) -> World:
    return example_world()


@pytest.fixture
def two(world: World, tmp_path: Path) -> Cut:
    """Two publications one after another."""
    repository = mirrored(world.specification)
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", str(repository), str(clone))
    before = files_of(repository)
    changes = [world.published(edits) for edits in (EDITORIAL, COMPATIBLE)]
    mirrored(world.specification)
    return Cut(world, changes, altered(before, files_of(repository)), repository, clone)


def references(repository: Path) -> str:
    return git(repository, "for-each-ref") + git(repository, "symbolic-ref", "HEAD")


def assert_whole(cut: Cut, before: str) -> None:
    """As Git itself sees it, and as one who cloned it earlier does."""
    assert verify(specification=cut.specification) == []
    git(cut.repository, "fsck", "--full", "--strict")
    assert references(cut.repository) == before
    shutil.rmtree(cut.clone.with_name("pulled"), ignore_errors=True)
    pulled = shutil.copytree(cut.clone, cut.clone.with_name("pulled"))
    git(pulled, "pull", "--quiet", "--ff-only")
    assert git(pulled, "rev-parse", "HEAD") == cut.specification.published_revision


def survive(cut: Cut, client: Client, damage: Callable[[], object]) -> None:
    before = references(cut.repository)
    with spoiled(cut.repository):
        damage()
        started_again()
        assert verify(specification=cut.specification)
        with pytest.raises(CommandError):
            call_command("verify_spec", "ysd")
        assert [client.get(address).status_code for address in PAGES] == [200] * len(PAGES)
        report = finish(specification=cut.specification)
        assert (report.problems, report.adopted, report.published) == ([], [], [])
        assert_whole(cut, before)


def cuts_of(names: list[str]) -> list[tuple[str, Callable[[Path], None]]]:
    """Each file with each kind of cut; in the check every third with one, in turn."""
    every = list(product(names, CUTS))
    return every if SOAK else [(name, CUTS[number % len(CUTS)]) for number, name in enumerate(names[::3])]


@pytest.mark.soak
def test_every_file_of_two_publications(two: Cut, client: Client) -> None:
    assert len(two.written) >= 16
    for name, cut in cuts_of(two.written):
        survive(two, client, partial(cut, two.repository / name))


@pytest.mark.soak
def test_every_file_of_what_was_there_before(two: Cut, client: Client) -> None:
    names = files_of(two.repository).keys() - set(two.written)
    needed = [
        name for name in sorted(names) if name.startswith(("objects/pack/", "refs/", "HEAD")) and ".rev" not in name
    ]
    for name, cut in product(needed, CUTS if SOAK else CUTS[:1]):
        survive(two, client, partial(cut, two.repository / name))


@pytest.mark.parametrize("cut", CUTS)
def test_all_files_of_two_publications_together(two: Cut, client: Client, cut: Callable[[Path], None]) -> None:
    survive(two, client, lambda: [cut(two.repository / name) for name in two.written])


def test_branch_back_at_an_earlier_commit(two: Cut, client: Client) -> None:
    for sha in (two.changes[0].published_revision, git(two.clone, "rev-parse", "HEAD")):
        survive(two, client, partial(written, two.repository / "refs/heads/main", f"{sha}\n".encode()))


@pytest.mark.parametrize("cut", CUTS)
@pytest.mark.parametrize("name", ["HEAD", "packed-refs"])
def test_torn_list_of_references(two: Cut, client: Client, name: str, cut: Callable[[Path], None]) -> None:
    if name == "packed-refs":
        git(two.repository, "pack-refs", "--all")
    survive(two, client, lambda: cut(two.repository / name))


def test_torn_settings_of_git(two: Cut, client: Client) -> None:
    survive(two, client, partial(written, two.repository / "config", b"[core\n"))


def emptied_folder(repository: Path) -> None:
    shutil.rmtree(repository)
    repository.mkdir()


@pytest.mark.parametrize("damage", [shutil.rmtree, emptied_folder])
def test_whole_repository_gone(two: Cut, client: Client, damage: Callable[[Path], None]) -> None:
    survive(two, client, lambda: damage(two.repository))


def test_packed_repository_with_a_torn_pack(two: Cut, client: Client) -> None:
    git(two.repository, "gc", "--quiet", "--prune=now")
    (pack,) = (two.repository / "objects/pack").glob("*.pack")
    survive(two, client, lambda: written(pack, pack.read_bytes()[:-100]))


def test_two_failed_attempts_leave_no_hole(two: Cut, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first dies between objects, the second before the references; something of either is half on the disk."""
    before = two.specification.mirrored_revision
    two.world.published(
        ({"action": "change_item", "target": "YOUN003A", "values": {"guidance": "As written on the certificate."}},)
    )

    def fail(*_: object) -> None:
        raise GitError("The disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(Folder, "settle", fail)
        with pytest.raises(GitError):
            mirror.bring_up(two.specification)
    with monkeypatch.context() as patched:
        patched.setattr(Folder, "move_refs", fail)
        with pytest.raises(GitError):
            mirror.bring_up(two.specification)
    assert two.specification.mirrored_revision == before
    mirrored(two.specification)
    assert_whole(two, references(two.repository))


def test_commits_of_nobody_in_the_repository_are_left_alone(two: Cut) -> None:
    """Such as a branch that somebody pushed: it is neither read nor published, and stays."""
    tree = git(two.repository, "rev-parse", "HEAD^{tree}")
    sha = git(two.repository, "commit-tree", tree, "-m", "Elsewhere")
    git(two.repository, "update-ref", "refs/heads/elsewhere", sha)
    assert finish(specification=two.specification).problems == []
    assert git(two.repository, "rev-parse", "elsewhere") == sha
    assert Client().get(f"/ysd/?at={sha}").status_code == 404


LOCKS = (
    "HEAD.lock",
    "packed-refs.lock",
    "config.lock",
    "refs/heads/main.lock",
    "refs/changes/YSD-0007.lock",
    "objects/00/tmp_obj_abcdef",
)


def leave(repository: Path, name: str, age: int) -> Path:
    lock = repository / name
    lock.parent.mkdir(parents=True, exist_ok=True)
    lock.write_bytes(b"")
    moment = lock.stat().st_mtime - age
    os.utime(lock, (moment, moment))
    return lock


@pytest.mark.parametrize("name", LOCKS)
def test_stale_lock_is_cleared_and_said(world: World, name: str) -> None:
    lock = leave(repository_path("ysd"), name, 61)
    report: Report = finish(specification=world.specification)
    assert report.cleared == [name]
    assert not lock.exists()


@pytest.mark.parametrize("name", LOCKS)
def test_young_lock_is_left_alone(world: World, name: str) -> None:
    lock = leave(repository_path("ysd"), name, 30)
    assert finish(specification=world.specification).cleared == []
    assert lock.exists()


def test_a_lock_stops_no_publication(world: World) -> None:
    lock = leave(repository_path("ysd"), "refs/changes/YSD-0007.lock", 0)
    change = world.vote_through(world.in_review())
    assert change.status == Status.PUBLISHED
    assert finish(specification=world.specification).problems
    os.utime(lock, (1, 1))
    assert finish(specification=world.specification).problems == []
    mirrored(world.specification)


def test_branch_that_somebody_else_moved_is_not_moved_over(world: World) -> None:
    path = repository_path("ysd")
    sneaked = git(path, "commit-tree", "HEAD^{tree}", "-p", "HEAD", "-m", "Sneak")
    git(path, "update-ref", "refs/heads/main", sneaked)
    change = decisions.publish(change=world.approved())
    assert change.status == Status.PUBLISHED
    assert any("neither follows" in problem for problem in finish(specification=world.specification).problems)
    assert git(path, "rev-parse", "main") == sneaked


def test_what_is_written_is_durable_before_it_is_named(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[str] = []
    real = os.fsync

    def recording(number: int) -> None:
        real(number)
        synced.append(str(Path(f"/proc/self/fd/{number}").readlink()))

    change = world.published()
    repository = repository_path("ysd")
    before = files_of(repository)
    monkeypatch.setattr(os, "fsync", recording)
    mirrored(world.specification)
    objects = [name for name in altered(before, files_of(repository)) if name.startswith("objects/")]
    named = min(synced.index(f"{repository}/{name}") for name in (f"refs/changes/{change.number}", "refs/heads/main"))
    assert len(objects) >= 6
    for name in objects:
        folder = f"{repository}/{name.rpartition('/')[0]}"
        first = next(at for at, path in enumerate(synced) if path.startswith(f"{folder}/tmp_obj_"))
        assert first < synced.index(folder) < named
