"""What a repository has more than the database is taken in as it was published, and nothing besides."""

from __future__ import annotations

from pathlib import Path

import pytest

from changes_app.publication.proof import verify
from changes_app.publication.publisher import kept_at
from changes_app.publication.reconciliation import reconcile
from specs_app.actions.synchronisation import sync
from specs_app.models import Specification
from specs_app.repository.commits import Author
from specs_app.repository.folder import Folder, repository_path
from specs_app.repository.repository import Repository
from specs_app.repository.rows import stored
from tests.drivers import example_world, mirrored
from tests.factories import SLUG, commit_all, example_repository, git, imported

pytestmark = pytest.mark.django_db(transaction=True)
MALLORY = Author("Mallory", "m@example.org")


def pushed(slug: str, number: str) -> str:
    """A commit that somebody pushed into the repository, with a reference that calls it a change request's."""
    with Folder(repository_path(slug)) as folder:
        store, head = Repository(folder), folder.head()
        sha = store.commit_tree(
            head, {"x.md": b"x"}, author=MALLORY, committer=MALLORY, when=store.commit(head).when, message="Sneak\n"
        )
        git(folder.path, "update-ref", kept_at(number), sha)
        git(folder.path, "update-ref", "refs/heads/main", sha)
    return sha


def test_commit_that_takes_the_number_of_a_published_change_is_not_taken_in(transactional_db: None) -> None:
    world = example_world()
    change = world.published()
    path = mirrored(world.specification)
    sha = pushed("ysd", str(change.number))
    report = reconcile(specification=world.specification)
    assert report.adopted == []
    assert "did not make" in report.problems[0]
    assert stored(world.specification).ref(kept_at(str(change.number))) == change.published_revision
    assert not stored(world.specification).has(sha)
    git(path, "update-ref", "refs/heads/main", str(change.published_revision))
    assert reconcile(specification=world.specification).problems == []
    world.specification.refresh_from_db()
    assert verify(specification=world.specification) == []


def test_adoption_publishes_no_quarantined_commit(transactional_db: None, tmp_path: Path) -> None:
    source = example_repository(tmp_path / "source")
    specification = imported(source)
    git(source, "pull", "-q", str(repository_path(SLUG)), "main")
    person = source / "data/objects/tin_person.yml"
    sound = person.read_text()
    person.write_text("nodes: [broken")
    commit_all(source, "Break")
    bad = git(source, "rev-parse", "HEAD")
    person.write_text(sound)
    commit_all(source, "Mend")
    assert sync(specification=specification).state == "current"
    sha = pushed(SLUG, "TIN-0001")
    specification = Specification.objects.get(slug=SLUG)
    assert reconcile(specification=specification).adopted == [sha]
    assert not stored(specification).has(bad)
    specification.refresh_from_db()
    assert verify(specification=specification) == []
