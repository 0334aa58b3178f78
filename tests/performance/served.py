"""A server in processes of its own, asked over connections that stay open, and the processor time that all of it takes."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from tests.mail_sink import free_port
from tests.performance.wire import PATIENCE, Reply, next_reply, visitor

ROOT = Path(__file__).resolve().parents[2]
#: Asked together, as a server that is worth measuring is busy.
CONNECTIONS = 16
NANOSECONDS = 1e9
_visitors = count(1)


@dataclass
class Served:
    """A server at a port; ``process`` is the one that the others come from."""

    process: subprocess.Popen[bytes]
    port: int
    connections: list[socket.socket] = field(default_factory=list)

    def cpu(self) -> float:
        """Seconds of processor time that its processes have taken."""
        return sum(map(_on_processor, self._processes())) / NANOSECONDS

    def ask(self, path: str, times: int = 1, **headers: str) -> Reply:
        """Ask some times over each connection, as one of some visitors each time; the last reply."""
        if not self.connections:
            self.connections += [socket.create_connection(("127.0.0.1", self.port)) for _ in range(CONNECTIONS)]
        lines = "".join(f"{name.replace('_', '-')}: {text}\r\n" for name, text in headers.items())
        head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nAccept: */*\r\nAccept-Encoding: br\r\n{lines}"
        for _ in range(times):
            for connection in self.connections:
                connection.sendall(f"{head}X-Forwarded-For: {visitor(next(_visitors))}\r\n\r\n".encode())
            for connection in self.connections:
                reply = next_reply(connection)
        return reply

    def _processes(self) -> list[int]:
        found = [self.process.pid]
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                parent = int(path.read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue  # gone meanwhile
            if parent == self.process.pid:
                found.append(int(path.parent.name))
        return found


@contextmanager
def serving(command: list[str], **environment: str) -> Iterator[Served]:
    """A server while the block lasts: its command without the port, which comes last."""
    port = free_port()
    with (ROOT / "var" / "bench.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, *command, str(port)], cwd=ROOT, env={**os.environ, **environment}, stdout=log, stderr=log
        )
    served = Served(process, port)
    try:
        _wait_for(port, process)
        yield served
    finally:
        for connection in served.connections:
            connection.close()
        process.send_signal(signal.SIGINT)
        process.wait(PATIENCE)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError("The server did not start: see var/bench.log") from None
            time.sleep(0.1)


def _on_processor(pid: int) -> int:
    """Nanoseconds that the threads of a process have run, as Linux's scheduler counts them; the usual clock has ticks of 10 ms."""
    found = 0
    for path in Path(f"/proc/{pid}/task").glob("*/schedstat"):
        try:
            found += int(path.read_text().split()[0])
        except OSError:
            continue  # gone meanwhile
    return found
