"""Jobs in threads, each on a connection of its own, and a way to stop one at a certain point. Nothing waits for ever."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier, Event
from typing import Any

import pytest
from django.db import connection, connections
from django.utils.module_loading import import_string

#: Seconds after which what waits gives up: far more than anything here takes on a busy machine.
PATIENCE = 30
#: What the database does not tell of is given this many seconds to come about.
A_MOMENT = 0.3

Job = Callable[[], object]


def by_itself(job: Job) -> object:
    """What a job gives, or its error; on PostgreSQL a lock that does not come is one."""
    try:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"SET lock_timeout = '{PATIENCE}s'")
        return job()
    except Exception as error:  # noqa: BLE001
        return error
    finally:
        connections.close_all()


def at_once(*jobs: Job) -> list[object]:
    """Run the jobs in threads that start together; their results or errors."""
    barrier = Barrier(len(jobs), timeout=PATIENCE)

    def together(job: Job) -> object:
        barrier.wait()
        return by_itself(job)

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(together, jobs))


@contextmanager
def stopped_at(name: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """Who comes to the end of a function, by its full name, waits there until the block has ended; the event says that one has."""
    reached, go_on = Event(), Event()
    original: Callable[..., Any] = import_string(name)

    def waits(*args: Any, **kwargs: Any) -> Any:
        found = original(*args, **kwargs)
        reached.set()
        go_on.wait(PATIENCE)
        return found

    with monkeypatch.context() as patch:
        patch.setattr(name, waits)
        try:
            yield reached
        finally:
            go_on.set()


def queries_that_wait() -> int:
    """How many queries of this database wait for a lock; SQLite does not tell."""
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        (count,) = cursor.fetchone()
    return int(count)


def until_one_waits() -> bool:
    """Whether a query has come to wait for a lock; on SQLite it has had a moment to."""
    if connection.vendor != "postgresql":
        time.sleep(A_MOMENT)
        return True
    return soon(lambda: queries_that_wait() > 0)


def soon(holds: Callable[[], bool]) -> bool:
    """Whether something comes to hold."""
    until = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True
