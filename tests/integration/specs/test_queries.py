"""Reads at the published and at earlier revisions; nothing else can be read."""

from pathlib import Path

import pytest
from django.utils import timezone

from specs_app import queries
from specs_app.access import PORTAL
from specs_app.actions.synchronisation import sync
from specs_app.models import Specification
from specs_app.repository.commits import Author
from specs_app.repository.folder import Folder, repository_path
from specs_app.repository.objects import NO_COMMIT
from specs_app.repository.repository import Repository
from specs_app.versions.loading import load
from specs_app.versions.resolve import NotPublished
from specs_app.versions.version import Version
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
    specification = imported(source, title="Tiny")
    git(source, "pull", "-q", str(repository_path(SLUG)), "main")
    file = source / "data/objects/tin_person.yml"
    file.write_text(file.read_text().replace("Sex as recorded.", "Stated sex."))
    commit_all(source, "Reword")
    sync(specification=specification)


def described(version: Version) -> str:
    return version.document.item_by_ref["PERS002A"][1].description


def test_at_gives_the_current_revision_without_a_version(tiny: Specification) -> None:
    found, version = queries.at(SLUG, viewer=PORTAL)
    assert (found, version.sha) == (tiny, tiny.published_revision)
    assert described(version) == "Stated sex."
    assert [problem.file for problem in version.problems if problem.rule == "yaml-syntax"] == [
        "data/categories/broken.yml"
    ]


def test_at_gives_earlier_revisions_by_release_tag_and_sha(tiny: Specification) -> None:
    release = tiny.releases.get()
    baseline = tiny.revisions.get(kind="baseline").sha
    for name in ("1.0", "v1.0", release.sha, release.sha[:7], baseline):
        found, version = queries.at(SLUG, name, viewer=PORTAL)
        assert described(version) == "Sex as recorded."
        assert version.sha != found.published_revision


def unpublished(specification: Specification) -> str:
    who = Author("A", "a@example.org")
    with Folder(repository_path(SLUG)) as folder:
        store = Repository(folder)
        sha = store.commit_tree(store.head(), {"x": b""}, author=who, committer=who, when=timezone.now(), message="x")
        folder.move_refs({"refs/changes/TIN-0001": (NO_COMMIT, sha)})
    return sha


def test_at_refuses_a_commit_that_was_never_published(tiny: Specification) -> None:
    sha = unpublished(tiny)
    for version in (sha, sha[:8]):
        with pytest.raises(NotPublished):
            queries.at(SLUG, version, viewer=PORTAL)


@pytest.mark.parametrize(
    "version",
    [
        "nothing",
        "HEAD",
        "main",
        "refs/changes/TIN-0001",
        "--all",
        "../x",
        "v1.0^",
        "0" * 40,
        "a" * 7,
        "x" * 5000,
        "\0",
        "v1.0\n",
    ],
)
def test_at_refuses_what_names_no_version(tiny: Specification, version: str) -> None:
    with pytest.raises(NotPublished):
        queries.at(SLUG, version, viewer=PORTAL)


@pytest.mark.parametrize("slug", ["nobody", "", "../tiny", "x" * 500, "\0"])
def test_at_refuses_what_names_no_specification(tiny: Specification, slug: str) -> None:
    with pytest.raises(NotPublished):
        queries.at(slug, viewer=PORTAL)


def test_a_kept_document_costs_one_query(tiny: Specification, django_assert_num_queries: object) -> None:
    queries.at(SLUG, viewer=PORTAL)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert queries.at(SLUG, viewer=PORTAL)[1].document.objects
    assert load(tiny, tiny.published_revision) is load(tiny, tiny.published_revision)
