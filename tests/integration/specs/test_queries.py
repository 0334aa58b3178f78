"""Reads at the published and at earlier revisions; nothing else can be read."""

import threading
from pathlib import Path

import pytest
from django.utils import timezone

from specs_app import queries
from specs_app.access import PORTAL
from specs_app.actions.synchronisation import sync
from specs_app.documents import load
from specs_app.git_store import Author, GitStore, repository_path
from specs_app.kept import Kept
from specs_app.models import Specification
from tests.factories import SLUG, commit_all, example_repository, git, imported
from tests.recorded import as_before

pytestmark = pytest.mark.django_db


@pytest.fixture
def tiny() -> Specification:
    """Released as 1.0 before its import; changed upstream since."""
    as_before("released and changed", released_and_changed)
    return Specification.objects.get(slug=SLUG)


def released_and_changed(source: Path) -> None:
    example_repository(source)
    git(source, "tag", "v1.0")
    specification = imported(source)
    git(source, "pull", "-q", str(repository_path(SLUG)), "main")
    file = source / "data/objects/tin_person.yml"
    file.write_text(file.read_text().replace("Sex as recorded.", "Stated sex."))
    commit_all(source, "Reword")
    sync(specification=specification)


def described(published: queries.Published) -> str:
    return published.document.item_by_ref["PERS002A"][1].description


def test_at_gives_the_current_revision_without_a_version(tiny: Specification) -> None:
    published = queries.at(SLUG, viewer=PORTAL)
    assert (published.sha, published.is_current) == (tiny.published_revision, True)
    assert described(published) == "Stated sex."
    assert [problem.file for problem in published.problems if problem.rule == "yaml-syntax"] == [
        "data/categories/broken.yml"
    ]


def test_at_gives_earlier_revisions_by_release_tag_and_sha(tiny: Specification) -> None:
    release = tiny.releases.get()
    baseline = tiny.revisions.get(kind="baseline").sha
    for version in ("1.0", "v1.0", release.sha, release.sha[:7], baseline):
        published = queries.at(SLUG, version, viewer=PORTAL)
        assert described(published) == "Sex as recorded."
        assert not published.is_current


def unpublished(specification: Specification) -> str:
    who = Author("A", "a@example.org")
    with GitStore(repository_path(SLUG)) as store:
        sha = store.commit_tree(store.head(), {"x": b""}, author=who, committer=who, when=timezone.now(), message="x")
        store.set_ref("refs/changes/TIN-0001", sha)
    return sha


def test_at_refuses_a_commit_that_was_never_published(tiny: Specification) -> None:
    sha = unpublished(tiny)
    for version in (sha, sha[:8]):
        with pytest.raises(queries.NotPublished):
            queries.at(SLUG, version, viewer=PORTAL)


@pytest.mark.parametrize(
    "version",
    ["nothing", "HEAD", "main", "refs/changes/TIN-0001", "--all", "../x", "v1.0^", "0" * 40, "a" * 7, "x" * 5000, "\0", "v1.0\n"],
)  # fmt: skip
def test_at_refuses_what_names_no_version(tiny: Specification, version: str) -> None:
    with pytest.raises(queries.NotPublished):
        queries.at(SLUG, version, viewer=PORTAL)


@pytest.mark.parametrize("slug", ["nobody", "", "../tiny", "x" * 500, "\0"])
def test_at_refuses_what_names_no_specification(tiny: Specification, slug: str) -> None:
    with pytest.raises(queries.NotPublished):
        queries.at(slug, viewer=PORTAL)


def test_at_finds_a_tag_that_came_after_it_was_asked_for(tiny: Specification, tmp_path: Path) -> None:
    with pytest.raises(queries.NotPublished):
        queries.at(SLUG, "v1.1", viewer=PORTAL)
    git(repository_path(SLUG), "tag", "v1.1", tiny.published_revision)
    assert queries.at(SLUG, "v1.1", viewer=PORTAL).is_current


def test_a_kept_document_costs_no_git_and_one_query(
    tiny: Specification, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: object
) -> None:
    queries.at(SLUG, viewer=PORTAL)
    monkeypatch.setattr(GitStore, "_run", None)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert queries.at(SLUG, viewer=PORTAL).document.objects
    assert load(SLUG, tiny.published_revision) is load(SLUG, tiny.published_revision)


def test_kept_holds_the_values_used_last() -> None:
    kept: Kept[int, object] = Kept(2)
    first = kept.get(1, object)
    kept.get(2, object)
    assert kept.get(1, object) is first
    second = kept.get(2, object)
    kept.get(3, object)
    assert kept.get(2, object) is second
    assert kept.get(1, object) is not first


def test_kept_gives_all_threads_one_value() -> None:
    kept: Kept[int, object] = Kept(4)
    barrier = threading.Barrier(8)
    seen: list[object] = []

    def ask() -> None:
        barrier.wait()
        seen.append(kept.get(1, object))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(value) for value in seen}) == 1


def test_kept_keeps_no_failure() -> None:
    kept: Kept[int, int] = Kept(4)
    with pytest.raises(ZeroDivisionError):
        kept.get(1, lambda: 1 // 0)
    assert kept.get(1, lambda: 5) == 5
