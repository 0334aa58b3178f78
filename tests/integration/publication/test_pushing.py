"""Pushing to real repositories of others: there, away, refusing, rewritten, slow; never by force, and no secret in any place."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from specs_app.actions.synchronisation import sync
from specs_app.models import Push, Specification
from specs_app.repository import pushing
from specs_app.repository.credentials import ANY_USER, Remote, without
from specs_app.repository.mirror import bring_up
from tests.drivers import World, mirrored
from tests.factories import SLUG as TINY
from tests.factories import commit_all, example_repository, git, imported
from tests.git_server import TOKEN, USER, BareRepository, GitServer, certified
from tests.jobs import make_due, run_due

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
SLUG = "ysd"
BRANCH = "refs/heads/main"


@pytest.fixture
def there(tmp_path: Path) -> BareRepository:
    return BareRepository.made(tmp_path / "there" / "standard.git")


@pytest.fixture
def remote(there: BareRepository, settings: LazySettings) -> BareRepository:
    """The same, to which the example is pushed."""
    settings.SPEC_REMOTES = {SLUG: Remote(str(there.path))}
    return there


@pytest.fixture
def server(there: BareRepository, settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Iterator[GitServer]:
    """The same behind HTTPS."""
    certificate = certified(there.path.parent)
    monkeypatch.setenv("GIT_SSL_CAINFO", str(certificate))
    found = GitServer(there.path.parent, certificate)
    with found.running():
        settings.SPEC_REMOTES = {SLUG: Remote(f"{found.url}/standard.git", token=f"{USER}:{TOKEN}")}
        yield found


def state() -> Push:
    return Push.objects.get()


def publish(world: World) -> str:
    """A change more, published and passed on as far as that goes; its revision."""
    number = world.specification.revisions.count()
    edit = {"action": "change_item", "target": "YOUN004A", "values": {"guidance": f"Wording {number}."}}
    world.published([edit])
    run_due()
    return Specification.objects.get(slug=SLUG).published_revision


def again() -> None:
    """What failed is tried again."""
    make_due()
    run_due()


def look_closely() -> None:
    """What was seen at the remote is not believed any more."""
    Push.objects.update(tried_at=timezone.now() - 2 * pushing.BELIEVED)
    bring_up(Specification.objects.get(slug=SLUG))
    run_due()


def test_publication_is_pushed_and_nothing_else(world: World, remote: BareRepository) -> None:
    sha = publish(world)
    assert remote.refs() == {BRANCH: sha}
    assert git(remote.path, "fsck", "--full", "--strict") == ""
    row = state()
    assert (row.state, row.revision, row.problem, row.failing_since) == ("current", sha, "", None)
    assert row.pushed_at == row.tried_at
    second = publish(world)
    assert remote.steps()[-1] == (sha, second)
    assert not remote.was_forced()


def test_what_is_there_is_not_pushed_again(world: World, remote: BareRepository) -> None:
    publish(world)
    tried = state().tried_at
    bring_up(world.specification)
    assert run_due() == 0
    assert state().tried_at == tried


def test_without_a_remote_nothing_is_pushed(world: World) -> None:
    publish(world)
    assert not Push.objects.exists()
    assert not DBTaskResult.objects.filter(task_path=pushing.push_if_due.module_path).exists()


def test_remote_that_is_not_named_any_more_is_forgotten(
    world: World, remote: BareRepository, settings: LazySettings
) -> None:
    sha = publish(world)
    settings.SPEC_REMOTES = {}
    publish(world)
    assert not Push.objects.exists()
    assert remote.head() == sha


def test_releases_are_pushed_with_their_annotated_tags(
    tmp_path: Path, there: BareRepository, settings: LazySettings
) -> None:
    source = example_repository(tmp_path / "source")
    git(source, "tag", "v1")
    specification = imported(source)
    settings.SPEC_REMOTES = {specification.slug: Remote(str(there.path))}
    sync(specification=specification)
    assert there.refs() == {BRANCH: specification.published_revision, "refs/tags/v1": git(source, "rev-parse", "v1")}
    git(source, "tag", "-a", "-m", "Second", "v2", "v1")
    sync(specification=specification)
    assert there.refs()["refs/tags/v2"] == git(source, "rev-parse", "refs/tags/v2")
    assert state().references == there.refs()


def test_tag_that_stands_elsewhere_is_left_there(tmp_path: Path, there: BareRepository, settings: LazySettings) -> None:
    source = example_repository(tmp_path / "source")
    git(source, "tag", "v1")
    specification = imported(source)
    settings.SPEC_REMOTES = {specification.slug: Remote(str(there.path))}
    theirs = there.add_commit("Another")
    git(there.path, "update-ref", "refs/tags/v1", theirs)
    assert sync(specification=specification).push == "diverged"
    assert there.refs() == {BRANCH: specification.published_revision, "refs/tags/v1": theirs}
    assert "refs/tags/v1 is there already" in state().problem
    assert state().revision == specification.published_revision


def test_remote_that_is_away_is_tried_again_until_it_is_back(world: World, remote: BareRepository) -> None:
    first = publish(world)
    away = remote.path.with_name("away.git")
    remote.path.rename(away)
    second = publish(world)
    row = state()
    assert (row.state, row.revision) == ("unreachable", first)
    assert "does not appear to be a git repository" in row.problem
    again()
    assert state().failing_since == row.failing_since
    assert state().tried_at > row.tried_at
    third = publish(world)
    assert second != third
    away.rename(remote.path)
    again()
    assert (state().state, state().failing_since, remote.head()) == ("current", None, third)


def test_hook_that_says_no_is_told_in_its_own_words(world: World, remote: BareRepository) -> None:
    first = publish(world)
    remote.say_no("Only reviewed commits, please.")
    second = publish(world)
    row = state()
    assert (row.state, remote.head()) == ("refused", first)
    assert "Only reviewed commits, please." in row.problem
    assert "pre-receive hook declined" in row.problem
    remote.accept()
    again()
    assert (state().state, remote.head()) == ("current", second)


@pytest.mark.parametrize("how", ["on top", "instead"])
def test_remote_with_other_commits_is_left_as_it_is(world: World, remote: BareRepository, how: str) -> None:
    first = publish(world)
    theirs = remote.add_commit("By somebody else", *([first] if how == "on top" else []))
    remote.move(theirs)
    second = publish(world)
    again()
    assert (state().state, remote.head()) == ("diverged", theirs)
    assert "main" in state().problem
    assert world.specification.published_revision != theirs
    remote.move(first)
    again()
    assert (state().state, remote.head()) == ("current", second)
    assert not remote.was_forced()


def test_remote_that_is_rewritten_behind_the_portal_is_noticed(world: World, remote: BareRepository) -> None:
    publish(world)
    theirs = remote.add_commit("Another history")
    remote.move(theirs)
    look_closely()
    assert (state().state, remote.head()) == ("diverged", theirs)


def test_another_repository_behind_the_address_is_not_believed_to_have_anything(
    world: World, remote: BareRepository, settings: LazySettings, tmp_path: Path
) -> None:
    sha = publish(world)
    other = BareRepository.made(tmp_path / "other.git")
    settings.SPEC_REMOTES = {SLUG: Remote(str(other.path))}
    bring_up(world.specification)
    run_due()
    assert (other.refs(), state().address) == ({BRANCH: sha}, str(other.path))


def test_slow_remote_is_given_up_for_now(world: World, remote: BareRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    remote.hook("#!/bin/sh\nexec sleep 600\n")
    monkeypatch.setattr("specs_app.repository.remotes.PUSH_SECONDS", 1)
    publish(world)
    assert (state().state, remote.refs()) == ("unreachable", {})
    assert "did not answer within 1 seconds" in state().problem
    remote.accept()
    monkeypatch.undo()
    again()
    assert state().state == "current"


@contextmanager
def traced(file: Path) -> Iterator[Path]:
    """Every command line that Git runs is written down."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_TRACE", str(file))
        yield file


def secrets_in(text: str) -> bool:
    """Whether the token, or what Git makes of it, stands in a text."""
    return without(f"{USER}:{TOKEN}", text) != text


def rows() -> str:
    """All that the database holds of pushes and jobs."""
    return str([*Push.objects.values(), *DBTaskResult.objects.values()])


def test_token_lets_in_over_https_and_stands_nowhere(
    world: World, there: BareRepository, server: GitServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    with traced(tmp_path / "trace") as trace:
        sha = publish(world)
        assert (state().state, there.refs()) == ("current", {BRANCH: sha})
        there.say_no(f"{TOKEN} may not")
        publish(world)
    assert state().state == "refused"
    assert f"{server.url}/standard.git" in trace.read_text()
    assert secrets_in(server.seen[-1])
    for text in (trace.read_text(), rows(), caplog.text, repr(Remote("https://host/a.git", token=TOKEN))):
        assert not secrets_in(text)


def test_token_is_read_from_its_file_each_time(
    world: World, there: BareRepository, server: GitServer, settings: LazySettings, tmp_path: Path
) -> None:
    file = tmp_path / "token"
    file.write_text("old-token\n")
    settings.SPEC_REMOTES = {SLUG: Remote(f"{server.url}/standard.git", str(file))}
    publish(world)
    row = state()
    assert (row.state, there.refs()) == ("unreachable", {})
    assert "Authentication failed" in row.problem or "could not read Username" in row.problem
    assert "old-token" not in rows()
    file.write_text(f"{USER}:{TOKEN}\n")
    again()
    assert state().state == "current"
    file.unlink()
    publish(world)
    assert "cannot be read" in state().problem


def test_token_goes_nowhere_else(world: World, server: GitServer) -> None:
    other = GitServer(server.root, server.certificate)
    with other.running():
        server.redirect = other.url
        publish(world)
    assert state().state == "unreachable"
    assert (len(server.seen), other.seen) == (1, [])


def test_key_is_what_ssh_is_told_to_use(
    world: World, there: BareRepository, settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Git speaks through a program in the place of ssh, which notes what it is told and runs the other end here."""
    program, noted = tmp_path / "bin" / "ssh", tmp_path / "noted"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {noted}\nfor last; do :; done\nexec sh -c "$last"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    settings.SPEC_REMOTES = {SLUG: Remote(f"git@host.example:{there.path}", "/keys/of the standard")}
    sha = publish(world)
    assert (state().state, there.head()) == ("current", sha)
    told = noted.read_text().splitlines()
    assert told[-2:] == ["git@host.example", f"git-receive-pack '{there.path}'"]
    assert told[told.index("-i") + 1] == "/keys/of the standard"
    assert {"-oBatchMode=yes", "-oIdentitiesOnly=yes"} <= set(told)


def test_server_that_is_down_is_tried_again(
    world: World, there: BareRepository, settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = certified(there.path.parent)
    monkeypatch.setenv("GIT_SSL_CAINFO", str(certificate))
    server = GitServer(there.path.parent, certificate)
    with server.running():
        settings.SPEC_REMOTES = {SLUG: Remote(f"{server.url}/standard.git", token=f"{USER}:{TOKEN}")}
        first = publish(world)
    last = [publish(world) for _ in range(3)][-1]
    assert (state().state, there.head()) == ("unreachable", first)
    with server.running():
        again()
    assert (state().state, there.head()) == ("current", last)
    assert not there.was_forced()


def test_sync_pushes_and_says_how_it_went(world: World, remote: BareRepository) -> None:
    said = StringIO()
    call_command("sync_spec", SLUG, json=True, stdout=said)
    assert json.loads(said.getvalue())["push"] == "current"
    assert remote.head() == world.specification.published_revision
    remote.move(remote.add_commit("Another history"))
    said = StringIO()
    with pytest.raises(CommandError, match="which is diverged"):
        call_command("sync_spec", SLUG, json=True, stdout=said)
    (problem,) = json.loads(said.getvalue())["problems"]
    assert problem["rule"] == "push-diverged"
    assert problem["remedy"]


def test_source_that_is_the_remote_gets_what_is_published_and_gives_what_it_has(
    tmp_path: Path, there: BareRepository, settings: LazySettings
) -> None:
    work = example_repository(tmp_path / "work")
    git(work, "push", "-q", str(there.path), "main")
    specification = imported(there.path)
    settings.SPEC_REMOTES = {specification.slug: Remote(str(there.path))}
    assert sync(specification=specification).push == "current"
    git(work, "pull", "-q", str(there.path), "main")
    file = work / "data/objects/tin_person.yml"
    file.write_text(file.read_text().replace("Sex as recorded.", "Stated sex."))
    commit_all(work, "Reword")
    git(work, "push", "-q", str(there.path), "main")
    report = sync(specification=specification)
    assert (report.state, report.taken, report.push) == ("current", [there.head()], "current")


@pytest.mark.parametrize("now", ["rewritten", "branch_gone", "unrelated"])
def test_nothing_is_pushed_to_a_source_that_is_not_what_it_was(
    tmp_path: Path, there: BareRepository, settings: LazySettings, now: str
) -> None:
    work = example_repository(tmp_path / "work")
    first = git(work, "rev-parse", "HEAD")
    (work / "README.md").write_text("Read on.")
    commit_all(work, "Say more")
    git(work, "push", "-q", str(there.path), "main")
    specification = imported(there.path)
    settings.SPEC_REMOTES = {specification.slug: Remote(str(there.path))}
    assert sync(specification=specification).push == "current"
    if now == "rewritten":
        there.move(first)
    elif now == "branch_gone":
        git(there.path, "branch", "-m", "main", "trunk")
    else:
        there.path.rename(tmp_path / "moved.git")
        BareRepository.made(there.path)
        git(work, "checkout", "-q", "--orphan", "other")
        git(work, "commit", "-q", "-m", "Another standard")
        git(work, "push", "-q", str(there.path), "other:trunk")
        Specification.objects.update(source_branch="trunk")
    before = there.refs()
    report = sync(specification=Specification.objects.get())
    assert (report.state, report.push) == (now, "diverged")
    assert there.refs() == before
    again()
    assert there.refs() == before


def test_baseline_of_an_import_is_pushed_to_where_it_came_from(
    tmp_path: Path, there: BareRepository, settings: LazySettings
) -> None:
    work = example_repository(tmp_path / "work")
    git(work, "push", "-q", str(there.path), "main")
    settings.SPEC_REMOTES = {TINY: Remote(str(there.path))}
    specification = imported(there.path, title="Tiny")
    run_due()
    assert there.head() == specification.published_revision != git(work, "rev-parse", "HEAD")
    assert not there.was_forced()


def test_merge_of_both_histories_is_the_way_out(world: World, remote: BareRepository, tmp_path: Path) -> None:
    publish(world)
    Specification.objects.update(source_url=str(remote.path), source_branch="main")
    git(tmp_path, "clone", "-q", str(remote.path), "clone")
    clone = tmp_path / "clone"
    (clone / "README.md").write_text("Words of somebody else.\n")
    commit_all(clone, "Reword the first page")
    git(clone, "push", "-q", "origin", "main")
    ours = publish(world)
    assert state().state == "diverged"
    git(clone, "pull", "-q", "--no-rebase", "--no-edit", str(mirrored(world.specification)), "main")
    git(clone, "push", "-q", "origin", "main")
    report = sync(specification=Specification.objects.get(slug=SLUG))
    assert (report.state, report.taken, report.push) == ("current", [remote.head()], "current")
    assert remote.contains(remote.head(), ours)
    assert publish(world) == remote.head()
    assert not remote.was_forced()


def test_user_of_a_token_that_names_none() -> None:
    (header,) = [
        value
        for name, value in Remote("https://host/a.git").environment("tkn").items()
        if value.startswith("Authorization")
    ]
    assert without("tkn", header) == "Authorization: Basic (hidden)"
    assert without(f"{ANY_USER}:tkn", header) == "Authorization: Basic (hidden)"
