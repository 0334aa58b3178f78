"""Whether what the portal stands on can be used; whatever of it hangs, the answer comes within seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict
from time import monotonic
from typing import TypeVar

from django.db import Error as DatabaseError
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from specs_app.access import PORTAL
from specs_app.jobs.queue import figures
from specs_app.models import Specification
from specs_app.queries import specifications, unreadable
from ssd_portal.checks import check_repository_root

Answer = TypeVar("Answer")

READY = "ok"
#: Seconds that the database, and then the disk, may take to answer.
LIMIT = 5
#: Each is asked by one thread of its own: what hangs takes that thread and no more.
_of_database = ThreadPoolExecutor(1, thread_name_prefix="readyz-database")
_of_disk = ThreadPoolExecutor(1, thread_name_prefix="readyz-disk")


def states() -> dict[str, str]:
    """How each stands: ``ok``, or what is wrong, in numbers alone: not everybody may know of each specification."""
    try:
        database, known = _within_limit(_of_database, _ask_database)
    except TimeoutError:
        database, known = _late(), ()
    return {"database": database, "repositories": _repositories(known) if database == READY else "not known"}


def jobs() -> dict[str, int] | None:
    """How the queue stands; None where the database does not tell. Whoever is late with jobs is no worse at answering."""
    try:
        return _within_limit(_of_database, _ask_queue)
    except TimeoutError:
        return None


def _ask_queue() -> dict[str, int] | None:
    try:
        with _limited_queries():
            return asdict(figures())
    except DatabaseError:
        return None
    finally:
        connection.close()


def _within_limit(asker: ThreadPoolExecutor, question: Callable[[], Answer]) -> Answer:
    """The answer; raises `TimeoutError` where there is none in time."""
    asked = asker.submit(question)
    try:
        return asked.result(timeout=LIMIT)
    finally:
        asked.cancel()


def _late() -> str:
    return f"did not answer within {LIMIT} seconds"


def _ask_database() -> tuple[str, Sequence[Specification]]:
    """How it stands, and the specifications that it knows. Asked on a connection of its own, which is closed again."""
    began = monotonic()
    try:
        with _limited_queries():
            executor = MigrationExecutor(connection)
            if waiting := executor.migration_plan(executor.loader.graph.leaf_nodes()):
                return f"{len(waiting)} migrations wait", ()
            return READY, list(specifications(PORTAL))
    except DatabaseError:
        return _late() if monotonic() - began >= LIMIT else "cannot be reached", ()
    finally:
        connection.close()


@contextmanager
def _limited_queries() -> Iterator[None]:
    """PostgreSQL itself ends a query that takes too long, so that nothing of it stays behind. Who reads SQLite does not wait."""
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(round(LIMIT * 1000))])
        yield


def _repositories(known: Sequence[Specification]) -> str:
    if check_repository_root():
        return "cannot be written"
    try:
        count = _within_limit(_of_disk, lambda: unreadable(known))
    except TimeoutError:
        return _late()
    return f"{count} of {len(known)} cannot be read" if count else READY
