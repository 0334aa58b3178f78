"""Web servers and job workers as processes of their own, and people who publish through them by REST."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event as Signal
from threading import Thread
from typing import Any, NamedTuple
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection

from changes_app.people.actions import tokens
from changes_app.workflow import Status
from tests.editions import REST, edits
from tests.mail_sink import free_port

#: Seconds within which a process has started.
STARTED = 60
#: What the titles of the changes that make editions begin with.
TITLE = "The next words"


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
            return ask(self.port, "GET", "/healthz").status == 200
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


@contextmanager
def started(nodes: Sequence[Node]) -> Iterator[None]:
    """They run while the block lasts."""
    try:
        for node in nodes:
            node.start()
        yield
    finally:
        for node in nodes:
            node.kill()


def web_server(folder: Path, name: str, *more: str) -> Node:
    """A server on the database of the test that has no folder of repositories, behind a proxy; its log is in ``folder``."""
    port = free_port()
    nowhere = {**environment(), "SPEC_REPO_ROOT": str(folder / "none"), "PROXIES": "1"}
    return Node(["manage.py", "serve", "--port", str(port), *more], nowhere, folder / f"{name}.log", port)


def job_worker(folder: Path, name: str) -> Node:
    """A worker of the queue, which writes the repositories of the test."""
    here = {**environment(), "SPEC_REPO_ROOT": str(settings.SPEC_REPO_ROOT)}
    return Node(["manage.py", "run_jobs"], here, folder / f"{name}.log")


def environment() -> dict[str, str]:
    """What a process needs to work on the database of the test."""
    return {
        "DEBUG": "1",
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "ssd_portal.settings",
        "EMAIL_URL": "dummymail://",
    }


def database_url() -> str:
    """The test database, for another process."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{Path(database['NAME']).absolute()}"
    return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)


class Answer(NamedTuple):
    """Status, headers by their names in small letters, and the bytes as they were sent."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def ask(
    port: int,
    method: str,
    path: str,
    token: str = "",
    body: Any = None,
    address: str = "10.0.0.0",
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """Ask once; ``address`` is that of the client. Raises ``OSError`` where the server is gone."""
    heads = {"X-Forwarded-For": address, **({"Authorization": f"Bearer {token}"} if token else {}), **(headers or {})}
    heads |= {"Content-Type": "application/json"} if body is not None else {}
    served = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        served.request(method, path, json.dumps(body) if body is not None else None, heads)
        answer = served.getresponse()
        told = {name.lower(): text for name, text in answer.getheaders()}
        return Answer(answer.status, told, answer.read())
    except http.client.HTTPException as error:
        raise ConnectionError(str(error)) from error
    finally:
        served.close()


@dataclass
class Press:
    """People who propose, triage and vote, each time at another server, and look again where one went away."""

    servers: list[Node]
    proposer: str
    secretariat: str
    voter: str
    tries: int = 0

    def publish(self, number: int) -> str:
        """One edition, from its draft to its publication; the revision. Asks for its state after each lost answer.

        Its title does not say which, as open proposals are named on the pages that they are about.
        """
        title = f"{TITLE} {number}"
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
        listed = self.get("/changes/?page_size=1000")["results"]
        return next((entry for entry in listed if entry["title"] == title), None)

    def _step(self, title: str, number: int, found: dict[str, Any] | None) -> None:
        if found is None:
            words = {"title": title, "reason": "Again.", "benefit": "Known.", "edits": edits(number), "submit": True}
            self.post("/changes/", self.proposer, words)
        elif found["status"] == Status.SUBMITTED:
            self.post(f"/changes/{found['id']}/triage/", self.secretariat, {"comment": ""})
        elif found["status"] == Status.IN_REVIEW:
            full = self.get(f"/changes/{found['id']}/")
            verdict = {"verdict": "approve", "comment": "", "content_hash": full["content_hash"]}
            self.post(f"/changes/{found['id']}/reviews/", self.voter, verdict)
        else:
            time.sleep(0.2)  # approved, and a worker publishes it; or a draft whose submission was lost
            if found["status"] == Status.DRAFT:
                self.post(f"/changes/{found['id']}/submit/", self.proposer, {"comment": ""})

    def get(self, path: str) -> dict[str, Any]:
        answer = ask(self._server().port, "GET", f"{REST}{path}", self.proposer)
        assert answer.status == 200, answer.body
        return dict(json.loads(answer.body))

    def post(self, path: str, token: str, words: dict[str, Any]) -> None:
        answer = ask(self._server().port, "POST", f"{REST}{path}", token, words)
        # 409 and 403: another try of the same was quicker than it seemed.
        assert answer.status < 300 or answer.status in (403, 409), answer.body

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


def token(user: User) -> str:
    return tokens.create(by=None, user=user)[1]
