"""HTTP over a connection that stays open, as little of it as a client needs who must not cost much."""

from __future__ import annotations

import socket
from dataclasses import dataclass

#: As a proxy tells them apart.
VISITORS = 64
#: Seconds after which there is no answer.
PATIENCE = 60


@dataclass(frozen=True)
class Reply:
    """Status line, headers as they were sent, and the bytes."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str:
        return next(text for key, text in self.headers if key == name)


def visitor(number: int) -> str:
    """The address of one of some visitors."""
    return f"10.0.0.{number % VISITORS}"


def next_reply(connection: socket.socket) -> Reply:
    """What comes next over a connection; raises ``RuntimeError`` where it has been closed."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += _more(connection)
    head, _, body = data.partition(b"\r\n\r\n")
    status, *lines = head.decode("latin-1").split("\r\n")
    headers = [(name.lower(), text) for name, _, text in (line.partition(": ") for line in lines)]
    length = 0 if " 304 " in status else int(dict(headers)["content-length"])
    while len(body) < length:
        body += _more(connection)
    return Reply(status.partition(" ")[2], headers, body)


def _more(connection: socket.socket) -> bytes:
    if data := connection.recv(1 << 18):
        return data
    raise RuntimeError("The server has closed the connection")
