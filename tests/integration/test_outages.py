"""A repository or a database that is away: every page says so with a number that the log has, and nothing is a bare 500."""

from __future__ import annotations

import logging
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.utils import timezone

from specs_app.models import GitObject, Revision, Specification
from specs_app.repository.folder import repository_path
from specs_app.versions.cache import VERSIONS
from tests.drivers import COMPATIBLE, World, example_world, objects_away

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
@pytest.mark.one_database
def test_stored_objects_that_are_damaged_are_said(
    world: World, reader: Client, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    VERSIONS.clear()
    with objects_away(world.specification):
        assert_told(reader.get(address), "The repository cannot be read now", caplog)


@pytest.mark.one_database
@pytest.mark.parametrize("address", [*PAGES, *REST])
def test_repository_away_is_no_matter(world: World, reader: Client, address: str) -> None:
    VERSIONS.clear()
    shutil.rmtree(repository_path("ysd"))
    assert reader.get(address).status_code in (200, 302)


def test_earlier_revision_that_is_lost_was_published_all_the_same(
    world: World, reader: Client, caplog: pytest.LogCaptureFixture
) -> None:
    sha = world.published().published_revision
    world.published(COMPATIBLE)
    GitObject.objects.filter(name=sha).delete()
    VERSIONS.clear()
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


READY = {"status": "ok", "database": "ok", "specifications": "ok", "mirror": "ok"}


def told(answer: Any) -> dict[str, str]:
    """What `/readyz` says, but for the queue and for pushes."""
    return {name: value for name, value in answer.json().items() if name not in ("jobs", "push")}


def test_readyz_reads_what_was_published(world: World, client: Client) -> None:
    client.get("/ysd/")
    assert told(client.get("/readyz")) == READY
    with objects_away(world.specification):
        answer = client.get("/readyz")
    assert answer.status_code == 503
    assert told(answer) == {**READY, "status": "not ready", "specifications": "1 of 1 cannot be read"}
    assert "ysd" not in answer.content.decode()


def aged(world: World) -> None:
    world.published()
    Revision.objects.update(committed_at=timezone.now() - timedelta(hours=1))


def troubled(world: World) -> None:
    Specification.objects.update(mirror_problem="The disk is full.")


@pytest.mark.parametrize("trouble", [aged, troubled])
def test_readyz_of_a_repository_that_is_behind(
    world: World, client: Client, settings: LazySettings, trouble: Callable[[World], None]
) -> None:
    trouble(world)
    answer = client.get("/readyz")
    assert (answer.status_code, told(answer)) == (200, {**READY, "mirror": "1 of 1 are behind"})
    settings.RUNS_JOBS = True
    assert client.get("/readyz").status_code == 503


def test_readyz_of_a_repository_that_is_gone(world: World, client: Client, settings: LazySettings) -> None:
    shutil.rmtree(repository_path("ysd"))
    assert told(client.get("/readyz")) == READY
    settings.RUNS_JOBS = True
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["mirror"]) == (503, "1 of 1 are missing")


def test_readyz_is_ready_while_the_repository_follows(world: World, client: Client, settings: LazySettings) -> None:
    world.published()
    settings.RUNS_JOBS = True
    assert told(client.get("/readyz")) == READY


def test_readyz_without_its_database(world: World, client: Client) -> None:
    with database_away():
        answer = client.get("/readyz")
    assert answer.status_code == 503
    unknown = dict.fromkeys(("specifications", "mirror"), "not known")
    assert told(answer) == {"status": "not ready", "database": "cannot be reached", **unknown}
