"""``python -m tests.performance.open_loop PORT RATE < ADDRESSES``: asks for one address after the other, so many a second.

Each has its moment, however long the answers before it take, and is timed from that moment on. Prints a JSON object: ``seconds``
that each answer took, in their order, and ``errors``, what came instead of an answer with status 200.
"""

from __future__ import annotations

import json
import socket
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count

from tests.performance.wire import PATIENCE, next_reply, visitor

#: Those that are busy are waited for, and the wait counts.
CONNECTIONS = 64
#: Seconds until the first moment, so that everybody is there.
AHEAD = 0.5


@dataclass
class Loop:
    """Clients who share a list of addresses: whoever is free takes the next and waits for its moment."""

    port: int
    rate: float
    paths: list[str]
    seconds: list[float] = field(init=False)
    errors: list[str] = field(default_factory=list)
    _begin: float = field(default_factory=lambda: time.perf_counter() + AHEAD)
    _numbers: count[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        self.seconds = [0.0] * len(self.paths)

    def client(self) -> None:
        """One client, over one connection, as long as there are addresses."""
        connection = self._connected()
        while (number := next(self._numbers)) < len(self.paths):
            moment = self._begin + number / self.rate
            time.sleep(max(0, moment - time.perf_counter()))
            try:
                self._ask(connection, number)
            except (OSError, RuntimeError) as error:
                self.errors.append(f"{self.paths[number]}: {error}")
                connection = self._connected()
            self.seconds[number] = time.perf_counter() - moment
        connection.close()

    def _ask(self, connection: socket.socket, number: int) -> None:
        head = f"GET {self.paths[number]} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nAccept-Encoding: br\r\n"
        connection.sendall(f"{head}X-Forwarded-For: {visitor(number)}\r\n\r\n".encode())
        if (reply := next_reply(connection)).status != "200 OK":
            self.errors.append(f"{self.paths[number]}: {reply.status}")

    def _connected(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)


def main(port: int, rate: float) -> None:
    loop = Loop(port, rate, sys.stdin.read().split())
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        for going in [pool.submit(loop.client) for _ in range(CONNECTIONS)]:
            going.result()
    print(json.dumps({"seconds": loop.seconds, "errors": loop.errors}))


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
