"""Two servers write in turn while readers ask again for all that they hold: what they are told is whole, of now, and theirs."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import cycle
from threading import Event as Signal

import pytest
from django.contrib.auth.models import User
from django.test import Client

from changes_app.models import ChangeRequest, Membership
from changes_app.workflow import Role, Status
from specs_app.models import Specification
from ssd_portal.published.states import LASTS
from tests.addresses import OF_A_STANDARD, address, addresses
from tests.drivers import COMPATIBLE, World, account, import_example, member
from tests.editions import REST, SLUG, TOGETHER, WORD, assert_whole, said
from tests.nodes import Answer, Node, Press, ask, running, started, token, web_server
from tests.soak import SOAK, sample
from tests.visitors import PAST_WHAT_IS_KEPT, UNPACKERS

pytestmark = [pytest.mark.soak, pytest.mark.several_machines, pytest.mark.django_db(transaction=True)]
ROUNDS, READERS = (20, 8) if SOAK else (1, 2)
#: Of the addresses, each so-manieth is read.
STRIDE = 1 if SOAK else 5
CLOSED = "closed"
#: What says the newest edition in so many words.
NEWEST = {
    f"/{SLUG}/items/{TOGETHER[0]}/",
    f"/{SLUG}/search?q={WORD}",
    f"{REST}/items/{TOGETHER[0]}/",
    f"{REST}/items/?page_size=1000",
}
#: Under one name, as behind a proxy: REST names itself in full.
HOST = "localhost"


@pytest.fixture(scope="module")
def servers(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Node]]:
    """Two of one process each, so that it is known which one wrote."""
    folder = tmp_path_factory.mktemp("servers")
    found = [web_server(folder, f"web-{number}", "--workers", "1") for number in range(2)]
    with started(found):
        yield found


@dataclass
class Told:
    """What the writes have come to that have returned, each with the moment at which it had."""

    proposal: str
    editions: list[tuple[float, int]] = field(default_factory=list)
    remarks: list[tuple[float, str]] = field(default_factory=list)

    def assert_in(self, path: str, page: bytes, asked: float) -> None:
        """A second later, whoever asks is told."""
        if path == self.proposal:
            missing = [
                words for moment, words in self.remarks if moment + LASTS <= asked and words.encode() not in page
            ]
            assert missing == [], f"{path} does not show {missing}"
        due = max((number for moment, number in self.editions if moment + LASTS <= asked), default=0)
        assert path not in NEWEST or max(said(page), default=0) >= due, f"{path} does not name edition {due}"


@dataclass
class Reader:
    """Somebody who asks for what they hold with its tag, in one encoding; ``cookie`` is that of a session."""

    number: int
    encoding: str = ""
    cookie: str = ""
    held: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    asked: int = 0
    unchanged: int = 0

    def read(self, server: Node, path: str) -> bytes:
        """What an address says, by the answer or by what is held."""
        tag, known = self.held.get(path, ("", b""))
        answer = self.ask(server, path, **({"If-None-Match": tag} if tag else {}))
        if answer.status == 304:
            assert (answer.headers["etag"], answer.body) == (tag, b"")
            self.unchanged += 1
            return known
        assert answer.status == 200, f"{path}: {answer.status}"
        page: bytes = UNPACKERS[answer.headers.get("content-encoding", "")](answer.body)
        assert "etag" not in answer.headers or answer.headers["etag"] != tag, (
            f"{path} was sent again under the same tag"
        )
        self.held[path] = (answer.headers.get("etag", ""), page)
        return page

    def ask(self, server: Node, path: str, **headers: str) -> Answer:
        """From one address after the other, as limits are not what is tried here."""
        self.asked += 1
        heads = {
            "Host": HOST,
            "Accept-Encoding": self.encoding,
            **({"Cookie": self.cookie} if self.cookie else {}),
            **headers,
        }
        return ask(
            server.port,
            "GET",
            path,
            address=f"10.{self.number}.{self.asked >> 8 & 255}.{self.asked & 255}",
            headers=heads,
        )


@dataclass
class Walk:
    """A reader who asks for every address in turn, at both servers, and looks at what they are told."""

    reader: Reader
    servers: list[Node]
    paths: list[str]
    told: Told
    mine: bytes
    others: tuple[bytes, ...]

    def __call__(self, stop: Signal) -> None:
        for path, server in zip(self.paths, cycle(self.servers), strict=False):
            if stop.is_set():
                return
            asked = time.monotonic()
            page = self.reader.read(server, path)
            self.told.assert_in(path, page, asked)
            assert_whole(path, page, self.reader.held[path][0])
            assert not any(name in page for name in self.others), f"{path} names somebody else"
            assert self.mine in page or b"<html" not in page, f"{path} does not name who asks"
        self.paths.append(self.paths.pop(0))


@dataclass
class Writers:
    """People who publish, comment and vote at one server."""

    world: World
    change: ChangeRequest
    told: Told

    @cached_property
    def tokens(self) -> dict[str, str]:
        """One for each who writes, as nobody may have many."""
        people = self.world.people
        named = {
            "proposer": people.proposer,
            "office": people.secretariat,
            "voter": people.voters[0],
            "other": people.voters[1],
        }
        return {name: token(user) for name, user in named.items()}

    def write(self, kind: str, number: int, server: Node) -> None:
        """One write; `told` has what it comes to once its answer is there."""
        tokens = self.tokens
        press = Press([server], tokens["proposer"], tokens["office"], tokens["voter"])
        if kind == "edition":
            press.publish(number)
            self.told.editions.append((time.monotonic(), number))
            return
        where, voter = f"/changes/{self.change.number}", tokens["other"]
        if kind == "remark":
            press.post(f"{where}/comments/", voter, {"comment": f"Remark {number}."})
            self.told.remarks.append((time.monotonic(), f"Remark {number}."))
            return
        content = press.get(f"{where}/")["content_hash"]
        vote = {"verdict": "object", "comment": f"Objection {number}.", "content_hash": content}
        press.post(f"{where}/reviews/", voter, vote)


def session_of(user: User) -> str:
    client = Client()
    client.force_login(user)
    return f"sessionid={client.cookies['sessionid'].value}"


def public(server: Node, change: ChangeRequest) -> list[str]:
    """The addresses of the site and of the standard that answer everybody and give a tag; a sample in a check."""
    sha = Specification.objects.get(slug=SLUG).published_revision
    numbers = dict.fromkeys(Status.values, change.number)
    asked = addresses({"slug": SLUG, "sha": sha, "release": sha, "request": 0, **numbers})
    anybody = Reader(99)
    some = [*sorted(NEWEST), f"/{SLUG}/changes/{change.number}/", *sample(asked, STRIDE)]
    answers = {path: anybody.ask(server, path) for path in dict.fromkeys(some)}
    return [path for path, answer in answers.items() if answer.status == 200 and "etag" in answer.headers]


def assert_now(reader: Reader, server: Node, paths: list[str]) -> None:
    """While nothing is written: what a reader holds or is told are the bytes that Django makes now."""
    stale = []
    for path in paths:
        page, fresh = reader.read(server, path), reader.ask(server, path, **PAST_WHAT_IS_KEPT)
        stale += [] if page == UNPACKERS[fresh.headers.get("content-encoding", "")](fresh.body) else [path]
    assert stale == []


def test_readers_who_hold_tags_are_told_what_is_so(world: World, servers: list[Node]) -> None:
    change = world.in_review(COMPATIBLE, title="A shoe size")
    told = Told(f"/{SLUG}/changes/{change.number}/")
    writers = Writers(world, change, told)
    writers.write("edition", 1, servers[0])
    paths = public(servers[0], change)
    assert len(paths) > 60 // STRIDE
    assert set(paths) > NEWEST | {told.proposal}
    una, ivo = account("una"), account("ivo")
    names = (b"Una Tester", b"Ivo Tester")
    walks = [
        Walk(Reader(number, "br" if number % 4 else "gzip"), servers, paths[:], told, b"Sign in", names)
        for number in range(READERS - 1)
    ]
    walks += [
        Walk(Reader(number, "br", session_of(user)), servers, paths[:], told, mine, (others,))
        for number, user, mine, others in ((50, una, names[0], names[1]), (51, ivo, names[1], names[0]))
    ]
    checker = Reader(52, "br")
    looked_at = sample(paths, 2)
    with running(*walks) as raised:
        for number in range(2, 2 + ROUNDS):
            for kind in ("edition", "remark", "vote"):
                one, other = servers if number % 2 else reversed(servers)
                writers.write(kind, number, one)
                assert_now(checker, one, [*NEWEST, told.proposal])
                time.sleep(LASTS)
                assert_now(checker, other, looked_at)
                assert_now(checker, one, looked_at)
                assert raised == []
    assert raised == []
    assert checker.unchanged
    assert all(walk.reader.asked > len(paths) // 8 for walk in walks)


def test_other_server_tells_of_a_write_a_second_later(world: World, servers: list[Node]) -> None:
    """It is asked all the while for what it keeps, so that it has looked for writes just before each."""
    change = world.in_review(COMPATIBLE, title="A shoe size")
    told = Told(f"/{SLUG}/changes/{change.number}/")
    writers, paths = Writers(world, change, told), [*NEWEST, told.proposal]
    writers.write("edition", 1, servers[0])
    walk = Walk(Reader(1, "br"), servers[1:], paths, told, b"Sign in", ())
    time.sleep(LASTS)
    walk(Signal())
    with running(walk) as raised:
        for number in range(2, 2 + 3 * ROUNDS):
            writers.write("edition", number, servers[0])
            writers.write("remark", number, servers[0])
            time.sleep(2 * LASTS)
            assert raised == []
    assert raised == []
    assert walk.reader.unchanged > len(paths) * ROUNDS


def test_restricted_address_is_not_there_for_the_public_after_a_member_has_read_it(
    world: World, servers: list[Node]
) -> None:
    closed = import_example(CLOSED)
    Specification.objects.filter(pk=closed.pk).update(access="restricted")
    reads = Reader(1, "br", session_of(member(closed, "mem", Role.MEMBER, "Northshire")))
    visitor = Reader(2, "br")
    sha = closed.published_revision
    known = {"slug": CLOSED, "sha": sha, "release": sha, "request": Membership.objects.values_list("pk", flat=True)[0]}
    routes = sample([*OF_A_STANDARD], STRIDE)
    paths = [address(route, {**known, **dict.fromkeys(Status.values, "YSD-0001")}) for route in routes]
    pages = [path for path in paths if visitor.ask(servers[0], path.replace(CLOSED, "nowhere")).status == 404]
    read = [path for path in pages if reads.ask(servers[0], path).status == 200]
    assert len(read) > 50 // STRIDE
    for path in read:
        for server in servers:
            assert reads.ask(server, path).status == 200
            assert visitor.ask(server, path).status == 404, path


def test_what_a_reader_holds_is_gone_once_the_standard_is_restricted(world: World, servers: list[Node]) -> None:
    paths = [path for path in public(servers[0], world.in_review()) if SLUG in path]
    visitor = Reader(1, "br")
    for server in servers:
        for path in paths:
            visitor.read(server, path)
    Specification.objects.update(access="restricted")  # past every server, so each may not know for a second
    time.sleep(LASTS)
    for server in servers:
        for path in paths:
            assert visitor.ask(server, path, **{"If-None-Match": visitor.held[path][0]}).status == 404, path
