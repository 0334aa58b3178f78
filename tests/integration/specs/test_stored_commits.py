"""Commits as rows: what every node reads, equal to what Git holds, and all that a publication needs."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from changes_app.deciding.actions import decisions
from changes_app.publication.proof import verify
from changes_app.workflow import Status
from specs_app.actions.imports import import_specification
from specs_app.actions.synchronisation import sync
from specs_app.models import GitObject, GitPack, GitReference, Specification
from specs_app.repository import objects
from specs_app.repository.folder import Folder, repository_path
from specs_app.repository.objects import GitError
from specs_app.repository.references import QUARANTINED
from specs_app.repository.repository import Repository
from specs_app.repository.rows import Rows, stored
from specs_app.versions.cache import VERSIONS
from tests.drivers import COMPATIBLE, EDITORIAL, example_world, mirrored
from tests.factories import commit_all, example_repository, git, write_files
from tests.power import started_again

ITEM = b"nodes:\n- name: odd_thing\n  fields:\n  - name: odd_id\n    item_ref: ODDT001A\n"
#: Files of all modes, a link, a submodule; contents that are the same in several places; what is read and what is not.
MODES = st.sampled_from([b"100644", b"100755", b"100664", b"120000", b"160000"])
NAMES = st.sampled_from(
    [b"a", b"a.yml", b"a-b", b"B.CSV", b"pic.png", b"k\xe4se.yml", "käse.md".encode(), b'q"x.sql', b"x\\y", b".git"]
)
CONTENTS = st.sampled_from([b"", b"a: 1\n", b"\xff\xfe", b"x" * 40, b"same"])
FILES = st.tuples(MODES, CONTENTS)
TREES = st.recursive(FILES, lambda inner: st.dictionaries(NAMES, inner, max_size=4), max_leaves=12)
ROOTS = st.lists(st.dictionaries(NAMES, TREES, max_size=4), min_size=1, max_size=3)


def write(source: Path, tree: dict[bytes, object]) -> str:
    """A tree of Git, however odd."""
    lines = []
    for name, entry in tree.items():
        if isinstance(entry, dict):
            lines.append(b"040000 tree %s\t%s" % (write(source, entry).encode(), name))
        else:
            mode, data = entry  # type: ignore[misc]
            kind, sha = (b"commit", "1" * 40) if mode == b"160000" else (b"blob", blob(source, data))
            lines.append(b"%s %s %s\t%s" % (mode, kind, sha.encode(), name))
    return run(source, "mktree", "--missing", "-z", data=b"".join(line + b"\0" for line in lines))


def blob(source: Path, data: bytes) -> str:
    return run(source, "hash-object", "-w", "--stdin", data=data)


def run(source: Path, *words: str, data: bytes = b"") -> str:
    command = ["git", "-c", "user.name=Up", "-c", "user.email=up@example.org", "-C", str(source), *words]
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode().strip()


@pytest.mark.django_db(transaction=True)
@hypothesis_settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(roots=ROOTS)
def test_every_revision_from_rows_equals_the_repository(
    transactional_db: None, tmp_path_factory: pytest.TempPathFactory, roots: list[dict[bytes, object]]
) -> None:
    source = tmp_path_factory.mktemp("odd")
    run(source, "init", "-q", "--bare", "-b", "main")
    parent = ""
    for number, root in enumerate(roots):
        tree = write(source, {**root, b"thing.yml": (b"100644", ITEM + b"# %d\n" % number), b"empty": {}})
        parent = run(source, "commit-tree", tree, *(["-p", parent] if parent else []), "-m", f"{number}")
    run(source, "update-ref", "refs/heads/main", parent)
    Specification.objects.all().delete()
    import_specification(slug="odd", source=str(source))
    specification = Specification.objects.get(slug="odd")
    rows = stored(specification)
    with Folder(repository_path("odd")) as folder:
        commits = rows.log(specification.published_revision)
        assert len(commits) == len(roots)
        for commit in commits:
            found = Repository(folder)
            assert (rows.commit(commit.sha), rows.snapshot(commit.sha)) == (
                found.commit(commit.sha),
                found.snapshot(commit.sha),
            )
    assert verify(specification=specification) == []


@pytest.mark.django_db
@pytest.mark.parametrize("source", ["folders", "files"])
def test_tree_that_stands_for_more_than_is_read_is_refused(tmp_path: Path, source: str) -> None:
    """A few trees may name each other many times over: nobody lists what they stand for."""
    run(tmp_path, "init", "-q", "--bare", "-b", "main")
    tree = write(tmp_path, {b"a.yml": (b"100644", b"")} if source == "files" else {})
    for _ in range(12):
        lines = b"".join(b"040000 tree %s\t%d\0" % (tree.encode(), number) for number in range(10))
        tree = run(tmp_path, "mktree", "-z", data=lines)
    run(tmp_path, "update-ref", "refs/heads/main", run(tmp_path, "commit-tree", tree, "-m", "Bomb"))
    with pytest.raises(GitError, match="more files and folders"):
        import_specification(slug="bomb", source=str(tmp_path))
    assert not Specification.objects.exists()


@pytest.mark.django_db
def test_folders_that_lie_too_deep_are_refused(tmp_path: Path) -> None:
    run(tmp_path, "init", "-q", "--bare", "-b", "main")
    tree = write(tmp_path, {b"a.yml": (b"100644", b"")})
    for _ in range(objects.MAX_DEPTH):
        tree = run(tmp_path, "mktree", "-z", data=b"040000 tree %s\tdown\0" % tree.encode())
    run(tmp_path, "update-ref", "refs/heads/main", run(tmp_path, "commit-tree", tree, "-m", "Deep"))
    with pytest.raises(GitError, match="deep"):
        import_specification(slug="deep", source=str(tmp_path))


@pytest.mark.django_db
def test_file_that_is_too_large_is_left_unread_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("specs_app.repository.objects", "specs_app.repository.folder"):
        monkeypatch.setattr(f"{module}.MAX_FILE_BYTES", 1000)
    source = write_files(tmp_path / "source", {"data/objects/a.yml": ITEM, "data/large.csv": b"x" * 1001})
    report = import_specification(slug="large", source=str(source))
    assert [
        (problem.file, "larger" in problem.message) for problem in report.problems if "unusable" in problem.rule
    ] == [("data/large.csv", True)]
    specification = Specification.objects.get(slug="large")
    assert verify(specification=specification) == []
    assert git(repository_path("large"), "cat-file", "-s", "main:data/large.csv") == "1001"


@pytest.mark.django_db(transaction=True)
def test_publication_needs_no_folder_and_no_git(
    transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: LazySettings
) -> None:
    world = example_world()
    with monkeypatch.context() as away:
        away.setattr("git.Git.GIT_PYTHON_GIT_EXECUTABLE", "/nowhere/git")
        away.setenv("PATH", str(tmp_path))
        root, settings.SPEC_REPO_ROOT = settings.SPEC_REPO_ROOT, Path("/nowhere/at/all")
        started_again()
        changes = [world.published(edits) for edits in (EDITORIAL, COMPATIBLE)]
        assert [change.status for change in changes] == [Status.PUBLISHED] * 2
        for change in changes:
            VERSIONS.clear()
            assert Client().get(f"/ysd/?at={change.published_revision}").status_code == 200
    settings.SPEC_REPO_ROOT = root
    mirrored(world.specification)
    world.specification.refresh_from_db()
    assert verify(specification=world.specification) == []


@pytest.mark.django_db(transaction=True)
def test_publication_that_is_rolled_back_leaves_no_row(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    world = example_world()
    change = world.approved()
    before = set(GitObject.objects.values_list("pk")), set(GitReference.objects.values_list("name", "target"))
    made: list[str] = []
    real = Repository.commit_tree

    def noted(self: Repository, *given: object, **more: object) -> str:
        made.append(real(self, *given, **more))  # type: ignore[arg-type]
        return made[-1]

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(Repository, "commit_tree", noted)
    monkeypatch.setattr("changes_app.publication.publisher.steps.move", fail)
    with pytest.raises(RuntimeError):
        decisions.publish(change=change)
    assert (set(GitObject.objects.values_list("pk")), set(GitReference.objects.values_list("name", "target"))) == before
    assert Client().get(f"/ysd/?at={made[-1]}").status_code == 404


@pytest.mark.django_db
def test_quarantined_commit_has_no_row_though_a_later_one_is_published(
    tiny: Specification, source: Path, client: Client
) -> None:
    path = source / "data/objects/tin_person.yml"
    good = path.read_text()
    path.write_text("nodes: [broken")
    commit_all(source, "Break")
    bad = git(source, "rev-parse", "HEAD")
    assert sync(specification=tiny).state == "quarantined"
    path.write_text(good.replace("Sex as recorded.", "Stated sex."))
    commit_all(source, "Mend")
    assert sync(specification=tiny).state == "current"
    assert set(stored(tiny).refs(QUARANTINED).values()) == {bad}
    assert not stored(tiny).has(bad)
    assert client.get(f"/tiny/?at={bad}").status_code == 404
    assert client.get(f"/tiny/?at={tiny.published_revision}").status_code == 200
    assert verify(specification=tiny) == []
    rebuild_from_nothing(tiny)


def rebuild_from_nothing(specification: Specification) -> None:
    """The folder is made again from rows and packs alone, and Git finds it whole."""
    path = repository_path(specification.slug)
    before = git(path, "for-each-ref")
    path.rename(path.with_suffix(".gone"))
    call_command("reconcile", specification.slug)
    git(path, "fsck", "--full", "--strict")
    assert git(path, "for-each-ref") == before


@pytest.mark.django_db
@pytest.mark.parametrize("annotated", [False, True], ids=["light", "annotated"])
def test_repository_with_tags_and_pictures_is_made_again(tmp_path: Path, annotated: bool) -> None:
    source = example_repository(tmp_path / "source")
    (source / "picture.png").write_bytes(b"\x89PNG\0" * 300_000)
    commit_all(source, "Picture")
    git(source, "tag", *(["-a", "-m", "One"] if annotated else []), "v1.0")
    import_specification(slug="tiny", source=str(source))
    specification = Specification.objects.get(slug="tiny")
    assert list(specification.releases.values_list("version", flat=True)) == ["1.0"]
    assert GitPack.objects.count() >= 1
    rebuild_from_nothing(specification)
    assert verify(specification=Specification.objects.get(slug="tiny")) == []


@pytest.mark.django_db(transaction=True)
def test_folder_of_an_earlier_edition_is_taken_in(transactional_db: None) -> None:
    world = example_world()
    change = world.published()
    mirrored(world.specification)
    for model in (GitObject, GitReference, GitPack):
        model.objects.all().delete()
    started_again()
    call_command("reconcile", "ysd")
    world.specification.refresh_from_db()
    assert verify(specification=world.specification) == []
    assert Rows(world.specification).commits.filter(name=change.published_revision).exists()
    rebuild_from_nothing(world.specification)
    assert world.published(COMPATIBLE).status == Status.PUBLISHED
