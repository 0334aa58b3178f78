"""The gateway to Git, on real repositories."""

import subprocess
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from specs_app.repository.loose import loose_path
from specs_app.repository.objects import unsafe_path
from specs_app.repository.soundness import lost
from specs_app.repository.store import Author, GitError, GitStore, NoSuchCommit, RefMoved, repository_path

WHEN = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
ADA = Author("Ada Example", "ada@example.org")


def git(folder: Path, *arguments: str, stdin: bytes = b"") -> str:
    command = ["git", "-c", "user.name=Up", "-c", "user.email=up@example.org", *arguments]
    return subprocess.run(command, cwd=folder, input=stdin, capture_output=True, check=True).stdout.decode().strip()


def commit(store: GitStore, parent: str = "", message: str = "Start", **changes: bytes | None) -> str:
    files = {name.replace("__", "/"): data for name, data in changes.items()}
    return store.commit_tree(parent, files, author=ADA, committer=ADA, when=WHEN, message=message)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[GitStore]:
    with GitStore.create(tmp_path / "a.git", "main") as opened:
        yield opened


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


def test_commit_tree_moves_nothing_and_repeats_exactly(store: GitStore) -> None:
    first = commit(store, a__b=b"x\n", c=b"y")
    assert commit(store, a__b=b"x\n", c=b"y") == first
    assert store.head() == ""
    assert dict(store.snapshot(first).files) == {"a/b": b"x\n", "c": b"y"}


def test_commit_tree_changes_only_what_is_named(store: GitStore) -> None:
    first = commit(store, a=b"1", b=b"2", folder__c=b"3")
    second = commit(store, first, a=b"one", b=None)
    assert dict(store.snapshot(second).files) == {"a": b"one", "folder/c": b"3"}
    assert store.commit(second).parents == (first,)


def test_commit_tree_keeps_the_mode_of_a_file(store: GitStore, upstream: Path) -> None:
    git(upstream, "update-index", "--chmod=+x", "a.yml")
    git(upstream, "commit", "-q", "-m", "Executable")
    head = store.fetch(str(upstream), "trunk")
    changed = commit(store, head, **{"a.yml": b"a: 2\n"})
    assert git(store.path, "ls-tree", changed).startswith("100755 blob")


@pytest.mark.parametrize(
    "path", ["../x", "/etc/passwd", ".git/config", "a/.GIT/x", "a//b", "a\nb", "a\\b", "", "./a", "a/.git. /b"]
)
def test_commit_tree_refuses_a_hostile_path(store: GitStore, path: str) -> None:
    assert unsafe_path(path.encode())
    with pytest.raises(GitError, match="cannot be called"):
        store.commit_tree("", {path: b"x"}, author=ADA, committer=ADA, when=WHEN, message="m")


def test_commit_tree_keeps_awkward_but_harmless_names(store: GitStore) -> None:
    names = ['say "hi".yml', "--upload-pack=x", "käse.yml", " leading", "-"]
    sha = store.commit_tree("", dict.fromkeys(names, b"1"), author=ADA, committer=ADA, when=WHEN, message="m")
    assert set(store.snapshot(sha).files) == set(names)


def test_commit_tree_takes_hostile_identities_and_messages_as_text(store: GitStore) -> None:
    author = Author("Eve <root@x>\nparent 0000", "e v<e>\n@example.org")
    message = (
        "Subject\n\nfrom nowhere\nM 100644 inline evil\ndata 3\n" + "long " * 100_000 + "\n\nChange-Id: SSD-0001\n"
    )
    sha = store.commit_tree("", {"a": b"1"}, author=author, committer=ADA, when=WHEN, message=message)
    read = store.commit(sha)
    assert read.author == Author("Eve  root@x  parent 0000", "eve@example.org")
    assert (read.subject, read.trailer("Change-Id"), read.when) == ("Subject", "SSD-0001", WHEN)
    assert list(store.snapshot(sha).files) == ["a"]


def test_advance_is_compare_and_swap(store: GitStore) -> None:
    first = commit(store, a=b"1")
    store.advance(first, "")
    second, third = commit(store, first, a=b"2"), commit(store, first, a=b"3")
    store.advance(second, first)
    with pytest.raises(RefMoved):
        store.advance(third, first)
    with pytest.raises(RefMoved):
        store.set_ref("refs/heads/main", third)
    assert store.head() == second


@pytest.mark.parametrize(
    "name", ["main", "refs/heads/../x", "refs/heads/-x", "refs/heads/a b", "refs/heads/x.lock", "refs/x\n/y", "-d"]
)
def test_set_ref_refuses_a_hostile_name(store: GitStore, name: str) -> None:
    with pytest.raises(GitError, match="no name for"):
        store.set_ref(name, commit(store, a=b"1"))


def test_resolve_knows_tags_and_digits_and_nothing_else(store: GitStore, upstream: Path) -> None:
    head = store.fetch(str(upstream), "trunk")
    git(upstream, "tag", "-a", "-m", "annotated", "v2")
    store.fetch(str(upstream), "trunk")
    assert store.tags() == {"v1": head, "v2": head}
    assert [store.resolve(text) for text in (head, head[:7], "v1", "v2")] == [head] * 4
    tree = store.tree_of(head)
    for text in (tree, head[:6], "HEAD", "refs/upstream/trunk", "v1~0", "--all", "", "x" * 1000, f"{head}^", "0" * 40):
        with pytest.raises(NoSuchCommit):
            store.resolve(text)


def test_log_reads_messages_newest_first(store: GitStore) -> None:
    first = commit(store, message="One\n\nChange-Id: SSD-0010", a=b"1")
    second = commit(store, first, message="Two\n\nwhy\n\nChange-Id: SSD-001\nApproved-by: A\nApproved-by: B", a=b"2")
    third = commit(store, second, message="Three\n\nChange-Id: SSD-0019 is named in prose", a=b"3")
    store.advance(third, "")
    assert [entry.subject for entry in store.log(third, first)] == ["Three", "Two"]
    assert store.commit(second).trailers[1:] == (("Approved-by", "A"), ("Approved-by", "B"))


def test_trailers_are_read_as_git_reads_them(store: GitStore) -> None:
    sha = commit(store, message="One\n\nChange-Id: SSD-0010\u2028Approved-by: Nobody\x85Approved-by: Nobody\n")
    assert [key for key, _ in store.commit(sha).trailers] == ["Change-Id"]


def test_is_ancestor(store: GitStore) -> None:
    first = commit(store, a=b"1")
    second, other = commit(store, first, a=b"2"), commit(store, first, a=b"3")
    assert store.is_ancestor(first, second)
    assert store.is_ancestor(first, first)
    assert not store.is_ancestor(second, first)
    assert not store.is_ancestor(other, second)
    assert not store.is_ancestor("1" * 40, second)


def test_fetch_keeps_a_tag_that_moved_upstream_and_publishes_nothing(store: GitStore, upstream: Path) -> None:
    first = store.fetch(str(upstream), "trunk")
    git(upstream, "commit", "-q", "--allow-empty", "-m", "More")
    git(upstream, "tag", "-f", "v1")
    second = store.fetch(str(upstream), "trunk")
    assert second != first
    assert store.tags() == {"v1": first}
    assert store.head() == ""
    assert store.default_branch(str(upstream)) == "trunk"


def test_fetch_refuses_a_shallow_clone_by_name(store: GitStore, upstream: Path, tmp_path: Path) -> None:
    git(upstream, "commit", "-q", "--allow-empty", "-m", "More")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{upstream}", "shallow")
    with pytest.raises(GitError) as caught:
        store.fetch(str(tmp_path / "shallow"), "trunk")
    assert "shallow clone" in caught.value.remedy
    git(tmp_path / "shallow", "fetch", "-q", "--unshallow")
    assert store.fetch(str(tmp_path / "shallow"), "trunk") == git(upstream, "rev-parse", "HEAD")


@pytest.mark.parametrize("source", ["ext::sh -c 'touch {mark}'", "--upload-pack=touch {mark}", "/nowhere/at/all"])
def test_fetch_runs_nothing_and_explains(store: GitStore, tmp_path: Path, source: str) -> None:
    mark = tmp_path / "mark"
    with pytest.raises(GitError) as caught:
        store.fetch(source.format(mark=mark), "main")
    assert not mark.exists()
    assert caught.value.remedy


def test_snapshot_follows_no_link_and_no_submodule(store: GitStore) -> None:
    blob = git(store.path, "hash-object", "-w", "--stdin", stdin=b"/etc/passwd")
    rows = f"120000 blob {blob}\tlink.yml\n160000 commit {'1' * 40}\tsub\n"
    rows += f"100644 blob {blob}\tplain.yml\n100644 blob {blob}\tx.png\n"
    tree = git(store.path, "mktree", "--missing", stdin=rows.encode())
    sha = git(store.path, "commit-tree", tree, "-m", "hostile")
    snapshot = store.snapshot(sha)
    assert dict(snapshot.files) == {"plain.yml": b"/etc/passwd"}
    assert [(entry.file, entry.rule) for entry in snapshot.problems] == [
        ("link.yml", "unusable-file"),
        ("sub", "unusable-file"),
    ]


def test_opening_what_is_no_repository_is_explained(tmp_path: Path) -> None:
    with pytest.raises(GitError, match="no Git repository"):
        GitStore(tmp_path / "nothing.git")


@pytest.mark.parametrize("slug", ["", "../x", "a/b", "UPPER", "-x", "x" * 64, "a.git", "ssd\n"])
def test_repository_path_refuses_a_hostile_slug(slug: str) -> None:
    with pytest.raises(GitError, match="no name for a specification"):
        repository_path(slug)


@pytest.mark.parametrize("slug", ["account", "accounts", "admin", "api", "static"])
def test_repository_path_of_an_address_of_the_portal_is_refused(slug: str) -> None:
    with pytest.raises(GitError, match="no name for a specification"):
        repository_path(slug)


@pytest.mark.parametrize("torn", [b"", b"x\x01", zlib.compress(b"blob 5\0other")])
def test_torn_object_is_an_error_until_it_is_written_again(store: GitStore, torn: bytes) -> None:
    first = commit(store, a=b"1", b=b"2")
    name = store.write_object(b"blob", b"1")
    path = loose_path(store.path, name)
    path.chmod(0o644)
    path.write_bytes(torn)
    with pytest.raises(GitError, match="cannot be read"):
        store.read_object(name)
    assert [part.path for part in lost(store.read_typed, first, set())] == ["a"]
    assert store.write_object(b"blob", b"1") == name
    assert store.read_object(name) == b"1"
    assert lost(store.read_typed, first, set()) == []


def test_reading_goes_on_after_a_torn_object(store: GitStore, upstream: Path) -> None:
    head = store.fetch(str(upstream), "trunk")
    git(store.path, "repack", "-adq")
    tree = store.tree_of(head)
    torn = store.write_object(b"blob", b"torn")
    loose_path(store.path, torn).unlink()
    for _ in range(2):
        assert store.read_object(tree)
        with pytest.raises(GitError, match="cannot be read"):
            store.read_object(torn)
        assert store.has(head)
        assert not store.has(torn)


def test_torn_object_beside_its_packed_copy_does_no_harm(store: GitStore, upstream: Path) -> None:
    head = store.fetch(str(upstream), "trunk")
    git(store.path, "repack", "-adq")
    path = loose_path(store.path, head)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"")
    assert store.read_object(head)
    assert lost(store.read_typed, head, set()) == []


def test_lost_names_each_part_and_where_it_is_missed(store: GitStore) -> None:
    first = commit(store, folder__a=b"1", b=b"2")
    second = commit(store, first, b=b"3")
    names = [git(store.path, "rev-parse", name) for name in (f"{first}:folder", f"{second}:b")]
    for name in (*names, first):
        loose_path(store.path, name).unlink()
    missing = {str(part).partition(" (")[0] for part in lost(store.read_typed, second, set())}
    assert missing == {
        f"folder folder of commit {second[:12]}",
        f"file b of commit {second[:12]}",
        f"commit {first[:12]}",
    }
