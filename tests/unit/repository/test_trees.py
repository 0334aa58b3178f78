"""Trees written by the portal beside those that Git's own index makes of the same changes."""

import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from specs_app.repository.commits import Author
from specs_app.repository.folder import Folder
from specs_app.repository.repository import Repository

ADA = Author("Ada Example", "ada@example.org")
# Names that sort otherwise as files than as folders.
NAMES = st.sampled_from(["a", "a-b", "a.b", "a0", "b", "é"])
PATHS = st.lists(NAMES, min_size=1, max_size=3).map("/".join)
CHANGES = st.dictionaries(PATHS, st.one_of(st.none(), st.binary(max_size=3)), max_size=6)


def git(store: Folder, *arguments: str, stdin: bytes = b"") -> str:
    command = ["git", f"--git-dir={store.path}", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, check=True).stdout.decode().strip()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Folder]:
    with Folder.create(tmp_path / "a.git") as opened:
        yield opened


def made(store: Folder, parent: str, changes: dict[str, bytes | None]) -> str:
    return Repository(store).commit_tree(
        parent, changes, author=ADA, committer=ADA, when=datetime(2026, 11, 21, tzinfo=UTC), message="Change\n"
    )


def by_import(store: Folder, parent: str, changes: dict[str, bytes | None]) -> str:
    """The tree that ``git fast-import`` makes of the changes, taken in the order of their paths."""
    head = b"commit refs/bare\ncommitter A <a@b.c> 0 +0000\ndata 0\n" + (f"from {parent}\n".encode() if parent else b"")
    lines = [
        b'D "%s"\n' % path.encode()
        if data is None
        else b'M 644 inline "%s"\ndata %d\n%s\n' % (path.encode(), len(data), data)
        for path, data in sorted(changes.items(), key=lambda change: change[0].encode())
    ]
    git(store, "fast-import", "--quiet", "--force", stdin=head + b"".join(lines))
    return git(store, "rev-parse", "refs/bare^{tree}")


@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(first=CHANGES, second=CHANGES)
def test_commit_tree_makes_the_trees_that_git_makes(
    store: Folder, first: dict[str, bytes | None], second: dict[str, bytes | None]
) -> None:
    parent = made(store, "", first)
    assert Repository(store).tree_of(parent) == by_import(store, "", first)
    assert Repository(store).tree_of(made(store, parent, second)) == by_import(store, parent, second)


def test_commit_tree_leaves_a_repository_that_git_finds_sound(store: Folder) -> None:
    first = made(store, "", {"a": b"1", "a.md": b"2", "a0/x": b"3", "b/c/d": b"4"})
    second = made(store, first, {"a": None, "a/b": b"5", "b/c/d": None, "é": b"6"})
    assert git(store, "fsck", "--strict", "--no-dangling", second) == ""
    assert dict(Repository(store).snapshot(second).files) == {"a/b": b"5", "a.md": b"2", "a0/x": b"3", "é": b"6"}


def test_a_file_never_becomes_the_contents_of_a_link(store: Folder) -> None:
    target = git(store, "hash-object", "-w", "--stdin", stdin=b"/etc/passwd")
    tree = git(store, "mktree", stdin=f"120000 blob {target}\tlink.yml\n".encode())
    parent = git(store, "-c", "user.name=A", "-c", "user.email=a@b.c", "commit-tree", tree, "-m", "Link")
    found = made(store, parent, {"link.yml": b"a: 1\n"})
    assert Repository(store).snapshot(found).files["link.yml"] == b"a: 1\n"
