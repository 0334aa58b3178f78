"""`/readyz`: what is missing, said within seconds whatever hangs."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from time import monotonic

import psycopg
import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.utils import timezone

from specs_app.jobs.upkeep import forget
from specs_app.models import Push
from tests.factories import small_example
from tests.side_by_side import queries_that_wait, soon

pytestmark = pytest.mark.django_db(transaction=True)
IDLE = {"due": 0, "oldest_due": 0, "running": 0, "failed": 0}
NO_REMOTE = {"remotes": 0, "failing": 0, "oldest_failing": 0}
READY = {"status": "ok", "database": "ok", "specifications": "ok", "mirror": "ok", "jobs": IDLE, "push": NO_REMOTE}
UNKNOWN = {"specifications": "not known", "mirror": "not known", "jobs": None, "push": None}
LATE = "did not answer within 1 seconds"
#: Far above the limit, also on a machine that is busy, and far below for ever.
SOON = 8


@pytest.fixture
def limit(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """A short one, once all that is loaded with the first answer is there."""
    assert client.get("/readyz").json() == READY
    monkeypatch.setattr("ssd_portal.readiness.LIMIT", 1)


@contextmanager
def another_connection() -> Iterator[psycopg.Connection]:
    """To the PostgreSQL database of the test, as another program has one."""
    values = connection.settings_dict
    names = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
    given = {name: str(values[key]) for name, key in names.items() if values[key]}
    with psycopg.connect(**given) as other:  # type: ignore[arg-type]
        yield other


@contextmanager
def a_copy_of_its_own() -> Iterator[str]:
    """The SQLite database for the time being: one that no earlier thread has open, which nobody could lock."""
    values = connection.settings_dict
    original = values["NAME"]
    with TemporaryDirectory() as folder:
        copy = str(Path(folder) / "copy.sqlite3")
        with closing(sqlite3.connect(original)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
        connection.close()
        values["NAME"] = copy
        try:
            yield copy
        finally:
            connection.close()
            values["NAME"] = original


@contextmanager
def locked(table: str) -> Iterator[None]:
    """Nobody else can read the table; on SQLite nobody else can read anything."""
    if connection.vendor == "postgresql":
        with another_connection() as other:
            other.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
            yield
            other.rollback()
        return
    with a_copy_of_its_own() as name, closing(sqlite3.connect(name)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.rollback()


def test_readyz_when_everything_is_there(client: Client) -> None:
    assert client.get("/readyz").json() == READY


def test_readyz_names_repositories_that_cannot_be_written(client: Client, settings: LazySettings) -> None:
    settings.SPEC_REPO_ROOT = Path("/dev/null/repositories")
    assert client.get("/readyz").json() == READY
    settings.RUNS_JOBS = True
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["mirror"] == "cannot be written"


@pytest.mark.parametrize("table", ["django_migrations", "specs_app_specification"])
def test_readyz_answers_though_a_query_waits_for_a_lock(client: Client, limit: None, table: str) -> None:
    with locked(table):
        began = monotonic()
        answer = client.get("/readyz")
        assert monotonic() - began < SOON
        assert (answer.status_code, answer.json()) == (
            503,
            {"status": "not ready", "database": LATE, **UNKNOWN},
        )
        assert soon(lambda: queries_that_wait() == 0)
    assert soon(lambda: client.get("/readyz").json() == READY)


@pytest.mark.parametrize(
    ("asked", "states"),
    [
        ("MigrationExecutor", {"database": LATE, **UNKNOWN}),
        ("unreadable", {"database": LATE, **UNKNOWN}),
        ("_missing", {**READY, "status": "not ready", "mirror": LATE}),
    ],
)
def test_readyz_answers_though_what_it_asks_never_does(
    client: Client,
    limit: None,
    monkeypatch: pytest.MonkeyPatch,
    settings: LazySettings,
    asked: str,
    states: dict[str, str],
) -> None:
    settings.RUNS_JOBS = True
    released = Event()
    with monkeypatch.context() as patch:
        patch.setattr(f"ssd_portal.readiness.{asked}", lambda _: released.wait(SOON))
        answer = client.get("/readyz")
        again = client.get("/readyz")
    released.set()
    assert (answer.status_code, answer.json()) == (503, {"status": "not ready", **states})
    assert again.json() == answer.json()
    assert soon(lambda: client.get("/readyz").json() == READY)


def test_readyz_tells_how_the_queue_stands_and_is_ready_though_it_lags(client: Client) -> None:
    forget.using(run_after=timezone.now() - timedelta(hours=1)).enqueue()
    answer = client.get("/readyz")
    assert answer.status_code == 200
    jobs = answer.json()["jobs"]
    assert jobs["oldest_due"] >= 3600
    assert {**jobs, "oldest_due": 0} == {**IDLE, "due": 1}


def test_readyz_counts_remotes_that_lack_something_and_is_ready_all_the_same(client: Client) -> None:
    now = timezone.now()
    row = Push(specification=small_example(), address="/srv/git/there.git", tried_at=now)
    row.state, row.failing_since = Push.State.UNREACHABLE, now - timedelta(hours=1)
    row.save()
    answer = client.get("/readyz")
    assert answer.status_code == 200
    push = answer.json()["push"]
    assert push["oldest_failing"] >= 3600
    assert {**push, "oldest_failing": 0} == {"remotes": 1, "failing": 1, "oldest_failing": 0}


def test_readyz_answers_though_the_queue_is_locked(client: Client, limit: None) -> None:
    if connection.vendor == "sqlite":
        return  # who locks one table there locks all of them
    with locked("django_tasks_database_dbtaskresult"):
        answer = client.get("/readyz")
        assert (answer.status_code, answer.json()["jobs"]) == (200, None)
