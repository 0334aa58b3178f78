"""Power cuts over every file that a publication writes: nothing is lost, and the proof tells the truth before and after."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import product
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from changes_app.deciding.actions import decisions
from changes_app.deciding.due import finish
from changes_app.errors import PublicationFailed
from changes_app.models import ChangeRequest
from changes_app.publication import publisher
from changes_app.publication.proof import verify
from changes_app.publication.reconciliation import Report
from changes_app.workflow import Status
from specs_app.actions.releases import mend_releases
from specs_app.actions.synchronisation import sync
from specs_app.models import Specification
from specs_app.projection.authorship import Authorship
from specs_app.repository.store import Author, GitStore, repository_path
from tests.drivers import COMPATIBLE, EDITORIAL, EXAMPLE, World, example_world, import_example
from tests.factories import commit_all, git
from tests.power import CUTS, altered, emptied, files_of, half, missing, spoiled, started_again, written
from tests.soak import SOAK

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = (
    "/ysd/",
    "/ysd/objects/ysd_young_person/",
    "/ysd/changes/",
    "/ysd/releases/",
    "/api/v1/specifications/ysd/items/",
)


@dataclass
class Cut:
    """A specification with published changes, the files that the publications wrote, and a clone from before them."""

    world: World
    changes: list[ChangeRequest]
    written: list[str]
    repository: Path
    clone: Path

    @property
    def specification(self) -> Specification:
        return Specification.objects.get(pk=self.world.specification.pk)

    def shas(self) -> list[tuple[str, str, str]]:
        return list(ChangeRequest.objects.order_by("sequence").values_list("number", "status", "published_revision"))


@pytest.fixture
def world(transactional_db: None) -> World:
    return example_world()


def published(world: World, folder: Path, count: int) -> Cut:
    """Some publications one after another."""
    repository = repository_path("ysd")
    clone = folder / "clone"
    git(folder, "clone", "--quiet", str(repository), str(clone))
    before = files_of(repository)
    changes = [world.published(edits) for edits in (EDITORIAL, COMPATIBLE)[:count]]
    return Cut(world, changes, altered(before, files_of(repository)), repository, clone)


@pytest.fixture
def one(world: World, tmp_path: Path) -> Cut:
    return published(world, tmp_path, 1)


@pytest.fixture
def two(world: World, tmp_path: Path) -> Cut:
    return published(world, tmp_path, 2)


def assert_pages_answer(client: Client) -> None:
    for address in PAGES:
        answer = client.get(address)
        assert answer.status_code in (200, 503), address
        if answer.status_code == 503:
            assert b"The repository cannot be read now" in answer.content, address


def assert_mended(cut: Cut, shas: list[tuple[str, str, str]]) -> None:
    report = finish(specification=cut.specification)
    assert report.problems == []
    assert cut.shas() == shas
    assert verify(specification=cut.specification) == []
    git(cut.repository, "fsck", "--full", "--strict")
    shutil.rmtree(cut.clone.with_name("pulled"), ignore_errors=True)
    pulled = shutil.copytree(cut.clone, cut.clone.with_name("pulled"))
    git(pulled, "pull", "--quiet", "--ff-only")
    assert git(pulled, "rev-parse", "HEAD") == shas[-1][2]


def survive(cut: Cut, client: Client, monkeypatch: pytest.MonkeyPatch, damage: Callable[[], None]) -> None:
    shas = cut.shas()
    with spoiled(cut.repository):
        damage()
        started_again(monkeypatch)
        assert verify(specification=cut.specification)
        assert_pages_answer(client)
        with pytest.raises(CommandError):
            call_command("verify_spec", "ysd")
        assert_mended(cut, shas)


def cuts_of(names: list[str]) -> list[tuple[str, Callable[[Path], None]]]:
    """Each file with each kind of cut; in the check with one, in turn."""
    every = list(product(names, CUTS))
    return every if SOAK else [(name, CUTS[number % len(CUTS)]) for number, name in enumerate(names)]


@pytest.mark.soak
def test_every_file_of_a_publication(one: Cut, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(one.written) >= 8
    for name, cut in cuts_of(one.written):
        survive(one, client, monkeypatch, partial(cut, one.repository / name))


@pytest.mark.soak
def test_every_file_of_two_publications(two: Cut, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, cut in cuts_of(two.written if SOAK else two.written[::3]):
        survive(two, client, monkeypatch, partial(cut, two.repository / name))


@pytest.mark.parametrize("cut", CUTS)
def test_all_files_of_two_publications_together(
    two: Cut, client: Client, monkeypatch: pytest.MonkeyPatch, cut: Callable[[Path], None]
) -> None:
    def all_together() -> None:
        for name in two.written:
            cut(two.repository / name)

    survive(two, client, monkeypatch, all_together)


def test_branch_back_at_an_earlier_commit(two: Cut, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for sha in (two.changes[0].published_revision, git(two.clone, "rev-parse", "HEAD")):
        survive(
            two,
            client,
            monkeypatch,
            lambda sha=sha: written(two.repository / "refs/heads/main", f"{sha}\n".encode()),  # type: ignore[misc]
        )


@pytest.mark.parametrize("cut", CUTS)
@pytest.mark.parametrize("name", ["HEAD", "packed-refs"])
def test_torn_list_of_references(
    two: Cut, client: Client, monkeypatch: pytest.MonkeyPatch, name: str, cut: Callable[[Path], None]
) -> None:
    if name == "packed-refs":
        git(two.repository, "pack-refs", "--all")
    survive(two, client, monkeypatch, lambda: cut(two.repository / name))


def test_rebuild_never_drops_a_published_change(two: Cut, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = two.changes
    shas = two.shas()
    for damage in (
        lambda: (two.repository / f"refs/changes/{first.number}").unlink(),
        lambda: written(two.repository / "refs/heads/main", f"{first.published_revision}\n".encode()),
        lambda: emptied(two.repository / f"objects/{second.published_revision[:2]}/{second.published_revision[2:]}"),
    ):
        with spoiled(two.repository):
            damage()
            started_again(monkeypatch)
            with pytest.raises(CommandError, match="Nothing was rebuilt"):
                call_command("rebuild", "ysd")
            assert_mended(two, shas)


def test_request_without_its_revision_is_told(one: Cut) -> None:
    one.specification.revisions.get(change_number=one.changes[0].number).delete()
    assert any("is called published" in line for line in verify(specification=one.specification))


def test_commit_that_would_come_out_otherwise_is_said_and_not_published(
    one: Cut, monkeypatch: pytest.MonkeyPatch
) -> None:
    change = one.changes[0]
    ChangeRequest.objects.filter(pk=change.pk).update(reason="Written over by hand.")
    sha = change.published_revision
    missing(one.repository / f"objects/{sha[:2]}/{sha[2:]}")
    started_again(monkeypatch)
    report = finish(specification=one.specification)
    assert any(change.number in problem and "cannot be made again" in problem for problem in report.problems)
    with pytest.raises(SystemExit):
        call_command("reconcile", "ysd")
    assert one.shas()[0][2] == sha == one.specification.published_revision


def test_commit_comes_out_the_same_though_people_are_called_otherwise_now(
    one: Cut, client: Client, monkeypatch: pytest.MonkeyPatch, settings: LazySettings
) -> None:
    User.objects.update(first_name="Other", last_name="Name", email="other@example.org")
    settings.SITE_HOST, settings.SITE_URL = "elsewhere.example.org", "https://elsewhere.example.org"
    sha = one.changes[0].published_revision
    survive(one, client, monkeypatch, lambda: missing(one.repository / f"objects/{sha[:2]}/{sha[2:]}"))


def test_lost_object_of_an_import_is_named(one: Cut, monkeypatch: pytest.MonkeyPatch) -> None:
    name = git(one.repository, "rev-parse", "HEAD:data/categories/recorded_sex.yml")
    half(one.repository / f"objects/{name[:2]}/{name[2:]}")
    started_again(monkeypatch)
    for problems in (verify(specification=one.specification), finish(specification=one.specification).problems):
        assert any("data/categories/recorded_sex.yml" in problem and name[:12] in problem for problem in problems)


def test_lost_object_is_named_until_it_is_had_back_and_its_rest_is_kept(
    one: Cut, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = git(one.repository, "rev-parse", "HEAD:data/categories/recorded_sex.yml")
    rest = one.repository / f"objects/{name[:2]}/{name[2:]}"
    half(rest)
    started_again(monkeypatch)
    for _ in range(2):
        problems = finish(specification=one.specification).problems
        assert any(name[:12] in problem for problem in problems)
        assert rest.exists()


@pytest.mark.soak
def test_lost_object_of_an_import_is_fetched_from_its_source(
    transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = shutil.copytree(EXAMPLE, tmp_path / "source")
    git(source, "init", "-q", "-b", "main")
    commit_all(source, "Begin")
    specification = import_example(source=source)
    (source / "README.md").write_text("More.\n")
    git(source, "pull", "-q", "--no-rebase", str(repository_path("ysd")), "main")
    commit_all(source, "More")
    assert sync(specification=specification).state == "current"
    repository = repository_path("ysd")
    before = files_of(repository / "objects")
    for name in sorted(before)[:: 1 if SOAK else 5]:
        if "pack" not in name and "info" not in name:
            with spoiled(repository):
                emptied(repository / "objects" / name)
                started_again(monkeypatch)
                assert verify(specification=specification)
                assert finish(specification=specification).problems == []
                assert verify(specification=specification) == []


def test_tag_of_a_release_is_put_back(one: Cut, monkeypatch: pytest.MonkeyPatch) -> None:
    specification = one.specification
    git(one.repository, "tag", "v1.0", specification.published_revision)
    with GitStore(one.repository) as store:
        mend_releases(store, specification, Authorship(specification.revisions.latest("number")))
    missing(one.repository / "refs/tags/v1.0")
    assert verify(specification=specification)
    assert "reference refs/tags/v1.0" in finish(specification=specification).restored
    assert verify(specification=specification) == []


def test_torn_objects_of_a_commit_that_was_never_published_are_cleared(
    one: Cut, monkeypatch: pytest.MonkeyPatch
) -> None:
    shas, before = one.shas(), files_of(one.repository)
    who = Author("Pat", "pat@example.org")
    with GitStore(one.repository) as store:
        parent = store.head()
        when = store.commit(parent).when
        sha = store.commit_tree(parent, {"a.md": b"x\n"}, author=who, committer=who, when=when, message="Begun\n")
        publisher.keep(store, "YSD-0099", sha)
    for name in altered(before, files_of(one.repository)):
        if name.startswith("objects/"):
            emptied(one.repository / name)
    started_again(monkeypatch)
    assert_mended(one, shas)
    assert not (one.repository / "refs/changes/YSD-0099").exists()


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
    assert world.published().status == Status.PUBLISHED


@pytest.mark.parametrize("name", LOCKS)
def test_young_lock_is_left_alone(world: World, name: str) -> None:
    lock = leave(repository_path("ysd"), name, 30)
    assert finish(specification=world.specification).cleared == []
    assert lock.exists()


def test_change_stopped_by_a_lock_is_published_once_it_is_stale(world: World) -> None:
    lock = leave(repository_path("ysd"), "refs/changes/YSD-0007.lock", 0)
    change = world.vote_through(world.in_review())
    assert change.status == Status.APPROVED
    assert "YSD-0007" in change.publication_problem
    os.utime(lock, (1, 1))
    assert finish(specification=world.specification).published == [change.number]


def test_branch_that_somebody_else_moved_is_not_moved_over(world: World) -> None:
    change = world.approved()
    who = Author("Mallory", "m@example.org")
    with GitStore(repository_path("ysd")) as store:
        head = store.head()
        when = store.commit(head).when
        sha = store.commit_tree(head, {"x.md": b"x\n"}, author=who, committer=who, when=when, message="Sneak\n")
        store.advance(sha, head)
        with pytest.raises(PublicationFailed, match="not part of"):
            decisions.publish(change=change)
        assert store.head() == sha


@pytest.fixture
def durable(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths that were made durable, in order, with the moments at which the database and the branch moved."""
    steps: list[str] = []
    real = os.fsync

    def recording(number: int) -> None:
        real(number)
        steps.append(str(Path(f"/proc/self/fd/{number}").readlink()))

    monkeypatch.setattr(os, "fsync", recording)
    for owner, name in ((publisher, "_publish"), (GitStore, "advance")):
        work = getattr(owner, name)

        def marking(*given: object, work: Callable[..., object] = work, name: str = name) -> object:
            if name == "advance":
                steps.append("advance")
            result = work(*given)
            if name == "_publish":
                steps.append("committed")
            return result

        monkeypatch.setattr(owner, name, marking)
    return steps


def test_what_is_written_is_durable_before_it_is_named(world: World, durable: list[str]) -> None:
    change = world.approved()
    repository = repository_path("ysd")
    before = files_of(repository)
    durable.clear()
    decisions.publish(change=change)
    objects = [name for name in altered(before, files_of(repository)) if name.startswith("objects/")]
    root = f"{repository}/"
    kept, branch = f"{root}refs/changes/{change.number}", f"{root}refs/heads/main"
    for name in objects:
        folder = durable.index(f"{root}{name.rpartition('/')[0]}")
        first = next(
            at for at, step in enumerate(durable) if step.startswith(f"{root}{name.rpartition('/')[0]}/tmp_obj_")
        )
        assert first < folder < durable.index(kept)
    order = [
        durable.index(step)
        for step in (kept, f"{root}refs/changes", "committed", "advance", branch, f"{root}refs/heads")
    ]
    assert order == sorted(order)
