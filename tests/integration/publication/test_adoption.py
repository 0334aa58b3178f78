"""What a repository has more than the database is taken in as it was published, and nothing besides."""

from __future__ import annotations

from pathlib import Path

import pytest

from changes_app.publication.proof import verify
from changes_app.publication.reconciliation import reconcile
from specs_app.actions.synchronisation import sync
from specs_app.models import Specification
from specs_app.projection import verification
from specs_app.repository.commits import Author
from specs_app.repository.folder import Folder, repository_path
from specs_app.repository.mirror import bring_up
from specs_app.repository.references import of_change
from specs_app.repository.repository import Repository
from specs_app.repository.rows import Rows, stored
from tests.drivers import COMPATIBLE, World, example_world, mirrored
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
        git(folder.path, "update-ref", of_change(number), sha)
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
    assert stored(world.specification).ref(of_change(str(change.number))) == change.published_revision
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


def test_proof_while_something_is_published_is_clean(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    world = example_world()
    world.published()
    mirrored(world.specification)
    real, done = verification.rows_differ, list[World]()

    def meanwhile(*given: object) -> object:
        if not done:
            done.append(world)
            world.published(COMPATIBLE, title="Meanwhile")
            bring_up(world.specification)
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(verification, "rows_differ", meanwhile)
    assert verify(specification=world.specification) == []
    assert done


def test_proof_before_the_repository_follows_is_clean(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    world = example_world()
    mirrored(world.specification)
    real, done = verification.rows_differ, list[World]()

    def meanwhile(*given: object) -> object:
        if not done:
            done.append(world)
            world.published()
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(verification, "rows_differ", meanwhile)
    assert verify(specification=world.specification) == []


def test_reference_of_somebody_else_in_the_way_of_a_change_makes_room(transactional_db: None) -> None:
    world = example_world()
    path = mirrored(world.specification)
    change = world.approved()
    git(path, "update-ref", f"{of_change(str(change.number))}/x", "HEAD")
    git(path, "tag", "v9.9")
    done = world.published(COMPATIBLE, title="Another")
    assert reconcile(specification=world.specification).problems == []
    assert git(path, "rev-parse", "main") == done.published_revision
    assert git(path, "tag") == ""
    assert Rows(world.specification).refs("refs/changes").keys() == Folder(path).refs("refs/changes").keys()
