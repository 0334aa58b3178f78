"""A worker: takes what is due, runs it, and puts back what another worker left behind.

Several may work at once, on any machines that reach the database. A worker says in the row of its job, again and again, that it is
alive; a job whose worker has not for the length of a lease is taken for lost and runs again.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from multiprocessing.process import BaseProcess
from threading import Event, Thread

from django.db import DatabaseError, close_old_connections, connections, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.models import DBTaskResult

from specs_app.jobs import queue
from specs_app.jobs.models import JobState
from specs_app.jobs.outcome import JobLost, Row, TooLong, conclude, fail, put_back_untried
from specs_app.jobs.processes import end_with_parent
from specs_app.jobs.queue import RUNNING, job_of
from specs_app.jobs.upkeep import queue_at_start, queue_recurring, sweep

log = logging.getLogger(__name__)

#: How long a worker counts as alive, how often it says so, and how long it rests where nothing is due (seconds).
LEASE = timedelta(seconds=60)
BEAT = 10.0
IDLE = 1.0


def work(*, once: bool = False, while_true: Callable[[], bool] = lambda: True) -> None:
    """Run jobs until stopped; or, ``once``, what is due now and what comes of it."""
    if not once:
        queue_at_start()
    name = f"{socket.gethostname()[:40]}-{os.getpid()}-{get_random_string(6)}"
    while while_true():
        try:
            close_old_connections()
            queue_recurring()
            sweep()
            if row := claim(name):
                perform(row)
                continue
        except DatabaseError as error:
            if once:
                raise
            log.warning("The database did not answer: %s", error)
        if once:
            return
        time.sleep(IDLE)


def claim(worker: str) -> Row | None:
    """Take the first job that is due, and with it the equal ones that are due too."""
    due = DBTaskResult.objects.ready()
    if not due.exists():  # looking takes no lock
        return None
    with transaction.atomic():
        row = due.get_locked()
        if row is None:
            return None
        row.claim(worker)
        JobState.objects.filter(pk=row.pk).update(tries=F("tries") + 1, lease=timezone.now() + LEASE, progress="")
        queue.absorb(row, until=timezone.now())
    return row


def perform(row: Row) -> None:
    """Run a job that was claimed: with a limit in a process of its own, else in this one. Stopped, it waits again."""
    defined = job_of(row)
    try:
        if defined and defined.limit:
            run_apart(row, defined.limit)
        else:
            with _lease_renewed(row):
                run(row)
    except (SystemExit, KeyboardInterrupt):
        connections.close_all()
        conclude(row, put_back_untried)
        raise


def run_apart(row: Row, limit: float) -> None:
    """Run a job in a process that ends with this one, and after ``limit`` seconds."""
    connections.close_all()  # a process and its child must not share one
    child = multiprocessing.get_context("fork").Process(target=_child, args=(row, os.getpid()))
    child.start()
    try:
        late = not _ends(child, row, limit)
    finally:
        child.kill()
        child.join()
    if late:
        fail(row, TooLong(f"It was stopped after {limit:g} seconds"))
    elif child.exitcode:
        fail(row, JobLost(f"Its process ended with {child.exitcode}"))


def _ends(child: BaseProcess, row: Row, limit: float) -> bool:
    """Whether a job's process ends within its limit; its lease is renewed until then."""
    until = time.monotonic() + limit
    while child.is_alive():
        left = until - time.monotonic()
        if left <= 0:
            return False
        child.join(min(left, BEAT))
        _renew_lease(row)
    return True


@contextmanager
def _lease_renewed(row: Row) -> Iterator[None]:
    """The lease does not end while what happens inside goes on."""
    ended = Event()

    def renew() -> None:
        while not ended.wait(BEAT):
            _renew_lease(row)
        connections.close_all()

    thread = Thread(target=renew, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _renew_lease(row: Row) -> None:
    try:
        JobState.objects.filter(pk=row.pk, job__status=RUNNING).update(lease=timezone.now() + LEASE)
    except DatabaseError as error:
        log.warning("The database did not answer: %s", error)
        connections.close_all()


def _child(row: Row, parent: int) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    end_with_parent(parent)
    run(row)


def run(row: Row) -> None:
    """Call the job's function here and now, and write down what came of it."""
    queue.at_work = row.pk
    try:
        value = row.task.call(*row.args_kwargs["args"], **row.args_kwargs["kwargs"])
        conclude(row, lambda mine: mine.set_successful(value))
    except Exception as error:  # noqa: BLE001 - whatever a job raises is kept in its row
        fail(row, error)
    finally:
        queue.at_work = None
