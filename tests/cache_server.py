"""The Redis server that tests of shared answers use, and servers that are none."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread

import pytest
from redis import Redis, RedisError

URL = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/9")


def client() -> Redis:
    """A connection; skips the test where there is no server."""
    made = Redis.from_url(URL, socket_timeout=3, socket_connect_timeout=3)
    try:
        made.ping()
    except RedisError as error:
        pytest.skip(f"Redis cannot be reached ({error}): apt-get install redis-server, or set TEST_REDIS_URL")
    return made


@dataclass
class Mute:
    """A server that takes connections and says nothing; ``met`` has one for each."""

    url: str
    met: list[socket.socket] = field(default_factory=list)


@contextmanager
def mute() -> Iterator[Mute]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        made = Mute(f"redis://127.0.0.1:{listener.getsockname()[1]}/0")

        def take() -> None:
            while True:
                try:
                    made.met.append(listener.accept()[0])
                except OSError:
                    return

        Thread(target=take, daemon=True).start()
        yield made
        listener.shutdown(socket.SHUT_RDWR)
    for connection in made.met:
        connection.close()
