"""The server and its job worker as one: started together, ended together."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

from django.conf import settings
from django.db import connections
from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.server.common import AbstractServer

log = logging.getLogger(__name__)

TARGET = "ssd_portal.worker:application"
#: Seconds that answers under way and the job worker have when the server is stopped; then they are killed.
GRACE = 5
#: Seconds before a job worker that has died is started again.
PAUSE = 5


def serve(*, host: str, port: int, workers: int, threads: int, jobs: bool) -> None:
    """Serve until stopped by SIGINT, SIGTERM or the end of the terminal.

    ``workers`` times ``threads`` is the number of database connections.
    """
    multiprocessing.set_start_method("spawn", force=True)  # nothing of this process is any business of a worker's
    connections.close_all()
    os.environ["PORTAL_RUNS_JOBS"] = str(jobs)
    os.environ["SECRET_KEY"] = settings.SECRET_KEY  # where none is set, each process would make up its own
    server = prepared(TARGET, host=host, port=port, workers=workers, threads=threads)
    _end_with_terminal(server)
    try:
        with job_worker() if jobs else _nothing():
            server.serve()
    finally:
        for worker in multiprocessing.active_children():  # none, unless the server itself broke off
            worker.kill()


def prepared(target: str, *, host: str, port: int, workers: int, threads: int) -> AbstractServer[Any]:
    """The server of a WSGI application, given as ``module:name``, with the settings that all of ours have."""
    return Granian(
        target,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        # What waits, waits where it costs nothing.
        backpressure=max(threads * 16, 32),
        websockets=False,
        http1_settings=HTTP1Settings(header_read_timeout=15_000),
        log_dictconfig=settings.LOGGING,
        respawn_failed_workers=True,
        workers_kill_timeout=GRACE,
        working_dir=settings.HOME,
    )


def _end_with_terminal(server: AbstractServer[Any]) -> None:
    """A terminal that is closed ends it as Ctrl-C does, but under `nohup`; the server by itself would load its workers anew."""
    before = signal.getsignal(signal.SIGHUP)
    now = before if before is signal.SIG_IGN else server.signal_handler_interrupt
    server.on_startup(lambda: signal.signal(signal.SIGHUP, now))


@contextmanager
def _nothing() -> Iterator[None]:
    yield


@contextmanager
def job_worker() -> Iterator[None]:
    """`run_jobs` beside what happens inside; started again where it dies, and ended at the end."""
    stopping = Event()
    started: list[subprocess.Popen[bytes]] = []
    watch = Thread(target=_keep_working, args=(stopping, started), daemon=True)
    watch.start()
    try:
        yield
    finally:
        stopping.set()
        _end(started)
        watch.join(GRACE)


def _keep_working(stopping: Event, started: list[subprocess.Popen[bytes]]) -> None:
    command = [sys.executable, "-m", "ssd_portal", "run_jobs", "--with-parent", str(os.getpid())]
    while not stopping.is_set():
        # In a session of its own: Ctrl-C goes to the server, which ends it in order.
        child = subprocess.Popen(command, cwd=settings.HOME, start_new_session=True)  # noqa: S603
        started[:] = [child]
        code = child.wait()
        if not stopping.is_set():
            log.error("The job worker ended with %s; it starts again in %s seconds.", code, PAUSE)
            stopping.wait(PAUSE)


def _end(started: list[subprocess.Popen[bytes]]) -> None:
    for child in started:
        child.terminate()
        try:
            child.wait(GRACE)
        except subprocess.TimeoutExpired:
            child.kill()
