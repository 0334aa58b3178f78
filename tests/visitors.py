"""Somebody who asks the application that a server is given: the layer of kept answers around Django."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import brotli
from django.core.wsgi import get_wsgi_application
from django.test import RequestFactory

from ssd_portal.published.layer import Published

#: Brings Django's own answer: no message of that name is signed, and kept answers are not for whoever has one.
PAST_WHAT_IS_KEPT = {"Cookie": "messages=none"}
UNPACKERS = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}
#: New in each answer, or of the one who asks.
OF_THE_REQUEST = {"x-request-id"}


@dataclass(frozen=True)
class Answer:
    """What was sent."""

    status: int
    headers: dict[str, str]
    sent: bytes

    @property
    def body(self) -> bytes:
        return UNPACKERS[self.headers.get("content-encoding", "")](self.sent)

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def lasting(self) -> dict[str, str]:
        return lasting(self.headers)


def lasting(headers: dict[str, str]) -> dict[str, str]:
    """The headers that are alike in every answer of the same; the order of rules in a policy means nothing."""
    kept = {name: text for name, text in headers.items() if name not in OF_THE_REQUEST}
    if policy := kept.get("content-security-policy"):
        kept["content-security-policy"] = "; ".join(sorted(policy.split("; ")))
    return kept


@dataclass
class Site:
    """The application of one process. ``made`` counts the requests that Django was asked."""

    made: int = 0
    layer: Published = field(init=False)

    def __post_init__(self) -> None:
        django = get_wsgi_application()

        def counted(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
            self.made += 1
            return django(environ, start)

        self.layer = Published(counted)

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Ask as a visitor does; ``Accept_Encoding="br"`` is a header."""
        sent = {"Host": "testserver", **{name.replace("_", "-"): text for name, text in headers.items()}}
        meta = RequestFactory(headers=sent).generic(method, path).META
        return self.ask({name: value for name, value in meta.items() if name != "HTTP_COOKIE" or value})

    def ask(self, environ: dict[str, Any]) -> Answer:
        told: list[Any] = []
        response = self.layer(environ, lambda *said: told.append(said))
        sent = b"".join(response)
        if hasattr(response, "close"):
            response.close()
        status, headers = told[-1][:2]
        return Answer(int(status.split()[0]), {name.lower(): text for name, text in headers}, sent)

    def kept(self, path: str, **headers: str) -> Answer:
        """An answer that Django was not asked for, after one that it was."""
        self.get(path, **headers)
        before = self.made
        answer = self.get(path, **headers)
        if self.made != before:
            raise AssertionError(f"{path} is not kept")
        return answer
