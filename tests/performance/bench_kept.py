"""Kept answers beside an empty WSGI application that returns the same bytes under the same server, and beside nginx, by CPU.

One process each, with more asked of it than it can answer at once. Of two processes it is chance which takes how many of the
connections, and to be woken for each request alone costs twice what an answer does: both are the same for all, and hide them.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from specs_app import queries
from specs_app.access import PORTAL
from specs_app.document.types import item_key
from tests.performance import floor, nginx
from tests.performance.measure import Result
from tests.performance.served import CONNECTIONS, Served, serving
from tests.performance.subject import Subject
from tests.performance.wire import Reply
from tests.versions import published

LIMIT = 1.5
#: A round goes to and fro between the two, and takes the middle of what each has cost: a busy moment of the machine moves neither.
#: A slice is long enough for what comes due in it, as the log that is written five times a second.
SLICES, SLICE = 5, 640
ROUNDS = 3
SLUG = "bench-kept"
FLOOR = "empty application"
#: The server's own.
NOT_OURS = {"server", "date", "connection"}
ONE_PROCESS = ["manage.py", "serve", "--workers", "1", "--port"]
#: DEBUG: static files need no manifest.
PORTAL_SETTINGS = {
    "PROXIES": "1",
    "DEBUG": "1",
    "ALLOWED_HOSTS": "127.0.0.1",
    "DJANGO_SETTINGS_MODULE": "tests.performance.unlimited",
}


def bench(subject: Subject) -> Iterator[Result]:
    published(subject.files, SLUG)
    document = queries.at(SLUG, viewer=PORTAL)[1].document
    entry = max(document.objects, key=lambda found: len(found.items))
    item, rest = item_key(entry, entry.items[0]), f"/api/v1/specifications/{SLUG}"
    if not nginx.is_installed():
        print("nginx is not installed, so nothing is measured beside it")
    with serving(ONE_PROCESS, **PORTAL_SETTINGS) as portal:
        yield from kept(portal, "page of an item", f"/{SLUG}/items/{item}/")
        yield from kept(portal, f"page of {entry.name}", f"/{SLUG}/objects/{entry.name}/")
        yield from kept(portal, "items by systems", f"/{SLUG}/matrices/items-systems/")
        yield from kept(portal, "overview with its map", f"/{SLUG}/")
        yield from kept(portal, "model", f"/{SLUG}/model/")
        yield from kept(portal, "page of an item, 304", f"/{SLUG}/items/{item}/", known=True)
        yield from kept(portal, "REST, an item", f"{rest}/items/{item}/")
        yield from kept(portal, "REST, an item, 304", f"{rest}/items/{item}/", known=True)
        yield from kept(portal, "REST, 100 items", f"{rest}/items/")


@dataclass(frozen=True)
class Question:
    """What a server is asked over and over, over connections that stay open."""

    served: Served
    path: str
    headers: dict[str, str] = field(default_factory=dict)

    def reply(self) -> Reply:
        """As it is once it is kept."""
        return self.served.ask(self.path, 2, **self.headers)

    def cost(self) -> float:
        """Seconds of processor time that a slice of a round takes."""
        before = self.served.cpu()
        self.served.ask(self.path, SLICE, **self.headers)
        return self.served.cpu() - before

    def known(self) -> Question:
        """Asked by a client that has the answer already."""
        return Question(self.served, self.path, {"If_None_Match": self.reply().header("etag")})


def kept(portal: Served, name: str, path: str, *, known: bool = False) -> Iterator[Result]:
    """Of an answer that the portal keeps; ``known``: that the client has already."""
    whole = Question(portal, path)
    own, body = whole.known() if known else whole, whole.reply()
    if (reply := own.reply()).status != ("304 Not Modified" if known else "200 OK"):
        raise RuntimeError(f"{path} answers {reply.status}, so nothing can be measured")
    name = f"1,000 times {name}, kept: {len(reply.body):,} bytes"
    with returning("tests.performance.floor", reply) as bare:
        yield measured(name, own, Question(bare, path, own.headers), FLOOR, LIMIT)
    if nginx.is_installed():
        with returning("tests.performance.nginx", body) as files:
            file = Question(files, path)
            yield measured(name, own, file.known() if known else file, "nginx")


@contextmanager
def returning(module: str, reply: Reply) -> Iterator[Served]:
    """A server that returns the reply to whatever is asked."""
    told = [(key, text) for key, text in reply.headers if key not in NOT_OURS]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "answer"
        floor.write(file, reply.status, told, reply.body)
        with serving(["-m", module], **{floor.FLOOR: str(file)}) as served:
            yield served


def measured(name: str, own: Question, least: Question, beside: str, limit: float | None = None) -> Result:
    """Seconds of processor time for a thousand requests, of both: of some rounds the one with the middle ratio."""
    least.reply()
    pairs = sorted((one_round(own, least) for _ in range(ROUNDS)), key=lambda pair: pair[0] / pair[1])
    ours, its = pairs[ROUNDS // 2]
    return Result(name, ours, beside, its, limit)


def one_round(own: Question, least: Question) -> tuple[float, float]:
    spent = [(own.cost(), least.cost()) for _ in range(SLICES)]
    ours, its = (median(column) * 1000 / (SLICE * CONNECTIONS) for column in zip(*spent, strict=True))
    return ours, its
