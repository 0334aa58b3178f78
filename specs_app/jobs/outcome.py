"""How an attempt of a job ends: done, failed, or put back to be tried again."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from specs_app.jobs.models import JobState
from specs_app.jobs.queue import WAITING, absorb, job_of

log = logging.getLogger(__name__)

Row = DBTaskResult[..., Any]


class JobLost(Exception):
    """The process of a job ended before the job did."""


class TooLong(Exception):
    """A job was not done within its limit."""


def fail(row: Row, error: Exception) -> None:
    """The error is kept; where the job has attempts left, it waits for the next."""

    def failed(mine: Row) -> None:
        mine.set_failed(error)
        defined, tries = job_of(mine), mine.state.tries
        if defined and defined.may_try_again(tries, error):
            put_back(mine, defined.pause_after(tries))
            absorb(mine, until=mine.run_after)  # what failed for one would fail for those that were queued meanwhile

    log.warning("%s: %s: %s", row.task_path, type(error).__name__, error)
    conclude(row, failed)


def conclude(row: Row, write: Callable[[Row], None]) -> None:
    """Write the end of an attempt, unless the job has been taken for lost meanwhile and is another's."""
    with transaction.atomic():
        rows = DBTaskResult.objects.running().filter(pk=row.pk).select_related("state")
        mine = rows.select_for_update(of=("self",)).first()
        if mine and mine.worker_ids == row.worker_ids:
            write(mine)


def put_back_untried(row: Row) -> None:
    """For a worker that is told to stop: the attempt does not count."""
    JobState.objects.filter(pk=row.pk).update(tries=F("tries") - 1)
    put_back(row, timedelta(0))


def put_back(row: Row, pause: timedelta) -> None:
    """Let it wait again, its last error kept."""
    row.status, row.finished_at, row.run_after = WAITING, None, timezone.now() + pause
    row.save(update_fields=["status", "finished_at", "run_after"])
