"""A repository or a database that is away: every page says so with a number that the log has, and nothing is a bare 500."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client

from specs_app.repository.store import GitStore, repository_path
from tests.drivers import COMPATIBLE, World, example_world, repository_away
from tests.power import emptied, started_again

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = (
    "/",
    "/ysd/",
    "/ysd/objects/ysd_young_person/",
    "/ysd/items/YOUN002A/",
    "/ysd/changes/",
    "/ysd/changes/new/",
    "/ysd/releases/",
    "/account/",
    "/accounts/login/",
    "/admin/",
)
REST = (
    "/api/v1/specifications/",
    "/api/v1/specifications/ysd/",
    "/api/v1/specifications/ysd/items/",
    "/api/v1/specifications/ysd/changes/",
)


@pytest.fixture
def world(transactional_db: None) -> World:
    return example_world()


@pytest.fixture
def reader(world: World) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(world.people.proposer)
    return client


@contextmanager
def database_away() -> Iterator[None]:
    """The server is gone, or the file, and comes back at the end."""
    values = connection.settings_dict
    known = dict(values)
    connection.close()
    values.update({"PORT": 1} if connection.vendor == "postgresql" else {"NAME": "/nowhere/at/all.sqlite3"})
    try:
        yield
    finally:
        connection.close()
        values.update(known)


def numbers(text: str) -> list[str]:
    return re.findall(r"\b[BCDFGHJKLMNPQRSTVWXZ]{8}\b", text)


def assert_told(answer: Any, title: str, caplog: pytest.LogCaptureFixture) -> None:
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    if answer.headers["Content-Type"] == "application/problem+json":
        assert answer.json()["title"] == title
        (number,) = numbers(answer.json()["reference"])
    else:
        assert title in answer.content.decode()
        (number,) = numbers(answer.content.decode())
    (line,) = [record for record in caplog.records if number in record.getMessage()]
    assert line.exc_info is not None
    assert line.levelno == logging.ERROR


@pytest.mark.parametrize("address", [*PAGES, *REST])
def test_database_away_is_said_on_every_page(reader: Client, address: str, caplog: pytest.LogCaptureFixture) -> None:
    reader.get("/accounts/login/")
    with database_away():
        assert_told(reader.get(address), "The database does not answer now", caplog)
    assert reader.get(address).status_code in (200, 302)


@contextmanager
def database_emptied(folder: Path) -> Iterator[None]:
    """The server ends the connection that is open; or the file is another one, with nothing in it."""
    if connection.vendor == "sqlite":
        with database_away():
            connection.settings_dict["NAME"] = str(folder / "new.sqlite3")
            yield
        return
    values = connection.settings_dict
    address = {"host": values["HOST"], "port": values["PORT"] or 5432, "user": values["USER"]}
    with psycopg.connect(**address, password=values["PASSWORD"], dbname="postgres") as other:
        connection.ensure_connection()
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.connection.info.backend_pid])
    yield
    connection.close()


@pytest.mark.parametrize("address", ["/ysd/changes/", "/account/", "/api/v1/specifications/ysd/changes/"])
def test_database_that_ends_in_the_middle_is_said(
    reader: Client, address: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with database_emptied(tmp_path):
        assert_told(reader.get(address), "The database does not answer now", caplog)
    assert reader.get(address).status_code == 200


@pytest.mark.parametrize(
    "address", ["/ysd/", "/ysd/objects/ysd_young_person/", "/ysd/changes/new/", "/api/v1/specifications/ysd/items/"]
)
def test_repository_away_is_said(
    world: World, reader: Client, address: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    started_again(monkeypatch)
    with repository_away(world.specification):
        answer = reader.get(address)
        assert_told(answer, "The repository cannot be read now", caplog)
        assert str(repository_path("ysd").parent) not in answer.content.decode()


def test_earlier_revision_that_is_lost_was_published_all_the_same(
    world: World, reader: Client, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    sha = world.published().published_revision
    world.published(COMPATIBLE)
    (repository_path("ysd") / "objects" / sha[:2] / sha[2:]).unlink()
    started_again(monkeypatch)
    for address in (f"/ysd/?at={sha}", f"/ysd/?at={sha[:8]}", f"/api/v1/specifications/ysd/items/?at={sha}"):
        assert_told(reader.get(address), "The repository cannot be read now", caplog)
    assert reader.get(f"/ysd/?at={'1' * 40}").status_code == 404


def test_failure_of_the_portal_itself_has_a_number(
    reader: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("specs_app.queries.at", fail)
    monkeypatch.setattr("specs_app.queries.specification", fail)
    for address in ("/ysd/", "/api/v1/specifications/ysd/items/"):
        answer = reader.get(address)
        assert answer.status_code == 500
        assert "secret detail" not in answer.content.decode()
        (number,) = numbers(answer.content.decode())
        assert any(number in record.getMessage() and record.exc_info for record in caplog.records)


def gone(path: Path) -> None:
    path.rename(path.with_suffix(".elsewhere"))


def head_torn(path: Path) -> None:
    with GitStore(path) as store:
        sha = store.head()
    emptied(path / "objects" / sha[:2] / sha[2:])


def files_torn(path: Path) -> None:
    with GitStore(path) as store:
        tree = store.tree_of(store.head())
    emptied(path / "objects" / tree[:2] / tree[2:])


def head_file_torn(path: Path) -> None:
    emptied(path / "HEAD")


def branch_elsewhere(path: Path) -> None:
    with GitStore(path) as store:
        head = store.commit(store.head())
        sha = store.commit_tree(
            head.sha, {"x": b""}, author=head.author, committer=head.author, when=head.when, message="x"
        )
        store.advance(sha, head.sha)


@pytest.mark.parametrize("damage", [gone, head_torn, files_torn, head_file_torn, branch_elsewhere])
def test_readyz_reads_the_head(world: World, client: Client, damage: Callable[[Path], None]) -> None:
    client.get("/ysd/")
    jobs = {"due": 1, "running": 0, "failed": 0}
    told = client.get("/readyz").json()
    assert told.pop("jobs").items() >= jobs.items()
    assert told == {"status": "ok", "database": "ok", "repositories": "ok"}
    damage(repository_path("ysd"))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["repositories"] == "1 of 1 cannot be read"
    assert "ysd" not in answer.content.decode()


def test_readyz_is_ready_between_a_commit_and_the_move_of_the_branch(world: World, client: Client) -> None:
    change = world.published()
    with GitStore(repository_path("ysd")) as store:
        parent = store.commit(change.published_revision).parents[0]
        store.set_ref(store.branch_ref, parent, store.head())
    assert client.get("/readyz").status_code == 200


def test_readyz_without_its_database(world: World, client: Client) -> None:
    with database_away():
        answer = client.get("/readyz")
    assert answer.status_code == 503
    told = {"status": "not ready", "database": "cannot be reached", "repositories": "not known", "jobs": None}
    assert answer.json() == told


def test_readyz_moved_away_as_a_whole(world: World, client: Client, settings: LazySettings, tmp_path: Path) -> None:
    settings.SPEC_REPO_ROOT = tmp_path / "empty"
    settings.SPEC_REPO_ROOT.mkdir()
    assert client.get("/readyz").status_code == 503
