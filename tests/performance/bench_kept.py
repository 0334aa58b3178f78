"""Kept answers beside an empty WSGI application that returns the same bytes under the same server, in processor time."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from specs_app import queries
from specs_app.access import PORTAL
from specs_app.document.types import item_key
from tests.performance import floor
from tests.performance.measure import Result
from tests.performance.served import Served, serving
from tests.performance.subject import Subject
from tests.versions import published

LIMIT = 1.5
#: A round goes to and fro between the two, so that a busy moment of the machine hits both.
SLICES, SLICE = 8, 500
ROUNDS = 3
SLUG = "bench-kept"
FLOOR = "empty application"
#: The server's own.
NOT_OURS = {"server", "date", "connection"}
PORTAL_COMMAND = ["manage.py", "serve", "--workers", "2", "--threads", "1", "--port"]


def bench(subject: Subject) -> Iterator[Result]:
    published(subject.files, SLUG)
    document = queries.at(SLUG, viewer=PORTAL)[1].document
    entry = max(document.objects, key=lambda found: len(found.items))
    item, rest = item_key(entry, entry.items[0]), f"/api/v1/specifications/{SLUG}"
    # DEBUG: static files need no manifest.
    own = {"PROXIES": "1", "DEBUG": "1", "ALLOWED_HOSTS": "127.0.0.1"}
    with serving(PORTAL_COMMAND, **own, DJANGO_SETTINGS_MODULE="tests.performance.unlimited") as portal:
        yield kept(portal, "page of an item", f"/{SLUG}/items/{item}/")
        yield kept(portal, f"page of {entry.name}", f"/{SLUG}/objects/{entry.name}/")
        yield kept(portal, "page of an item, 304", f"/{SLUG}/items/{item}/", known=True)
        yield kept(portal, "REST, an item", f"{rest}/items/{item}/")
        yield kept(portal, "REST, an item, 304", f"{rest}/items/{item}/", known=True)
        yield kept(portal, "REST, 100 items", f"{rest}/items/")


def kept(portal: Served, name: str, path: str, *, known: bool = False) -> Result:
    """Of an answer that every process of the portal keeps; ``known``: that the client has already."""
    whole = portal.ask(path, 50)
    headers = {"If_None_Match": whole.header("etag")} if known else {}
    reply = portal.ask(path, 50, **headers)
    if reply.status != ("304 Not Modified" if known else "200 OK"):
        raise RuntimeError(f"{path} answers {reply.status}, so nothing can be measured")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "answer"
        told = [(key, text) for key, text in reply.headers if key not in NOT_OURS]
        floor.write(file, reply.status, told, reply.body)
        with serving(["-m", "tests.performance.floor"], **{floor.FLOOR: str(file)}) as bare:
            bare.ask(path, 50, **headers)
            rounds = [one_round(portal, bare, path, headers) for _ in range(ROUNDS)]
    own, least = min(rounds, key=lambda pair: pair[0] / pair[1])
    return Result(f"1,000 times {name}, kept: {len(reply.body):,} bytes", own, FLOOR, least, LIMIT)


def one_round(portal: Served, bare: Served, path: str, headers: dict[str, str]) -> tuple[float, float]:
    """Seconds of processor time for a thousand requests, of both."""
    spent = [[asked(served, path, headers) for served in (portal, bare)] for _ in range(SLICES)]
    own, least = (sum(column) * 1000 / (SLICES * SLICE) for column in zip(*spent, strict=True))
    return own, least


def asked(served: Served, path: str, headers: dict[str, str]) -> float:
    before = served.cpu()
    served.ask(path, SLICE, **headers)
    return served.cpu() - before
