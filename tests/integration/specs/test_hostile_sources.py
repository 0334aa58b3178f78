"""Sources that nobody would make on purpose, and some that somebody would: nothing is shown that was not taken."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from django.test import Client

from specs_app.actions.synchronisation import sync
from specs_app.models import Specification
from specs_app.projection.verification import verify
from specs_app.repository.folder import repository_path
from specs_app.repository.mirror import bring_up
from tests.factories import SLUG, commit_all, example_repository, git, imported

pytestmark = pytest.mark.django_db
PERSON = "data/objects/tin_person.yml"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return example_repository(tmp_path / "source")


@pytest.fixture
def tiny(source: Path) -> Specification:
    """A specification whose source has taken its baseline back."""
    specification = imported(source)
    git(source, "pull", "-q", str(repository_path(SLUG)), "main")
    return specification


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
