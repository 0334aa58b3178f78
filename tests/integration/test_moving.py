"""Every address of the site while the standard moves: no server error, and no answer that mixes two revisions.

Two ways to move it. Between two queries of one request, in the one thread: every gap there is. And really at once, readers in
threads of their own. A sample of both in the check, all of it by ``make soak``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from threading import Event
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client

from changes_app.models import Membership
from changes_app.workflow import Status
from specs_app.models import Specification
from specs_app.projection.search.asking import search
from specs_app.projection.verification import verify
from specs_app.publishing.pdf import files
from ssd_portal.throttles import Counted
from tests.addresses import addresses
from tests.drivers import World, example_world
from tests.editions import SLUG, TOGETHER, WORD, assert_whole, edits
from tests.soak import SOAK

PUBLICATIONS = 40 if SOAK else 3
#: Above this nothing is published, so that the readers come to an end.
MOST = 40


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is told to ask less often, nor that too many PDFs wait."""
    monkeypatch.setattr(files, "MOST_WAITING", 1_000)
    monkeypatch.setattr(Counted, "allow_request", lambda *_: True)
    cache.clear()


class Press:
    """Publishes one edition after the other, under a title that a search for editions does not find."""

    def __init__(self, world: World) -> None:
        self.world, self._numbers = world, count(1)
        self.publish()

    def publish(self) -> None:
        """One more; its title does not say which, as open proposals are named on the pages that they are about."""
        self.world.published(edits(next(self._numbers)), title="The next words")

    @property
    def sha(self) -> str:
        return Specification.objects.get(slug=SLUG).published_revision


@contextmanager
def moving_after(number: int, press: Press) -> Iterator[None]:
    """A publication in the gap right after the ``number``th query that reads."""

    def step(reads: int) -> None:
        if reads == number + 1:
            press.publish()

    with before_each_read(step):
        yield


@contextmanager
def before_each_read(step: Callable[[int], None]) -> Iterator[None]:
    """A step before each query that reads, with its number. Inside a transaction of a request the one thread can do nothing of
    another's, so what is read there has no gap before it."""
    reads = count(1)

    def wrapper(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.lstrip().startswith("SELECT") and all(block._from_testcase for block in connection.atomic_blocks):
            step(next(reads))
        return execute(sql, *rest)

    with connection.execute_wrapper(wrapper):
        yield


def gaps(client: Client, path: str) -> range:
    """The gaps between the queries that read of a request."""
    reads: list[int] = []
    with before_each_read(reads.append):
        client.get(path)
    return range(1, len(reads))


def check(client: Client, path: str) -> None:
    """Ask: no fault of the server's, and what the answer says is of one edition, that which it names."""
    answer: Any = client.get(path)
    assert answer.status_code < 500, f"{path}: {answer.status_code}"
    if answer.status_code == 200:
        page = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert_whole(path, page, answer.headers.get("ETag", ""))


def tried(client: Client, path: str, number: int) -> Iterable[int]:
    """The gaps that are tried of the address with this number in the table: in a soak all, in a check a sample."""
    visitor = not client.cookies
    if SOAK or (visitor and ("/search" in path or path == f"/{SLUG}/downloads/{SLUG}.pdf")):
        return gaps(client, path)
    if visitor:
        return [2] if number % 12 == 0 else []
    elsewhere = "/changes/" in path or not path.startswith((f"/{SLUG}/", "/api/"))
    return [2] if number % 12 == 1 and elsewhere else []


@pytest.mark.django_db
def test_search_for_an_edition_finds_the_items_that_say_it_alone() -> None:
    """However many change requests there are, its page is about these."""
    world = example_world()
    Press(world)
    found = search(world.specification, WORD)
    assert sorted(entry.key for entry in found.results) == sorted(TOGETHER)


def readers(world: World) -> list[tuple[Client, str]]:
    """A visitor, a proposer and somebody of the secretariat, each with the number of a change request they may see."""
    return [
        (Client(), world.in_review().number),
        (signed_in(world.people.proposer), world.draft().number),
        (signed_in(world.people.secretariat), world.in_review().number),
    ]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def known(sha: str, number: str) -> dict[str, object]:
    """What the addresses name: in every place of a proposal the one."""
    request = Membership.objects.values_list("pk", flat=True)[0]
    return {"slug": SLUG, "sha": sha, "release": sha, "request": request, **dict.fromkeys(Status.values, number)}


@pytest.mark.soak
@pytest.mark.one_database
@pytest.mark.django_db
def test_every_address_with_a_publication_between_two_queries() -> None:
    """The check takes every gap of the search and of a PDF that is not made yet, and the second of every twelfth address that
    visitors and members read."""
    world = example_world()
    press = Press(world)
    for client, number in readers(world):
        for position, path in enumerate(addresses(known(press.sha, number))):
            for gap in tried(client, path, position):
                with moving_after(gap, press):
                    check(client, path)


@dataclass
class Walk:
    """One reader who asks for every address in turn, over and over, until it is enough."""

    client: Client
    paths: list[str]
    enough: Event
    rounds: int = 0

    def go(self) -> None:
        try:
            while not self.enough.is_set():
                for path in self.paths:
                    check(self.client, path)
                self.rounds += 1
        finally:
            connections.close_all()


@pytest.mark.soak
@pytest.mark.django_db(transaction=True)
def test_every_address_during_many_publications() -> None:
    """In the check, each of three readers asks for a third of the addresses."""
    world = example_world()
    press, enough = Press(world), Event()
    asked = [(client, addresses(known(press.sha, number))) for client, number in readers(world)]
    share = 1 if SOAK else len(asked)
    walks = [Walk(client, paths[first::share], enough) for first, (client, paths) in enumerate(asked)]
    with ThreadPoolExecutor(len(walks)) as pool:
        going = [pool.submit(walk.go) for walk in walks]
        try:
            for number in count(1):
                if number > MOST:
                    enough.wait(0.1)
                else:
                    press.publish()
                walked = number >= PUBLICATIONS and all(walk.rounds for walk in walks)
                if walked or any(future.done() for future in going):
                    break
        finally:
            enough.set()
        for future in going:
            future.result()
    assert list(verify(specification=Specification.objects.get(slug=SLUG))) == []
