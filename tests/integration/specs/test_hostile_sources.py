"""Sources that nobody would make on purpose, and some that somebody would: nothing is shown that was not taken."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from django.test import Client

from specs_app.actions.revisions import record
from specs_app.actions.synchronisation import sync
from specs_app.models import Specification
from specs_app.projection.verification import verify
from specs_app.repository import remotes
from specs_app.repository.folder import repository_path
from specs_app.repository.mirror import bring_up
from specs_app.repository.objects import MAX_DEPTH, GitError
from specs_app.repository.references import QUARANTINED
from specs_app.repository.rows import Rows, stored
from tests.factories import SLUG, commit_all, git

pytestmark = pytest.mark.django_db
PERSON = "data/objects/tin_person.yml"


def commit(source: Path, subject: str, path: str, text: str) -> str:
    file = source / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    commit_all(source, subject)
    return git(source, "rev-parse", "HEAD")


def made_by_hand(source: Path, tree: str, parent: str, person: str = "Up <up@example.org> 1700000000 +0000") -> str:
    """A commit as its bytes are given, on the branch."""
    data = f"tree {tree}\nparent {parent}\nauthor {person}\ncommitter {person}\n\nBy hand\n".encode()
    command = ["git", "-C", str(source), "hash-object", "-t", "commit", "-w", "--stdin", "--literally"]
    sha = subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode().strip()
    git(source, "reset", "-q", "--hard", sha)
    return sha


def whole(specification: Specification) -> None:
    """Database and repository say the same, and the repository can be made again from the database."""
    specification.refresh_from_db()
    assert bring_up(specification, thorough=True).problems == []
    specification.refresh_from_db()
    assert verify(specification=specification) == []
    path = repository_path(SLUG)
    path.rename(path.with_suffix(".gone"))
    assert bring_up(specification, thorough=True).problems == []


def test_commits_of_a_merged_branch_that_could_not_be_taken_are_no_published_versions(
    tiny: Specification, source: Path, client: Client
) -> None:
    """What the line of the source would be quarantined for, a branch beside it is too, with all that holds or only leads to it."""
    settings = (source / "specification.yml").read_text()
    person = (source / PERSON).read_text()
    git(source, "switch", "-q", "-c", "beside")
    begun = commit(source, "Write more", "more.md", "More.\n")
    lax = commit(source, "Make it easier", "specification.yml", f"{settings}public_comments: true\n")
    later = commit(source, "On top of it", "notes.md", "Noted.\n")
    taken_back = commit(source, "Take it back", "specification.yml", settings)
    git(source, "switch", "-q", "-c", "another", begun)
    broken = commit(source, "Break", PERSON, "nodes: [broken")
    commit(source, "Mend", PERSON, person)
    git(source, "switch", "-q", "-c", "third", "main")
    good = commit(source, "Write other words", "other.md", "Other.\n")
    git(source, "switch", "-q", "main")
    git(source, "merge", "-q", "--no-ff", "-m", "Merge", "beside", "another", "third")
    git(source, "tag", "v6.6", lax)
    merge = git(source, "rev-parse", "HEAD")
    report = sync(specification=tiny)
    assert (report.state, report.taken) == ("current", [merge])
    asked = (lax, later, taken_back, broken, good, merge)
    assert [client.get(f"/{SLUG}/?at={sha}").status_code for sha in asked] == [404, 404, 404, 404, 200, 200]
    assert client.get(f"/{SLUG}/?at=v6.6").status_code == 404
    assert len(stored(tiny).refs(QUARANTINED)) == 6
    whole(tiny)


def test_branch_that_a_quarantined_merge_brought_is_set_aside_with_it(tiny: Specification, source: Path) -> None:
    sound = (source / PERSON).read_text()
    git(source, "switch", "-q", "-c", "beside")
    brought = commit(source, "Write more", "more.md", "More.\n")
    git(source, "switch", "-q", "main")
    git(source, "merge", "-q", "--no-ff", "--no-commit", "beside")
    commit(source, "Merge and break", PERSON, "nodes: [broken")
    mended = commit(source, "Mend", PERSON, sound)
    assert sync(specification=tiny).taken == [mended]
    assert not stored(tiny).has(brought)
    whole(tiny)


def test_descendant_of_a_quarantined_commit_is_not_published_by_a_merge(
    tiny: Specification, source: Path, client: Client
) -> None:
    settings = (source / "specification.yml").read_text()
    begun = git(source, "rev-parse", "HEAD")
    lax = commit(source, "Make it easier", "specification.yml", f"{settings}public_comments: true\n")
    assert sync(specification=tiny).state == "quarantined"
    later = commit(source, "On top of it", "notes.md", "Noted.\n")
    git(source, "branch", "-q", "beside")
    git(source, "reset", "-q", "--hard", begun)
    git(source, "merge", "-q", "--no-ff", "--no-commit", "beside")
    commit(source, "Merge without it", "specification.yml", settings)
    assert sync(specification=tiny).state == "current"
    assert [client.get(f"/{SLUG}/?at={sha}").status_code for sha in (lax, later)] == [404, 404]
    whole(tiny)


def test_tag_cannot_take_the_name_of_another_revision(tiny: Specification, source: Path, client: Client) -> None:
    first, begun = tiny.revisions.get(number=1).sha, tiny.published_revision
    title = "Title of the newest"
    commit(source, "State a title", "specification.yml", f"title: {title}\nprefix: TIN\ntable_prefix: tin_\n")
    for name in (first, f"v{begun}", f"v{first[:10]}"):
        git(source, "tag", name)
    assert sync(specification=tiny).state == "current"
    for sha in (first, begun):
        assert title not in client.get(f"/{SLUG}/?at={sha}").content.decode()
    whole(tiny)


def test_release_stays_where_it_was_taken_though_its_tag_moves_or_goes(tiny: Specification, source: Path) -> None:
    begun = git(source, "rev-parse", "HEAD")
    git(source, "tag", "v1.0")
    git(source, "tag", "-a", "-m", "Two", "v2.0")
    sync(specification=tiny)
    commit(source, "More", "more.md", "More.\n")
    git(source, "tag", "-f", "v1.0")
    git(source, "tag", "-d", "v2.0")
    sync(specification=tiny)
    assert dict(tiny.releases.values_list("tag", "sha")) == {"v1.0": begun, "v2.0": begun}
    assert git(repository_path(SLUG), "rev-parse", "v1.0", "v2.0^{commit}").split() == [begun, begun]
    whole(tiny)


def test_tag_that_became_a_folder_of_tags_stops_nothing(tiny: Specification, source: Path) -> None:
    git(source, "tag", "one")
    assert sync(specification=tiny).state == "current"
    git(source, "tag", "-d", "one")
    git(source, "tag", "one/a")
    sha = commit(source, "More", "more.md", "More.\n")
    git(source, "tag", "two")
    assert (sync(specification=tiny).state, tiny.published_revision) == ("current", sha)
    assert set(tiny.releases.values_list("tag", flat=True)) == {"one", "two"}
    assert sync(specification=tiny).state == "current"
    whole(tiny)


def test_fetch_that_was_not_taken_does_not_stand_in_the_way(
    tiny: Specification, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(source, "tag", "one")
    sync(specification=tiny)
    git(source, "tag", "-d", "one")
    git(source, "tag", "one/a")

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr("specs_app.actions.synchronisation._take", fail)
        with pytest.raises(RuntimeError):
            sync(specification=tiny)
    assert sync(specification=tiny).state == "current"
    whole(tiny)


def test_odd_tags_of_a_source_are_taken_as_they_are(tiny: Specification, source: Path) -> None:
    git(source, "tag", "größe/ä")
    git(source, "tag", "x" * 240)
    git(source, "tag", "blob", git(source, "rev-parse", "HEAD:README.md"))
    git(source, "tag", "tree", git(source, "rev-parse", "HEAD^{tree}"))
    git(source, "tag", "-a", "-m", "One", "one")
    git(source, "tag", "-a", "-m", "Of one", "of-one", "one")
    git(source, "tag", "-a", "-m", "Of a file", "of-blob", "blob")
    (source / ".git/refs/tags").joinpath("name\udcff").write_text(git(source, "rev-parse", "HEAD") + "\n")
    assert sync(specification=tiny).state == "current"
    assert set(tiny.releases.values_list("tag", flat=True)) == {"größe/ä", "x" * 240, "one", "of-one"}
    whole(tiny)


def test_commit_that_git_would_not_write_is_no_fault_of_the_repository(tiny: Specification, source: Path) -> None:
    tree, parent = git(source, "rev-parse", "HEAD^{tree}"), git(source, "rev-parse", "HEAD")
    sha = made_by_hand(source, tree, parent, "Nobody 1234 +0000")
    assert sync(specification=tiny).taken == [sha]
    whole(tiny)


def test_commit_that_cannot_be_read_is_quarantined_until_it_is_mended(tiny: Specification, source: Path) -> None:
    begun = git(source, "rev-parse", "HEAD")
    tree = git(source, "rev-parse", "HEAD^{tree}")
    for _ in range(MAX_DEPTH):
        command = ["git", "-C", str(source), "mktree", "-z"]
        lines = b"040000 tree %s\tdown\0" % tree.encode()
        tree = subprocess.run(command, input=lines, capture_output=True, check=True).stdout.decode().strip()
    deep = made_by_hand(source, tree, begun)
    report = sync(specification=tiny)
    assert (report.state, report.problems[0].rule, tiny.source_state) == (
        "quarantined",
        "unreadable-commit",
        "quarantined",
    )
    mended = made_by_hand(source, git(source, "rev-parse", f"{begun}^{{tree}}"), deep)
    report = sync(specification=tiny)
    assert (report.state, report.taken, report.problems) == ("current", [mended], [])
    assert not stored(tiny).has(deep)
    whole(tiny)


def test_tag_that_somebody_put_into_the_repository_is_no_release(tiny: Specification, source: Path) -> None:
    git(repository_path(SLUG), "tag", "v9.9", tiny.published_revision)
    assert any("v9.9" in line for line in verify(specification=tiny))
    sync(specification=tiny)
    assert not tiny.releases.exists()


def test_nobody_pushes_into_the_repository(tiny: Specification, source: Path) -> None:
    sha = commit(source, "More", "more.md", "More.\n")
    for name in ("refs/heads/main", "refs/heads/new", "refs/tags/v9.9", "refs/changes/TIN-0001"):
        with pytest.raises(subprocess.CalledProcessError) as refused:
            git(source, "push", "-q", str(repository_path(SLUG)), f"{sha}:{name}")
        assert b"hidden ref" in refused.value.stderr
    whole(tiny)


def test_references_in_the_way_of_others_make_room(tiny: Specification, source: Path) -> None:
    path, sha = repository_path(SLUG), tiny.published_revision
    git(source, "tag", "one")
    for name in ("refs/tags/one/x", "refs/portal/taken", "refs/upstream/main/x"):
        if name == "refs/upstream/main/x":
            git(path, "update-ref", "-d", "refs/upstream/main")
        git(path, "update-ref", name, sha)
    commit(source, "More", "more.md", "More.\n")
    assert sync(specification=tiny).state == "current"
    assert tiny.mirror_problem == ""
    whole(tiny)


def test_sync_takes_what_is_published_while_it_fetches(
    tiny: Specification, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A revision that came meanwhile is in the rows and not yet in the repository."""
    git(source, "tag", "new")
    real = remotes.fetch
    made: list[str] = []

    def fetch(*given: object) -> str:
        store, before = stored(tiny), tiny.published_revision
        who = store.commit(before).author
        sha = store.commit_tree(
            before, {"x.md": b"x"}, author=who, committer=who, when=store.commit(before).when, message="Meanwhile\n"
        )
        Rows(tiny).set_refs({"refs/changes/TIN-0001": sha})
        record(specification=Specification.objects.get(pk=tiny.pk), sha=sha, kind="change", change_number="TIN-0001")
        made.append(sha)
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(remotes, "fetch", fetch)
    report = sync(specification=tiny)
    assert (report.state, report.problems, tiny.published_revision) == ("current", [], made[0])


def test_whatever_stands_in_place_of_the_repository_is_said(tiny: Specification) -> None:
    path = repository_path(SLUG)
    path.rename(path.with_suffix(".gone"))
    path.write_bytes(b"A file.")
    with pytest.raises(GitError):
        bring_up(tiny)
    tiny.refresh_from_db()
    assert tiny.mirror_problem


def test_pack_that_is_damaged_is_found_and_stops_no_repository(tiny: Specification) -> None:
    pack = tiny.git_packs.first()
    assert pack is not None
    pack.data = bytes(pack.data)[:-30] + b"\0" * 30
    pack.save()
    assert any("pack" in line for line in verify(specification=tiny))
    path = repository_path(SLUG)
    path.rename(path.with_suffix(".gone"))
    bring_up(tiny, thorough=True)
    tiny.refresh_from_db()
    assert git(path, "rev-parse", "main") == tiny.published_revision
