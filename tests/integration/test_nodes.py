"""Two web servers without a folder, two workers, one PostgreSQL: each is killed at any time while people publish and read."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event as Signal
from typing import Any

import pytest

from changes_app.models import ChangeRequest, Event, OutboxMessage
from changes_app.publication.proof import verify
from changes_app.workflow import EventKind
from specs_app.models import Specification
from tests.drivers import World, example_world, mirrored
from tests.editions import REST, WORD
from tests.factories import git
from tests.nodes import STARTED, TITLE, Node, Press, ask, job_worker, running, started, token, web_server
from tests.soak import SOAK

pytestmark = [
    pytest.mark.soak,
    pytest.mark.several_machines,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(sys.platform != "linux", reason="processes are found in /proc"),
]
PUBLICATIONS, READERS = (200, 64) if SOAK else (4, 8)
#: Seconds that a process is left alone before one is killed.
LIFE = (1.0, 4.0) if SOAK else (2.0, 4.0)
SETTLED = 120
READ = (f"{REST}/items/YOUN002A/", f"{REST}/", "/ysd/", "/ysd/items/YOUN002A/", "/ysd/changes/")


@pytest.fixture
def world(transactional_db: None) -> World:
    return example_world()


@pytest.fixture
def nodes(world: World, tmp_path: Path) -> Iterator[list[Node]]:
    """Two web servers, then two workers."""
    servers = [web_server(tmp_path, f"web-{number}") for number in range(2)]
    found = [*servers, *(job_worker(tmp_path, f"jobs-{number}") for number in range(2))]
    with started(found):
        yield found


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
            status = ask(server.port, "GET", path, address=f"10.0.1.{self.number}").status
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


def settled(world: World) -> bool:
    """Whether the repository has followed."""
    fresh = Specification.objects.get(pk=world.specification.pk)
    return fresh.mirrored_revision == fresh.published_revision


def test_nothing_is_lost_or_doubled_whoever_is_killed(world: World, nodes: list[Node]) -> None:
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
    changes = ChangeRequest.objects.filter(title__startswith=TITLE)
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
    one, other = nodes[:2]
    people = world.people
    press = Press([one], token(people.proposer), token(people.secretariat), token(people.voters[0]))
    for number in range(3):
        text = f"This is {WORD} {number}.".encode()
        ask(other.port, "GET", READ[0])
        press.publish(number)
        end = time.monotonic() + STARTED
        while text not in ask(other.port, "GET", READ[0]).body:
            assert time.monotonic() < end
            time.sleep(0.05)
        assert ask(one.port, "GET", READ[0], press.voter).body.count(text) == 1
