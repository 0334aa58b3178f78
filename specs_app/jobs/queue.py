"""The queue as those see it who have work done: calls that wait in the database, and how each stands."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.core.exceptions import SuspiciousOperation
from django.db import transaction
from django.db.models import Min, Q
from django.utils import timezone
from django_tasks_db.backend import DatabaseBackend, TaskResult
from django_tasks_db.compat import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult

from specs_app.jobs.definition import Job
from specs_app.jobs.models import JobState

P = ParamSpec("P")
T = TypeVar("T")

WAITING, RUNNING, FAILED = TaskResultStatus.READY, TaskResultStatus.RUNNING, TaskResultStatus.FAILED


class Queue(DatabaseBackend):
    """The library's table, in which no call waits twice."""

    def enqueue(self, task: Task[P, T], args: Any, kwargs: Any) -> TaskResult[P, T]:
        """Queue a call; it is there once the caller's transaction is safe. An equal one that waits is brought forward instead,
        unless it has failed and waits for its next try.

        The lock on the equal one keeps every worker from it until then, so that its run finds what the caller has written. Who
        cannot have the lock queues another, and waits for nobody.
        """
        wanted = task.run_after or timezone.now()
        key = key_of(task, *args, **kwargs)
        with transaction.atomic():
            waits = DBTaskResult.objects.filter(status=WAITING, state__key=key).select_related("state")
            equal = waits.select_for_update(skip_locked=True, of=("self",)).first()
            if equal is None:
                result = super().enqueue(task.using(run_after=wanted), args, kwargs)
                JobState.objects.create(job=result.db_result, key=key)
                return result
            if equal.run_after > wanted and not equal.state.tries:
                equal.run_after = wanted
                equal.save(update_fields=["run_after"])
            return equal.task_result


def key_of(task: Task[..., Any], *args: Any, **kwargs: Any) -> str:
    """The same for equal calls."""
    words = json.dumps([task.module_path, args, kwargs], sort_keys=True)
    return hashlib.sha256(words.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Standing:
    """How a call stands: a status, how many due ones come first, what it says of itself, and the last line of its last error."""

    key: UUID
    title: str
    arguments: str
    status: str
    since: datetime
    due: datetime
    tries: int
    ahead: int
    progress: str
    error: str

    @property
    def may_be_hastened(self) -> bool:
        """Whether `try_again` takes it."""
        return self.status == FAILED or (self.status == WAITING and self.tries > 0)


def standing(job: Job[..., Any], *args: Any) -> Standing | None:
    """Of the latest call that is equal to this one; None where there was none, or long ago."""
    calls = DBTaskResult.objects.filter(state__key=key_of(job, *args)).select_related("state")
    latest = calls.order_by("-enqueued_at").first()
    if latest is None:
        return None
    return _standing(latest, ahead=_count_before(latest) if latest.status == WAITING else 0)


def _count_before(row: DBTaskResult[..., Any]) -> int:
    """How many due calls are taken before one that waits."""
    earlier = Q(priority__gt=row.priority) | Q(priority=row.priority, run_after__lt=row.run_after)
    return DBTaskResult.objects.ready().filter(earlier).count()


def count_waiting(job: Job[..., Any]) -> int:
    """How many calls of a job wait."""
    return DBTaskResult.objects.filter(status=WAITING, task_path=job.module_path).count()


def listed(status: str, most: int) -> list[Standing]:
    """The first calls of a status, in the order of the queue."""
    return [_standing(row) for row in DBTaskResult.objects.filter(status=status).select_related("state")[:most]]


def _standing(row: DBTaskResult[..., Any], ahead: int = 0) -> Standing:
    return Standing(
        key=row.pk,
        title=defined.title if (defined := job_of(row)) else row.task_path,
        arguments=", ".join(map(str, row.args_kwargs["args"])),
        status=row.status,
        since=row.started_at or row.enqueued_at,
        due=row.run_after,
        tries=row.state.tries,
        ahead=ahead,
        progress=row.state.progress,
        error=row.traceback.strip().rpartition("\n")[2],
    )


def job_of(row: DBTaskResult[..., Any]) -> Job[..., Any] | None:
    """What a row calls; None where this version of the portal has no such job."""
    try:
        return row.task if isinstance(row.task, Job) else None
    except (ImportError, SuspiciousOperation):
        return None


@dataclass(frozen=True, slots=True)
class Figures:
    """The queue in numbers; ``oldest_due`` is how many seconds the call that should have run first has waited."""

    due: int
    oldest_due: int
    running: int
    failed: int


def figures() -> Figures:
    due, now = DBTaskResult.objects.ready(), timezone.now()
    first = due.aggregate(first=Min("run_after"))["first"]
    return Figures(
        due=due.count(),
        oldest_due=round((now - first).total_seconds()) if first else 0,
        running=DBTaskResult.objects.running().count(),
        failed=DBTaskResult.objects.failed().count(),
    )


def try_again(key: UUID) -> Standing | None:
    """Have a call that failed, for good or until its next try, run now as if it were new; None where none of that key has."""
    failed = Q(status=FAILED) | Q(status=WAITING, state__tries__gt=0)
    with transaction.atomic():
        row = (
            DBTaskResult.objects.filter(failed, pk=key).select_related("state").select_for_update(of=("self",)).first()
        )
        if row is None:
            return None
        JobState.objects.filter(pk=key).update(tries=0, losses=0, progress="")
        row.status, row.run_after, row.finished_at = WAITING, timezone.now(), None
        row.save(update_fields=["status", "run_after", "finished_at"])
    return _standing(row)


def absorb(row: DBTaskResult[..., Any], until: datetime) -> None:
    """Take away the calls that are equal to one and due until then: its run does their work. None that somebody relies on."""
    equal = DBTaskResult.objects.filter(status=WAITING, state__key__in=JobState.objects.filter(pk=row.pk).values("key"))
    found = equal.filter(run_after__lte=until).exclude(pk=row.pk).select_for_update(skip_locked=True, of=("self",))
    DBTaskResult.objects.filter(pk__in=list(found.values_list("pk", flat=True))).delete()


def report(progress: str) -> None:
    """What a job says of how far it is; it calls this itself."""
    JobState.objects.filter(pk=at_work).update(progress=progress[:200])


#: The job of this process; a process of a worker has one at a time.
at_work: UUID | None = None
