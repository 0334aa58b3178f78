"""Kept answers of a real server, in processes of their own: what another process writes is seen there."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from django.conf import settings as django_settings
from django.db import OperationalError

from changes_app.deciding.actions import comments
from specs_app.freshness import PublicState
from ssd_portal.published import states
from ssd_portal.published.states import KnownStates
from tests.drivers import World
from tests.mail_sink import free_port
from tests.nodes import database_url
from tests.side_by_side import soon
from tests.visitors import Site

ITEM = "/ysd/items/YOUN002A/"


class Server:
    """`manage.py serve` with two processes, on the database of the test."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.log = folder / "server.log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve", "--port", str(self.port)],
                cwd=django_settings.BASE_DIR,
                env={**os.environ, "DEBUG": "1", "DATABASE_URL": database_url(), "SPEC_REPO_ROOT": str(repositories())},
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def answers(self) -> bool:
        try:
            return self.get("/healthz")[0] == 200
        except OSError:
            return False

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        request = Request(f"http://127.0.0.1:{self.port}{path}", headers=headers)
        try:
            with urlopen(request, timeout=30) as answer:
                return answer.status, {name.lower(): text for name, text in answer.headers.items()}, answer.read()
        except HTTPError as error:
            return error.code, {name.lower(): text for name, text in error.headers.items()}, error.read()


def repositories() -> Path:
    return Path(django_settings.SPEC_REPO_ROOT)


@pytest.fixture
def server(world: World, tmp_path: Path) -> Iterator[Server]:
    made = Server(tmp_path)
    try:
        assert soon(made.answers), made.log.read_text()
        yield made
    finally:
        made.process.terminate()
        made.process.wait(30)


def edition(world: World, text: str) -> None:
    world.published([{"action": "change_item", "target": "YOUN002A", "values": {"guidance": text}}], title="Once more")


def test_processes_see_what_another_publishes_says_and_restricts(server: Server, world: World) -> None:
    """Each process keeps for itself: a number of reads in a row comes to both."""
    change = world.in_review()
    paths = [ITEM, f"/api/v1/specifications{ITEM}", f"/ysd/changes/{change.number}/", "/ysd/releases/"]
    for path in paths * 5:
        assert server.get(path)[0] == 200

    def all_say(path: str, word: str) -> bool:
        return all(word.encode() in server.get(path)[2] for _ in range(6))

    edition(world, "The guidance of today.")
    assert soon(lambda: all_say(ITEM, "The guidance of today."))
    assert soon(lambda: all_say(paths[1], "The guidance of today."))
    comments.add(change=change, by=world.people.voters[0], comment="A word of today.")
    assert soon(lambda: all_say(paths[2], "A word of today."))
    tags = {server.get(ITEM)[1]["etag"] for _ in range(6)}
    assert len(tags) == 1
    status, headers, body = server.get(ITEM, **{"If-None-Match": tags.pop()})
    assert (status, body) == (304, b"")
    assert len({server.get(ITEM)[1]["x-request-id"] for _ in range(6)}) == 6
    assert headers["content-security-policy"]


class Clock:
    """A clock that moves when it is told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(states, "monotonic", made)
    return made


def test_states_are_asked_for_once_a_second_and_no_more(
    world: World, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[float] = []
    read = states.freshness.states

    def counted() -> states.States:
        asked.append(clock.now)
        return read()

    monkeypatch.setattr(states.freshness, "states", counted)
    known = KnownStates()
    for tenth in range(25):
        clock.now = 100 + tenth / 10
        known.current()
    assert asked == [100, 101, 102]


def test_states_that_are_read_again_are_the_same_object_until_something_was_written(world: World) -> None:
    known = KnownStates()
    before = known.read()
    assert known.read() is before
    edition(world, "Another.")
    after = known.read()
    assert after != before
    assert known.read() is after


def test_states_of_a_slow_reader_are_not_taken_for_those_just_read(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another thread may put what it read earlier in place while this one compares what it has read."""

    class Slow(dict[str, PublicState]):
        def __eq__(self, other: object) -> bool:
            known._last = before
            return super().__eq__(other)

        __hash__ = None  # type: ignore[assignment]

    known = KnownStates()
    known.read()
    before = known._last
    edition(world, "Newer.")
    newer = known.read()
    monkeypatch.setattr(states.freshness, "states", lambda: Slow(newer or {}))
    assert known.read() == newer
    assert known.current() == newer


def test_write_of_another_process_is_seen_after_a_second_and_of_this_one_at_once(
    site: Site, world: World, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = site.kept(ITEM).headers["etag"]
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(states.freshness, "writes", lambda: 0)  # nothing tells this process
        site.get(ITEM)
        edition(world, "Of another process.")
        clock.now += 0.9
        assert site.get(ITEM).headers["etag"] == before
        clock.now += 0.1
        assert "Of another process." in site.get(ITEM).text
        edition(world, "Of another process again.")
    assert "Of another process again." in site.get(ITEM).text
    edition(world, "Of this process.")
    assert "Of this process." in site.get(ITEM).text


def test_answer_during_which_something_was_written_is_not_kept(site: Site, world: World) -> None:
    """What was read before the write and what was read after it may both be in it."""
    django = site.layer._django

    def meanwhile(environ, start):  # type: ignore[no-untyped-def]
        response = django(environ, start)
        if len(written) < 1:
            written.append(edition(world, "Published meanwhile."))
        return response

    written: list[None] = []
    site.layer._django = meanwhile
    assert "Published meanwhile." not in site.get(ITEM).text
    assert len(site.layer.shelf) == 0
    assert "Published meanwhile." in site.get(ITEM).text
    assert len(site.layer.shelf) == 1


def test_database_that_is_away_is_said_and_no_kept_answer_given(
    site: Site, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.kept(ITEM)

    def away() -> states.States:
        raise OperationalError

    monkeypatch.setattr(states.freshness, "states", away)
    assert site.get(ITEM).status == 200  # for the second that it was told to be so
    clock.now += 1
    made = site.made
    site.get(ITEM)
    assert site.made == made + 1
