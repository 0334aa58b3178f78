"""Answers that all processes keep together on a cache server, behind the shelf of each."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from hashlib import blake2b
from hmac import compare_digest
from time import monotonic
from typing import TypeVar

from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from specs_app.freshness import PublicState
from ssd_portal.published.asked import Key
from ssd_portal.published.edition import edition
from ssd_portal.published.entries import Entry

log = logging.getLogger(__name__)
Answer = TypeVar("Answer")

#: Seconds that the server may take to answer, and seconds that nobody asks it once it has not.
TIMEOUT = 0.2
PAUSE = 30.0
#: Seconds after which no entry stands any more, as its state names the day.
A_DAY = 86_400
SEAL = 32


class Common:
    """The answers on the Redis server at ``url``, whose own policy bounds them.

    Nothing is taken from it that no process of this edition has sealed for just this key: whoever else writes to the server
    can take answers away, not put others in their place. While it is away there are no answers.
    """

    def __init__(self, url: str) -> None:
        once_more = Retry(NoBackoff(), 1)  # a connection that lay idle may have ended
        self._server = Redis.from_url(url, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT, retry=once_more)
        self._edition = edition()
        self._away_until = 0.0

    def get(self, key: Key) -> Entry | None:
        """The answer, whatever state it was made in."""
        name = self._name(key)
        data = self._asked(lambda server: server.get(name))
        return self._unsealed(name, data) if isinstance(data, bytes) else None

    def put(self, key: Key, entry: Entry) -> None:
        """Keep an answer, in place of an earlier one."""
        name = self._name(key)
        data = packed(entry)
        self._asked(lambda server: server.set(name, self._seal(name, data) + data, ex=A_DAY))

    def _asked(self, ask: Callable[[Redis], Answer]) -> Answer | None:
        """What the server says; None where it does not, and then for a while without asking."""
        if monotonic() < self._away_until:
            return None
        try:
            return ask(self._server)
        except RedisError as error:
            self._away_until = monotonic() + PAUSE
            log.warning("The cache server does not answer, and is not asked for %d seconds: %s", PAUSE, error)
            return None

    def _name(self, key: Key) -> str:
        return "portal:" + blake2b(repr(tuple(key)).encode(), key=self._edition, digest_size=20).hexdigest()

    def _seal(self, name: str, data: bytes) -> bytes:
        return blake2b(name.encode() + data, key=self._edition, digest_size=SEAL).digest()

    def _unsealed(self, name: str, data: bytes) -> Entry | None:
        seal, rest = data[:SEAL], data[SEAL:]
        return unpacked(rest) if compare_digest(seal, self._seal(name, rest)) else None


def packed(entry: Entry) -> bytes:
    """A line of JSON, then the bytes of the answer."""
    return (
        json.dumps([entry.path, entry.state, entry.etag, entry.headers, entry.unchanged]).encode() + b"\n" + entry.body
    )


def unpacked(data: bytes) -> Entry:
    head, _, body = data.partition(b"\n")
    path, states, etag, headers, unchanged = json.loads(head)
    state = {slug: PublicState(*parts) for slug, parts in states.items()}
    return Entry(path, state, etag, tuple(map(tuple, headers)), tuple(map(tuple, unchanged)), body)
