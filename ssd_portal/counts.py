"""How often something may happen within a span of time, over all processes and machines that share the database.

A process takes a portion of what is left, a twentieth of the limit, in one statement, and hands it out from its own memory: most
requests ask the database nothing. So a limit is never exceeded, and is reached at most a portion for each other process early.
Spans are those of the clock: a limit a minute begins anew with each minute.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock

from django.db import OperationalError, connection

from specs_app.web.failures import is_locked
from ssd_portal.models import RequestCount

#: A process takes so many parts of a limit at a time.
PORTIONS = 20
#: Milliseconds that a count waits for a writer of SQLite; then the portion is handed out uncounted, as no reader waits for writers.
PATIENCE = 250
TAKE = """
    INSERT INTO portal_request_count (key, until, used) VALUES (%s, %s, %s)
    ON CONFLICT (key) DO UPDATE SET
        used = excluded.used + CASE WHEN portal_request_count.until < excluded.until
            THEN 0 ELSE portal_request_count.used END,
        until = CASE WHEN portal_request_count.until < excluded.until
            THEN excluded.until ELSE portal_request_count.until END
    RETURNING used
"""


@dataclass(slots=True)
class Portion:
    """What this process may still hand out under a key until a second of the clock, and whether there may be more to take."""

    until: int
    left: int = 0
    more: bool = True


class Counts:
    """The portions that this process holds, shared by its threads."""

    def __init__(self) -> None:
        self._portions: dict[str, Portion] = {}
        self._until = 0
        self._is_swept = True
        self._lock = Lock()

    def allows(self, key: str, limit: int, seconds: int) -> bool:
        """Count one more under ``key``, of which there may be ``limit`` in ``seconds``; False where there were as many."""
        with self._lock:
            held = self._portions.get(key)
            if held is None or held.until <= time.time():
                held = self._portions[key] = self._begun(seconds)
            if held.left:
                held.left -= 1
                return True
            if not held.more:
                return False
            sweep, self._is_swept = not self._is_swept, True
        taken, more = take(key, held.until, limit, sweep=sweep)
        with self._lock:
            held.left, held.more = held.left + taken, more
            handed = held.left > 0
            held.left -= handed
            return handed

    def forget(self) -> None:
        """Hold nothing any more."""
        with self._lock:
            self._portions.clear()

    def _begun(self, seconds: int) -> Portion:
        """The empty portion of the span that runs now. Where that is a new one, whatever was held of those that have ended goes."""
        until = end_of_span(seconds)
        if until > self._until:
            self._until, self._is_swept, now = until, False, time.time()
            self._portions = {name: held for name, held in self._portions.items() if held.until > now}
        return Portion(until)


#: What this process holds.
COUNTS = Counts()


def end_of_span(seconds: int) -> int:
    """The second of the clock at which the span that runs now ends."""
    return (int(time.time()) // seconds + 1) * seconds


def take(key: str, until: int, limit: int, *, sweep: bool = False) -> tuple[int, bool]:
    """A portion of a limit, as much of it as is left, and whether there may be more; with ``sweep`` the rows that ended go."""
    portion = max(1, limit // PORTIONS)
    try:
        with hurried(), connection.cursor() as cursor:
            cursor.execute(TAKE, [key, until, portion])
            used = int(cursor.fetchone()[0])
            if sweep:
                RequestCount.objects.filter(until__lt=int(time.time())).delete()
    except OperationalError as error:
        if not is_locked(error):
            raise
        return portion, True
    return max(0, min(portion, limit - used + portion)), used < limit


@contextmanager
def hurried() -> Iterator[None]:
    """SQLite gives up soon where another writes."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    usual = round(connection.settings_dict["OPTIONS"]["timeout"] * 1000)
    connection.connection.execute(f"PRAGMA busy_timeout = {PATIENCE}")
    try:
        yield
    finally:
        connection.connection.execute(f"PRAGMA busy_timeout = {usual}")
