"""Repositories in folders, beside what Git says of them."""

import subprocess
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from specs_app.repository import remotes
from specs_app.repository.commits import Author
from specs_app.repository.folder import Folder, repository_path
from specs_app.repository.loose import loose_path
from specs_app.repository.objects import NO_COMMIT, GitError, Stored, unsafe_path
from specs_app.repository.repository import Repository

WHEN = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
ADA = Author("Ada Example", "ada@example.org")


def git(folder: Path, *arguments: str, stdin: bytes = b"") -> str:
    command = ["git", "-c", "user.name=Up", "-c", "user.email=up@example.org", *arguments]
    return subprocess.run(command, cwd=folder, input=stdin, capture_output=True, check=True).stdout.decode().strip()


def commit(store: Repository, parent: str = "", message: str = "Start", **changes: bytes | None) -> str:
    files = {name.replace("__", "/"): data for name, data in changes.items()}
    return store.commit_tree(parent, files, author=ADA, committer=ADA, when=WHEN, message=message)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    with Folder.create(tmp_path / "a.git") as opened:
        yield opened


@pytest.fixture
def store(folder: Folder) -> Repository:
    return Repository(folder)


@pytest.fixture
def upstream(tmp_path: Path) -> Path:
    folder = tmp_path / "upstream"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "trunk")
    (folder / "a.yml").write_text("a: 1\n")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "Begin")
    git(folder, "tag", "v1")
    return folder


def test_commit_tree_moves_nothing_and_repeats_exactly(store: Repository) -> None:
    first = commit(store, a__b=b"x\n", c=b"y")
    assert commit(store, a__b=b"x\n", c=b"y") == first
    assert store.head() == ""
    assert dict(store.snapshot(first).files) == {"a/b": b"x\n", "c": b"y"}


def test_commit_tree_changes_only_what_is_named(store: Repository, folder: Folder) -> None:
    first = commit(store, a=b"1", b=b"2", folder__c=b"3")
    second = commit(store, first, a=b"one", b=None)
    assert dict(store.snapshot(second).files) == {"a": b"one", "folder/c": b"3"}
    assert store.commit(second).parents == (first,)


def test_commit_tree_keeps_the_mode_of_a_file(store: Repository, upstream: Path, folder: Folder) -> None:
    git(upstream, "update-index", "--chmod=+x", "a.yml")
    git(upstream, "commit", "-q", "-m", "Executable")
    head = remotes.fetch(folder, str(upstream), "trunk")
    changed = commit(store, head, **{"a.yml": b"a: 2\n"})
    assert git(folder.path, "ls-tree", changed).startswith("100755 blob")


@pytest.mark.parametrize(
    "path", ["../x", "/etc/passwd", ".git/config", "a/.GIT/x", "a//b", "a\nb", "a\\b", "", "./a", "a/.git. /b"]
)
def test_commit_tree_refuses_a_hostile_path(store: Repository, path: str) -> None:
    assert unsafe_path(path.encode())
    with pytest.raises(GitError, match="cannot be called"):
        store.commit_tree("", {path: b"x"}, author=ADA, committer=ADA, when=WHEN, message="m")


def test_commit_tree_keeps_awkward_but_harmless_names(store: Repository) -> None:
    names = ['say "hi".yml', "--upload-pack=x", "käse.yml", " leading", "-"]
    sha = store.commit_tree("", dict.fromkeys(names, b"1"), author=ADA, committer=ADA, when=WHEN, message="m")
    assert set(store.snapshot(sha).files) == set(names)


def test_commit_tree_takes_hostile_identities_and_messages_as_text(store: Repository) -> None:
    author = Author("Eve <root@x>\nparent 0000", "e v<e>\n@example.org")
    message = (
        "Subject\n\nfrom nowhere\nM 100644 inline evil\ndata 3\n" + "long " * 100_000 + "\n\nChange-Id: SSD-0001\n"
    )
    sha = store.commit_tree("", {"a": b"1"}, author=author, committer=ADA, when=WHEN, message=message)
    read = store.commit(sha)
    assert read.author == Author("Eve  root@x  parent 0000", "eve@example.org")
    assert (read.subject, read.body[-19:], read.when) == ("Subject", "Change-Id: SSD-0001", WHEN)
    assert list(store.snapshot(sha).files) == ["a"]


def advance(folder: Folder, new: str, old: str) -> None:
    folder.move_refs({"refs/heads/main": (old or NO_COMMIT, new)})


def test_references_move_together_from_where_they_are_believed_to_be(store: Repository, folder: Folder) -> None:
    first = commit(store, a=b"1")
    folder.move_refs({"refs/heads/main": (NO_COMMIT, first), "refs/changes/A-1": (NO_COMMIT, first)})
    second, third = commit(store, first, a=b"2"), commit(store, first, a=b"3")
    with pytest.raises(GitError):
        folder.move_refs({"refs/changes/A-1": (first, second), "refs/heads/main": (second, third)})
    assert set(folder.refs().values()) == {first} == {store.head()}
    folder.move_refs({"refs/changes/A-1": (first, NO_COMMIT), "refs/heads/main": (first, second)})
    assert folder.refs() == {"refs/heads/main": second}


@pytest.mark.parametrize(
    "name", ["main", "refs/heads/../x", "refs/heads/-x", "refs/heads/a b", "refs/heads/x.lock", "refs/x\n/y", "-d"]
)
def test_branch_of_a_hostile_name_is_refused(folder: Folder, name: str) -> None:
    with pytest.raises(GitError, match="no name for"):
        folder.name_branch(name.removeprefix("refs/heads/") + "\n")


def test_log_reads_messages_newest_first(store: Repository, folder: Folder) -> None:
    first = commit(store, message="One\n\nChange-Id: SSD-0010", a=b"1")
    second = commit(store, first, message="Two\n\nwhy\n\nChange-Id: SSD-001\nApproved-by: A\nApproved-by: B", a=b"2")
    third = commit(store, second, message="Three\n\nChange-Id: SSD-0019 is named in prose", a=b"3")
    advance(folder, third, "")
    assert [entry.subject for entry in store.log(third, first)] == ["Three", "Two"]


def test_is_ancestor(store: Repository) -> None:
    first = commit(store, a=b"1")
    second, other = commit(store, first, a=b"2"), commit(store, first, a=b"3")
    assert store.is_ancestor(first, second)
    assert store.is_ancestor(first, first)
    assert not store.is_ancestor(second, first)
    assert not store.is_ancestor(other, second)
    assert not store.is_ancestor("1" * 40, second)


def test_fetch_brings_branch_and_tags_as_they_are_now_and_publishes_nothing(
    store: Repository, upstream: Path, folder: Folder
) -> None:
    first = remotes.fetch(folder, str(upstream), "trunk")
    assert folder.refs() == {"refs/upstream/trunk": first, "refs/upstream-tags/v1": first}
    git(upstream, "commit", "-q", "--allow-empty", "-m", "More")
    git(upstream, "tag", "-d", "v1")
    git(upstream, "tag", "v1/a")
    second = remotes.fetch(folder, str(upstream), "trunk")
    assert second != first
    assert folder.refs() == {"refs/upstream/trunk": second, "refs/upstream-tags/v1/a": second}
    assert (store.tags(), store.head()) == ({}, "")
    assert remotes.default_branch(folder, str(upstream)) == "trunk"


def test_fetch_refuses_a_shallow_clone_by_name(
    store: Repository, upstream: Path, tmp_path: Path, folder: Folder
) -> None:
    git(upstream, "commit", "-q", "--allow-empty", "-m", "More")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{upstream}", "shallow")
    with pytest.raises(GitError) as caught:
        remotes.fetch(folder, str(tmp_path / "shallow"), "trunk")
    assert "shallow clone" in caught.value.remedy
    git(tmp_path / "shallow", "fetch", "-q", "--unshallow")
    assert remotes.fetch(folder, str(tmp_path / "shallow"), "trunk") == git(upstream, "rev-parse", "HEAD")


@pytest.mark.parametrize("source", ["ext::sh -c 'touch {mark}'", "--upload-pack=touch {mark}", "/nowhere/at/all"])
def test_fetch_runs_nothing_and_explains(store: Repository, tmp_path: Path, source: str, folder: Folder) -> None:
    mark = tmp_path / "mark"
    with pytest.raises(GitError) as caught:
        remotes.fetch(folder, source.format(mark=mark), "main")
    assert not mark.exists()
    assert caught.value.remedy


def test_snapshot_follows_no_link_and_no_submodule(store: Repository, folder: Folder) -> None:
    blob = git(folder.path, "hash-object", "-w", "--stdin", stdin=b"/etc/passwd")
    rows = f"120000 blob {blob}\tlink.yml\n160000 commit {'1' * 40}\tsub\n"
    rows += f"100644 blob {blob}\tplain.yml\n100644 blob {blob}\tx.png\n"
    tree = git(folder.path, "mktree", "--missing", stdin=rows.encode())
    sha = git(folder.path, "commit-tree", tree, "-m", "hostile")
    snapshot = store.snapshot(sha)
    assert dict(snapshot.files) == {"plain.yml": b"/etc/passwd"}
    assert [(entry.file, entry.rule) for entry in snapshot.problems] == [
        ("link.yml", "unusable-file"),
        ("sub", "unusable-file"),
    ]


def test_opening_what_is_no_repository_is_explained(tmp_path: Path) -> None:
    with pytest.raises(GitError, match="no Git repository"):
        Folder(tmp_path / "nothing.git")


@pytest.mark.parametrize("slug", ["", "../x", "a/b", "UPPER", "-x", "x" * 64, "a.git", "ssd\n"])
def test_repository_path_refuses_a_hostile_slug(slug: str) -> None:
    with pytest.raises(GitError, match="no name for a specification"):
        repository_path(slug)


@pytest.mark.parametrize("slug", ["account", "accounts", "admin", "api", "static"])
def test_repository_path_of_an_address_of_the_portal_is_refused(slug: str) -> None:
    with pytest.raises(GitError, match="no name for a specification"):
        repository_path(slug)


@pytest.mark.parametrize("torn", [b"", b"x\x01", zlib.compress(b"blob 5\0other")])
def test_torn_object_is_lost_until_it_is_written_again(store: Repository, folder: Folder, torn: bytes) -> None:
    first = commit(store, a=b"1", b=b"2")
    blob = Stored("blob", b"1")
    path = loose_path(folder.path, blob.name)
    path.chmod(0o644)
    path.write_bytes(torn)
    assert folder.read([blob.name]) == {}
    with pytest.raises(GitError, match="cannot be read"):
        store.snapshot(first)
    assert any(blob.name in line for line in folder_faults(folder, first))
    folder.add({blob.name: blob})
    assert store.snapshot(first).files["a"] == b"1"
    assert folder_faults(folder, first) == []


def folder_faults(folder: Folder, sha: str) -> list[str]:
    if not folder.refs():
        folder.move_refs({"refs/heads/main": (NO_COMMIT, sha)})
    return folder.faults()


def test_reading_goes_on_after_a_torn_object(store: Repository, folder: Folder, upstream: Path) -> None:
    head = remotes.fetch(folder, str(upstream), "trunk")
    git(folder.path, "repack", "-adq")
    tree, torn = store.tree_of(head), Stored("blob", b"torn")
    for _ in range(2):
        assert folder.read([tree, torn.name]).keys() == {tree}
        assert folder.has(head)
        assert not folder.has(torn.name)


def test_torn_object_beside_its_packed_copy_does_no_harm(store: Repository, folder: Folder, upstream: Path) -> None:
    head = remotes.fetch(folder, str(upstream), "trunk")
    git(folder.path, "repack", "-adq")
    path = loose_path(folder.path, head)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"")
    assert store.read_object(head)


MESSAGES = (
    "One line",
    "Two\nlines of a subject\n\nand a body\n\n\nwith more  \n",
    "\n\n  Blank before  \n \t\n body\n",
    "Subject alone\n\n",
    "é “quoted”\r\n\r\nbody\r\n",
    "",
)


@pytest.mark.parametrize("message", MESSAGES)
@pytest.mark.parametrize("encoding", ["", "ISO-8859-1"])
def test_commit_is_read_as_git_reads_it(store: Repository, folder: Folder, message: str, encoding: str) -> None:
    tree = git(folder.path, "mktree")
    text = message.encode(encoding or "utf-8", "replace")
    person = "Ada <Ex> Ample <ada@example.org> 1700000000 +0130".replace("<Ex> ", "")
    head = f"tree {tree}\nauthor {person}\ncommitter B. <b@example.org> 1700000001 -0800\n".encode()
    data = head + (f"encoding {encoding}\n".encode() if encoding else b"") + b"\n" + text
    sha = git(folder.path, "hash-object", "-t", "commit", "-w", "--stdin", stdin=data)
    form = "%an%x00%ae%x00%at%x00%cn%x00%ct%x00%s%x00%b"
    said = git(folder.path, "log", "-1", "--encoding=UTF-8", f"--format={form}", sha).split("\0")
    read = store.commit(sha)
    moments = [str(int(when.timestamp())) for when in (read.authored_at, read.when)]
    found = [read.author.name, read.author.email, moments[0], read.committer, moments[1], read.subject, read.body]
    assert [" ".join(part.split()) for part in found] == [" ".join(part.split()) for part in said]


def test_history_is_walked_as_git_walks_it(store: Repository, folder: Folder) -> None:
    root = commit(store, a=b"0")
    left, right = commit(store, root, a=b"1"), commit(store, root, b=b"1")
    tree = git(folder.path, "rev-parse", f"{left}^{{tree}}")
    merge = git(folder.path, "commit-tree", tree, "-p", left, "-p", right, "-m", "Join")
    top = commit(store, merge, c=b"1")
    found = [entry.sha for entry in store.log(top)]
    assert set(found) == set(git(folder.path, "rev-list", top).split())
    assert all(found.index(sha) < found.index(parent) for sha in found for parent in store.commit(sha).parents)
    assert [entry.sha for entry in store.log(top, left)] == [top, merge, right]
    assert [entry.sha for entry in store.log(top, first_parent=True)] == [top, merge, left, root]
    assert store.is_ancestor(right, top)
