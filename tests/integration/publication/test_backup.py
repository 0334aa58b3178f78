"""Backup and restore as the operator guide says: a dump of the database and copies of the repositories, in an empty place.

That both dumps hold all is tried on both databases, with repositories of the same age, of a later one and of none; the other ages
are between the rows and a repository, whatever keeps the rows.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from specs_app.repository.folder import repository_path
from tests.drivers import COMPATIBLE, World, mirrored
from tests.factories import git

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(settings.BASE_DIR)
SQLITE_COPY = "import sqlite3, sys; a, b = map(sqlite3.connect, sys.argv[1:]); a.backup(b)"


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, timeout=120, check=False
    )


def test_guide_names_the_copy_that_is_tried() -> None:
    assert SQLITE_COPY in Path(ROOT, "docs", "operator.md").read_text(encoding="utf-8")


def done(*command: str, **environment: str) -> None:
    result = run(*command, **environment)
    assert result.returncode == 0, result.stderr


@dataclass(frozen=True)
class Restored:
    """A portal that was set up from copies: commands see its database and its repositories, and no others."""

    database_url: str
    repositories: Path

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return run(
            sys.executable,
            "manage.py",
            *arguments,
            DATABASE_URL=self.database_url,
            SPEC_REPO_ROOT=str(self.repositories),
            EMAIL_URL="dummymail://",
        )


class Place:
    """An empty place, and the steps of the guide that fill it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.repositories = folder / "repositories"
        self.repositories.mkdir(parents=True)
        values = connection.settings_dict
        self.name = f"{values['NAME']}_restored"
        self.server = f"postgres://{values['USER']}:{values['PASSWORD']}@{values['HOST']}:{values['PORT'] or 5432}"

    def dump_database(self) -> None:
        source = str(connection.settings_dict["NAME"])
        if connection.vendor == "sqlite":
            done(sys.executable, "-c", SQLITE_COPY, source, str(self.folder / "portal.sqlite3"))
        else:
            done("pg_dump", "--format=custom", f"--file={self.folder / 'portal.dump'}", f"{self.server}/{source}")

    def copy_repositories(self) -> None:
        for repository in repository_path("ysd").parent.glob("*.git"):
            done("git", "clone", "--quiet", "--mirror", str(repository), str(self.repositories / repository.name))

    def restore(self) -> Restored:
        if connection.vendor == "sqlite":
            return Restored(f"sqlite:///{self.folder / 'portal.sqlite3'}", self.repositories)
        url = f"{self.server}/{self.name}"
        done("createdb", f"--maintenance-db={self.server}/postgres", self.name)
        done("pg_restore", "--no-owner", f"--dbname={url}", str(self.folder / "portal.dump"))
        return Restored(url, self.repositories)

    def clear(self) -> None:
        if connection.vendor != "sqlite":
            done("dropdb", "--if-exists", "--force", f"--maintenance-db={self.server}/postgres", self.name)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    tools = ["git"] if connection.vendor == "sqlite" else ["git", "pg_dump", "pg_restore", "createdb", "dropdb"]
    if missing := [tool for tool in tools if shutil.which(tool) is None]:
        pytest.skip(f"not installed: {', '.join(missing)}")
    empty = Place(tmp_path / "elsewhere")
    empty.clear()
    yield empty
    empty.clear()


def test_restored_copy_is_whole(world: World, place: Place) -> None:
    change = world.published()
    mirrored(world.specification)
    world.published(COMPATIBLE, title="Not mirrored yet")
    place.dump_database()
    place.copy_repositories()
    shutil.rmtree(repository_path("ysd"))

    restored = place.restore()

    verified = restored.manage("verify_spec", "ysd")
    assert verified.returncode == 0, verified.stdout
    assert restored.manage("reconcile", "ysd").returncode == 0
    assert str(change.published_revision) in git(restored.repositories / "ysd.git", "rev-list", "main")


def test_database_alone_is_a_whole_copy(world: World, place: Place) -> None:
    change = world.published()
    place.dump_database()
    shutil.rmtree(repository_path("ysd"))

    restored = place.restore()

    assert restored.manage("verify_spec", "ysd").returncode == 1
    reconciled = restored.manage("reconcile", "ysd")
    assert reconciled.returncode == 0, reconciled.stderr
    verified = restored.manage("verify_spec", "ysd")
    assert verified.returncode == 0, verified.stdout
    assert git(restored.repositories / "ysd.git", "rev-parse", "main") == change.published_revision


def test_older_database_over_a_newer_repository_is_recognised_and_reconciled(world: World, place: Place) -> None:
    voted = world.in_review()
    place.dump_database()
    voted = world.vote_through(voted)
    unknown = world.published(COMPATIBLE, title="Begun after the dump")
    mirrored(world.specification)
    place.copy_repositories()

    restored = place.restore()

    before = restored.manage("verify_spec", "ysd")
    assert before.returncode == 1
    assert f"its head is {str(unknown.published_revision)[:12]}" in before.stdout
    assert "manage.py reconcile ysd" in before.stderr
    reconciled = restored.manage("reconcile", "ysd")
    assert reconciled.returncode == 0, reconciled.stderr
    assert "2 taken in" in reconciled.stdout
    after = restored.manage("verify_spec", "ysd")
    assert after.returncode == 0, after.stdout
    assert str(unknown.published_revision) in after.stdout


@pytest.mark.one_database
def test_older_repository_under_a_newer_database_is_said_and_made_whole(world: World, place: Place) -> None:
    place.copy_repositories()
    change = world.published()
    mirrored(world.specification)
    place.dump_database()

    restored = place.restore()

    verified = restored.manage("verify_spec", "ysd")
    assert verified.returncode == 1
    assert str(change.published_revision)[:12] in verified.stdout
    reconciled = restored.manage("reconcile", "ysd")
    assert reconciled.returncode == 0, reconciled.stderr
    assert "1 moved" in reconciled.stdout
    after = restored.manage("verify_spec", "ysd")
    assert after.returncode == 0, after.stdout


@pytest.mark.one_database
def test_empty_repository_is_filled(world: World, place: Place) -> None:
    place.dump_database()
    done("git", "init", "--quiet", "--bare", "--initial-branch=main", str(place.repositories / "ysd.git"))

    restored = place.restore()

    reconciled = restored.manage("reconcile", "ysd")
    assert reconciled.returncode == 0, reconciled.stderr
    assert restored.manage("verify_spec", "ysd").returncode == 0
