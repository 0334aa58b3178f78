"""Whether what the portal stands on can be used; whatever of it hangs, the answer comes within seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta
from time import monotonic
from typing import TypeVar

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from specs_app.access import PORTAL
from specs_app.jobs.queue import figures
from specs_app.queries import behind, push_figures, specifications, unreadable
from specs_app.repository.folder import repository_path
from ssd_portal.checks import check_repository_root

Answer = TypeVar("Answer")

READY = "ok"
UNTOLD: dict[str, dict[str, int] | None] = {"jobs": None, "push": None}
#: How long a repository may take to follow what was published.
PATIENCE = timedelta(minutes=10)
#: Seconds that the database, and then the disk, may take to answer.
LIMIT = 5
#: Each is asked by one thread of its own: what hangs takes that thread and no more.
_of_database = ThreadPoolExecutor(1, thread_name_prefix="readyz-database")
_of_disk = ThreadPoolExecutor(1, thread_name_prefix="readyz-disk")


@dataclass(frozen=True, slots=True)
class Known:
    """The specifications that the database holds, and how many of them are lost, or behind on the disk."""

    slugs: Sequence[str] = ()
    lost: int = 0
    behind: int = 0


def states() -> dict[str, str]:
    """How each stands: ``ok``, or what is wrong, in numbers alone: not everybody may know of each specification."""
    try:
        database, known = _within_limit(_of_database, _ask_database)
    except TimeoutError:
        database, known = _late(), None
    if known is None:
        return {"database": database, "specifications": "not known", "mirror": "not known"}
    return {
        "database": database,
        "specifications": f"{known.lost} of {len(known.slugs)} cannot be read" if known.lost else READY,
        "mirror": f"{known.behind} of {len(known.slugs)} are behind" if known.behind else _folders(known.slugs),
    }


def is_ready(found: Mapping[str, str]) -> bool:
    """Whether this node can do its work: all but the mirror, which is the work of a node that runs jobs."""
    needed = found.keys() - (set() if settings.RUNS_JOBS else {"mirror"})
    return all(found[name] == READY for name in needed)


def besides() -> dict[str, dict[str, int] | None]:
    """How the queue and the remotes stand, in numbers; None where the database does not tell.

    Whoever is late with jobs, or cannot push, is no worse at answering.
    """
    try:
        return _within_limit(_of_database, _ask_besides)
    except TimeoutError:
        return UNTOLD


def _ask_besides() -> dict[str, dict[str, int] | None]:
    try:
        with _limited_queries():
            return {"jobs": asdict(figures()), "push": asdict(push_figures())}
    except DatabaseError:
        return UNTOLD
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


def _ask_database() -> tuple[str, Known | None]:
    """How it stands, and what it holds. Asked on a connection of its own, which is closed again."""
    began = monotonic()
    try:
        with _limited_queries():
            executor = MigrationExecutor(connection)
            if waiting := executor.migration_plan(executor.loader.graph.leaf_nodes()):
                return f"{len(waiting)} migrations wait", None
            known = list(specifications(PORTAL))
            late = behind(known, timezone.now() - PATIENCE)
            return READY, Known([entry.slug for entry in known], unreadable(known), late)
    except DatabaseError:
        return _late() if monotonic() - began >= LIMIT else "cannot be reached", None
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


def _folders(slugs: Sequence[str]) -> str:
    """How the repositories stand on the disk, where this node writes them."""
    try:
        return _within_limit(_of_disk, lambda: _missing(slugs)) if settings.RUNS_JOBS else READY
    except TimeoutError:
        return _late()


def _missing(slugs: Sequence[str]) -> str:
    if check_repository_root():
        return "cannot be written"
    count = sum(not (repository_path(slug) / "HEAD").exists() for slug in slugs)
    return f"{count} of {len(slugs)} are missing" if count else READY
