"""Two web servers without a folder, two workers, one PostgreSQL: each is killed at any time while people publish and read."""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event as Signal
from threading import Thread
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection

from changes_app.models import ChangeRequest, Event, OutboxMessage
from changes_app.people.actions import tokens
from changes_app.publication.proof import verify
from changes_app.workflow import EventKind, Status
from specs_app.models import Specification
from tests.drivers import World, example_world, mirrored
from tests.factories import git
from tests.integration.publication.test_crashes import database_url
from tests.mail_sink import free_port
from tests.soak import SOAK

pytestmark = [
    pytest.mark.soak,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(sys.platform != "linux", reason="processes are found in /proc"),
]
PUBLICATIONS, READERS = (200, 64) if SOAK else (4, 8)
#: Seconds that a process is left alone before one is killed.
LIFE = (1.0, 4.0) if SOAK else (2.0, 4.0)
STARTED, SETTLED = 60, 120
REST = "/api/v1/specifications/ysd"
READ = (f"{REST}/items/YOUN002A/", f"{REST}/", "/ysd/", "/ysd/items/YOUN002A/", "/ysd/changes/")


@dataclass
class Node:
    """A process with all that it starts, which can be killed and comes back."""

    command: list[str]
    environment: dict[str, str]
    log: Path
    port: int = 0
    mark: str = field(default_factory=lambda: uuid4().hex)
    process: subprocess.Popen[bytes] | None = None
    #: Moments at which it was killed, and at which it answered again.
    away: list[tuple[float, float]] = field(default_factory=list)

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *self.command],
                cwd=settings.BASE_DIR,
                env={**os.environ, **self.environment, "NODE_OF_TEST": self.mark},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        end = time.monotonic() + STARTED
        while self.port and not self.answers():
            assert time.monotonic() < end, self.log.read_text()[-3000:]
            time.sleep(0.1)

    def answers(self) -> bool:
        try:
            return ask(self.port, "GET", "/healthz")[0] == 200
        except OSError:
            return False

    def kill(self) -> None:
        """The end of all of its processes at once."""
        for path in Path("/proc").glob("[0-9]*/environ"):
            try:
                if self.mark.encode() in path.read_bytes():
                    os.kill(int(path.parent.name), signal.SIGKILL)
            except OSError:
                continue  # of another account, or gone meanwhile
        if self.process:
            self.process.wait()

    def die_and_come_back(self) -> None:
        began = time.monotonic()
        self.kill()
        self.start()
        self.away.append((began, time.monotonic()))

    def was_away(self, moment: float) -> bool:
        """Whether it was being killed or started then, or right before: what it had in hand is lost with it."""
        return any(began - 5 <= moment <= back + 1 for began, back in self.away) or not self.answers()


def ask(
    port: int, method: str, path: str, token: str = "", body: Any = None, address: str = "10.0.0.0"
) -> tuple[int, bytes]:
    """Status and body; ``address`` is that of the client. Raises ``OSError`` where the server is gone."""
    heads = {"X-Forwarded-For": address, **({"Authorization": f"Bearer {token}"} if token else {})}
    heads |= {"Content-Type": "application/json"} if body is not None else {}
    served = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        served.request(method, path, json.dumps(body) if body is not None else None, heads)
        answer = served.getresponse()
        return answer.status, answer.read()
    except http.client.HTTPException as error:
        raise ConnectionError(str(error)) from error
    finally:
        served.close()


@pytest.fixture
def world(transactional_db: None) -> World:
    return example_world()


@pytest.fixture
def nodes(world: World, tmp_path: Path) -> Iterator[list[Node]]:
    """Two web servers, then two workers; none with SQLite, of which several machines share no file."""
    if connection.vendor != "postgresql":
        yield []
        return
    own = {
        "DEBUG": "1",
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "ssd_portal.settings",
        "EMAIL_URL": "dummymail://",
    }
    found = []
    for number in range(2):
        port = free_port()
        command = ["manage.py", "serve", "--port", str(port), "--workers", "2", "--threads", "1"]
        nowhere = {**own, "SPEC_REPO_ROOT": str(tmp_path / "none"), "PROXIES": "1"}
        found.append(Node(command, nowhere, tmp_path / f"web-{number}.log", port))
    for number in range(2):
        here = {**own, "SPEC_REPO_ROOT": str(settings.SPEC_REPO_ROOT)}
        found.append(Node(["manage.py", "run_jobs"], here, tmp_path / f"jobs-{number}.log"))
    try:
        for node in found:
            node.start()
        yield found
    finally:
        for node in found:
            node.kill()


@dataclass
class Press:
    """People who propose, triage and vote, each time at another server, and look again where one went away."""

    servers: list[Node]
    proposer: str
    secretariat: str
    voter: str
    tries: int = 0

    def publish(self, number: int) -> str:
        """One change, from its draft to its publication; the revision. Asks for its state after each lost answer."""
        title = f"Edition {number}"
        while True:
            self.tries += 1
            try:
                found = self._found(title)
                if found and found["status"] == Status.PUBLISHED:
                    return str(found["revision"])
                self._step(title, number, found)
            except OSError:
                time.sleep(0.2)

    def _found(self, title: str) -> dict[str, Any] | None:
        listed = self._get("/changes/?page_size=1000")["results"]
        return next((entry for entry in listed if entry["title"] == title), None)

    def _step(self, title: str, number: int, found: dict[str, Any] | None) -> None:
        edit = {"action": "change_item", "target": "YOUN002A", "values": {"guidance": f"This is edition {number}."}}
        if found is None:
            words = {"title": title, "reason": "Again.", "benefit": "Known.", "edits": [edit], "submit": True}
            self._post("/changes/", self.proposer, words)
        elif found["status"] == Status.SUBMITTED:
            self._post(f"/changes/{found['id']}/triage/", self.secretariat, {"comment": ""})
        elif found["status"] == Status.IN_REVIEW:
            full = self._get(f"/changes/{found['id']}/")
            verdict = {"verdict": "approve", "comment": "", "content_hash": full["content_hash"]}
            self._post(f"/changes/{found['id']}/reviews/", self.voter, verdict)
        else:
            time.sleep(0.2)  # approved, and a worker publishes it; or a draft whose submission was lost
            if found["status"] == Status.DRAFT:
                self._post(f"/changes/{found['id']}/submit/", self.proposer, {"comment": ""})

    def _get(self, path: str) -> dict[str, Any]:
        status, body = ask(self._server().port, "GET", f"{REST}{path}", self.proposer)
        assert status == 200, body
        return dict(json.loads(body))

    def _post(self, path: str, token: str, words: dict[str, Any]) -> None:
        status, body = ask(self._server().port, "POST", f"{REST}{path}", token, words)
        # 409 and 403: another try of the same was quicker than it seemed.
        assert status < 300 or status in (403, 409), body

    def _server(self) -> Node:
        return self.servers[self.tries % len(self.servers)]


@contextmanager
def running(*works: Any) -> Iterator[list[BaseException]]:
    """Functions that go on in threads until the end; what they raised."""
    stop, raised = Signal(), list[BaseException]()

    def going_on(work: Any) -> None:
        try:
            while not stop.is_set():
                work(stop)
        except BaseException as error:  # noqa: BLE001
            raised.append(error)

    threads = [Thread(target=going_on, args=(work,), daemon=True) for work in works]
    for thread in threads:
        thread.start()
    try:
        yield raised
    finally:
        stop.set()
        for thread in threads:
            thread.join(STARTED)


@dataclass
class Reader:
    """Somebody who reads one address after the other, at both servers, and notes what is no answer."""

    servers: list[Node]
    number: int
    answers: int = 0
    wrong: list[str] = field(default_factory=list)

    def __call__(self, stop: Signal) -> None:
        self.answers += 1
        path, server = READ[self.answers % len(READ)], self.servers[(self.answers + self.number) % len(self.servers)]
        try:
            status, _ = ask(server.port, "GET", path, address=f"10.0.1.{self.number}")
        except OSError as error:
            if not server.was_away(time.monotonic()):
                time.sleep(1)  # whoever kills notes it a moment later
                self.wrong += [] if server.was_away(time.monotonic()) else [f"{path}: {error}"]
            time.sleep(0.2)
        else:
            self.wrong += [] if status == 200 else [f"{path}: {status}"]


def killer(nodes: list[Node]) -> Any:
    chance = random.Random(1)

    def work(stop: Signal) -> None:
        stop.wait(chance.uniform(*LIFE))
        if not stop.is_set():
            chance.choice(nodes).die_and_come_back()

    return work


def token(user: User) -> str:
    return tokens.create(by=None, user=user)[1]


def settled(world: World) -> bool:
    """Whether the repository has followed."""
    fresh = Specification.objects.get(pk=world.specification.pk)
    return fresh.mirrored_revision == fresh.published_revision


def test_nothing_is_lost_or_doubled_whoever_is_killed(world: World, nodes: list[Node]) -> None:
    if not nodes:
        return
    servers, people = nodes[:2], world.people
    press = Press(servers, token(people.proposer), token(people.secretariat), token(people.voters[0]))
    readers = [Reader(servers, number) for number in range(READERS)]
    with running(killer(nodes), *readers) as raised:
        revisions = [press.publish(number) for number in range(PUBLICATIONS)]
    assert raised == []
    assert [wrong for reader in readers for wrong in reader.wrong] == []
    assert sum(reader.answers for reader in readers) > PUBLICATIONS
    for node in nodes:
        if not node.port or not node.answers():
            node.kill()
            node.start()
    end = time.monotonic() + SETTLED
    while not settled(world):
        assert time.monotonic() < end, nodes[2].log.read_text()[-3000:]
        time.sleep(0.5)
    assert_each_once(world, revisions)


def assert_each_once(world: World, revisions: list[str]) -> None:
    changes = ChangeRequest.objects.filter(title__startswith="Edition")
    numbers = sorted(changes.values_list("number", flat=True))
    assert sorted(changes.values_list("published_revision", flat=True)) == sorted(revisions)
    events = Event.objects.filter(kind=EventKind.PUBLISHED).values_list("change_number", flat=True)
    assert sorted(events) == numbers
    told = OutboxMessage.objects.filter(kind="published", recipient=world.people.proposer.email)
    assert told.count() == len(numbers)
    path = mirrored(world.specification)
    assert sorted(git(path, "log", "--format=%(trailers:key=Change-Id,valueonly)").split()) == numbers
    assert verify(specification=Specification.objects.get(pk=world.specification.pk)) == []
    git(path, "fsck", "--full", "--strict")


def test_what_one_server_publishes_the_other_reads(world: World, nodes: list[Node]) -> None:
    if not nodes:
        return
    one, other = nodes[:2]
    people = world.people
    press = Press([one], token(people.proposer), token(people.secretariat), token(people.voters[0]))
    for number in range(3):
        text = f"This is edition {number}.".encode()
        ask(other.port, "GET", READ[0])
        press.publish(number)
        end = time.monotonic() + STARTED
        while text not in ask(other.port, "GET", READ[0])[1]:
            assert time.monotonic() < end
            time.sleep(0.05)
        assert ask(one.port, "GET", READ[0], press.voter)[1].count(text) == 1
