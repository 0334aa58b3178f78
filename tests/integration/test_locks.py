"""Who finds the database locked waits; who has waited in vain is told so, with what to do, on every way in."""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import OperationalError, connection
from django.db.backends.signals import connection_created
from django.test import Client, RequestFactory
from knox.models import AuthToken

from changes_app.models import Comment
from specs_app.web.failures import failure_of
from ssd_portal.environment import KEPT
from tests.drivers import PASSWORD, World, example_world
from tests.side_by_side import A_MOMENT, PATIENCE, at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]


@pytest.fixture
def world(transactional_db: None) -> World:
    return example_world()


@contextmanager
def locked() -> Iterator[sqlite3.Connection]:
    """Another process writes."""
    other = sqlite3.connect(str(connection.settings_dict["NAME"]), isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield other
    finally:
        if other.in_transaction:
            other.execute("ROLLBACK")
        other.close()


@contextmanager
def impatient() -> Iterator[None]:
    """Who writes gives up at once, also after a count, which puts the usual patience back."""
    options = connection.settings_dict["OPTIONS"]
    with pytest.MonkeyPatch.context() as patch, connection.cursor() as cursor:
        patch.setitem(options, "timeout", 0.001)
        cursor.execute("PRAGMA busy_timeout = 1")
        yield
    connection.close()


def signed_in(world: World) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(world.people.voters[0])
    return client


def test_writer_waits_for_another(world: World) -> None:
    change, client = world.in_review(), signed_in(world)
    with locked() as other:
        free = Thread(target=lambda: (time.sleep(A_MOMENT), other.execute("COMMIT")))
        free.start()
        answer: Any = client.post(f"{change.get_absolute_url()}comment/", {"comment": "Said while others wrote."})
        free.join(PATIENCE)
    assert answer.status_code == 302
    assert Comment.objects.filter(change=change, body="Said while others wrote.").exists()


def test_lock_that_does_not_come_is_said_on_a_page(world: World, caplog: pytest.LogCaptureFixture) -> None:
    change, client = world.in_review(), signed_in(world)
    with locked(), impatient():
        answer: Any = client.post(f"{change.get_absolute_url()}comment/", {"comment": "Never stored."})
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert "The portal is busy saving" in answer.content.decode()
    assert "send it again" in answer.content.decode()
    assert not Comment.objects.filter(change=change).exists()
    assert [record.levelno for record in caplog.records if record.exc_info] == [logging.ERROR]


def test_lock_that_does_not_come_is_said_by_rest(world: World) -> None:
    change = world.in_review()
    token = AuthToken.objects.create(world.people.voters[0])[1]
    client = Client(headers={"Authorization": f"Bearer {token}"}, raise_request_exception=False)
    path = f"/api/v1/specifications/ysd/changes/{change.number}/comments/"
    with locked(), impatient():
        answer: Any = client.post(path, {"comment": "Never stored."}, content_type="application/json")
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")
    assert answer.json()["type"] == "/problems/busy"
    assert int(answer["Retry-After"]) > 0


@pytest.mark.parametrize("path", ["/accounts/login/", "/admin/login/"])
@pytest.mark.parametrize("password", [PASSWORD, "a wrong guess"])
def test_lock_that_does_not_come_is_said_at_sign_in(world: World, path: str, password: str) -> None:
    client = Client(raise_request_exception=False)
    words = {"login": "adm", "username": "adm", "password": password}
    with locked(), impatient():
        answer: Any = client.post(path, words)
    assert answer.status_code == 503
    assert "The portal is busy saving" in answer.content.decode()


def test_reader_does_not_wait(world: World) -> None:
    client = signed_in(world)
    client.get("/ysd/")
    with locked(), impatient():
        for path in ("/ysd/", "/ysd/changes/", "/account/inbox/", "/api/v1/specifications/ysd/items/"):
            assert client.get(path).status_code == 200


def test_error_of_another_kind_is_no_lock() -> None:
    with pytest.raises(OperationalError) as caught, connection.cursor() as cursor:
        cursor.execute("SELECT nothing FROM nowhere")
    assert failure_of(caught.value).kind == "no-database"


def ask(path: str) -> str:
    """One request as a server makes it, its end included; the test client would keep the connection whatever the settings."""
    said: list[str] = []
    answer = WSGIHandler()(RequestFactory()._base_environ(PATH_INFO=path), lambda status, _: said.append(status))
    answer.close()
    return said[0]


def test_thread_keeps_its_connection_from_one_request_to_the_next(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for setting, value in KEPT.items():
        monkeypatch.setitem(connection.settings_dict, setting, value)
    made: list[object] = []

    def note(**_: object) -> None:
        made.append(None)

    connection_created.connect(note)
    try:
        assert at_once(lambda: [ask("/ysd/") for _ in range(3)]) == [["200 OK"] * 3]
    finally:
        connection_created.disconnect(note)
    assert len(made) == 1
