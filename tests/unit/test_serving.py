"""`manage.py serve` in processes of its own: it starts, it ends when told, and whatever ends it, nothing of it stays."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from uuid import uuid4

import pytest
from django.conf import settings

from ssd_portal.serving import GRACE
from tests.mail_sink import free_port
from tests.soak import SOAK

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are counted in /proc")
STARTED = 60
#: Each of two workers and the jobs may take the grace, one after the other.
MOST = 3 * GRACE + 10
#: Seconds from the start at which Ctrl-C is pressed; None: once pages are answered.
MOMENTS = (None, 0.5, 1, 1.5, 2, 2.5, 3, 4, 5, None) if SOAK else (None,)


@dataclass
class Served:
    """A server with its job worker; all of its processes bear the mark in their environment."""

    process: subprocess.Popen[str]
    port: int
    mark: str
    log: Path

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False

    def wait_until_it_answers(self) -> None:
        wait_for(self.answers, STARTED)

    def processes(self) -> list[str]:
        return [path.parent.name for path in Path("/proc").glob("[0-9]*/environ") if self.mark in read(path)]

    def keys(self) -> list[str]:
        """The key in the environment of each process that has one."""
        found = (read(Path("/proc", pid, "environ")).split("\0") for pid in self.processes())
        return [line for lines in found for line in lines if line.startswith("SECRET_KEY=")]

    def within_reach_of_ctrl_c(self) -> list[str]:
        return [pid for pid in self.processes() if os.getsid(int(pid)) == self.process.pid]

    def is_gone(self) -> bool:
        return self.processes() == []


def read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8", "replace")
    except OSError:
        return ""  # of another account, or gone meanwhile


def wait_for(condition, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"not within {seconds} seconds"
        time.sleep(0.1)


def environment(tmp_path: Path, mark: str) -> dict[str, str]:
    (tmp_path / "repositories").mkdir(exist_ok=True)
    own = {
        "DEBUG": "1",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'portal.sqlite3'}",
        "SPEC_REPO_ROOT": str(tmp_path / "repositories"),
        "SERVED_BY_TEST": mark,
    }
    return {**{name: words for name, words in os.environ.items() if name != "SECRET_KEY"}, **own}


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    port, mark = free_port(), uuid4().hex
    command = [sys.executable, "manage.py", "serve", "--jobs", "--port", str(port)]
    path = tmp_path / "log"
    with path.open("w") as log:
        process = subprocess.Popen(
            command,
            cwd=settings.BASE_DIR,
            env=environment(tmp_path, mark),
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            text=True,
        )
    found = Served(process, port, mark, path)
    yield found
    for pid in found.processes():
        os.kill(int(pid), signal.SIGKILL)
    process.wait()


@pytest.mark.soak
@pytest.mark.parametrize("moment", MOMENTS)
def test_interrupted_server_ends_soon_and_leaves_no_process(served: Served, moment: float | None) -> None:
    if moment is None:
        wait_for(lambda: served.log.read_text().count("Started worker-") == 2, STARTED)
        served.wait_until_it_answers()
        assert len(served.processes()) >= 4  # the server, two workers and the jobs
        assert len(served.within_reach_of_ctrl_c()) <= 2  # the server and Python's tracker, which ignores it
    else:
        time.sleep(moment)
    os.killpg(served.process.pid, signal.SIGINT)  # as Ctrl-C does
    served.process.wait(timeout=MOST)
    wait_for(served.is_gone, 2)
    if moment is None:
        assert "Killing" not in served.log.read_text()  # each worker ended by itself


def test_processes_share_the_key_that_was_made_up_for_them(served: Served) -> None:
    served.wait_until_it_answers()
    wait_for(lambda: len(served.keys()) >= 3, STARTED)  # two workers and the jobs
    assert len(set(served.keys())) == 1


def test_server_whose_terminal_is_closed_ends_and_leaves_no_process(served: Served) -> None:
    served.wait_until_it_answers()
    os.killpg(served.process.pid, signal.SIGHUP)
    served.process.wait(timeout=MOST)
    wait_for(served.is_gone, 2)


def test_killed_server_leaves_no_process_and_frees_its_port(served: Served) -> None:
    served.wait_until_it_answers()
    served.process.kill()
    wait_for(served.is_gone, STARTED)  # what was still loading ends when it has
    with socket.socket() as again:
        again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        again.bind(("127.0.0.1", served.port))


@pytest.mark.parametrize("shared", [False, True], ids=["alone", "shared"])
@pytest.mark.parametrize("command", [["manage.py", "serve", "--jobs", "--port"], ["-m", "ssd_portal.ports"]])
def test_port_that_is_taken_is_one_line_and_two(tmp_path: Path, command: list[str], shared: bool) -> None:
    with socket.socket() as taken:
        if shared:  # as every server that would share a port in silence
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = subprocess.run(
            [sys.executable, *command, str(taken.getsockname()[1])],
            cwd=settings.BASE_DIR,
            env=environment(tmp_path, ""),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    said = [line for line in done.stderr.splitlines() if "migration" not in line and line]
    assert done.returncode == 2
    assert len(said) == 1
    assert "Address already in use" in said[0]


@pytest.mark.parametrize("port", ["", "eight", "0", "65536", "٨٠٠٠", "-1"])
def test_port_that_is_none_is_one_line(port: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ssd_portal.ports", port],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, f"PORT={port} is no port: write a number such as 8000.\n")
