"""What every worker sees to between two jobs: what is due to come again, and what a lost worker held; and old jobs."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import DatabaseError, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from specs_app.jobs.definition import job, recurring
from specs_app.jobs.models import JobState, Schedule
from specs_app.jobs.outcome import JobLost, put_back

log = logging.getLogger(__name__)

#: How many workers may be lost over one job.
LOSSES = 3
KEPT_DONE, KEPT_FAILED = timedelta(days=1), timedelta(days=30)


def queue_recurring() -> None:
    """Queue what is due to come again; however many workers ask, each time once."""
    now = timezone.now()
    known = dict(Schedule.objects.values_list("name", "due_at"))
    new = [Schedule(name=name, due_at=now) for name in recurring if name not in known]
    if new:
        Schedule.objects.bulk_create(new, ignore_conflicts=True)
    for name, entry in recurring.items():
        if known.get(name, now) <= now and entry.every:
            with transaction.atomic():
                if Schedule.objects.filter(name=name, due_at__lte=now).update(due_at=now + entry.every):
                    entry.enqueue()


def queue_at_start() -> None:
    """Queue what a worker that starts should do first. A database that does not answer yet is asked no second time."""
    try:
        for entry in recurring.values():
            if entry.at_start:
                entry.enqueue()
    except DatabaseError as error:
        log.warning("The database did not answer: %s", error)


def sweep() -> None:
    """Put back the jobs whose worker is gone; what has lost several has failed."""
    lost = DBTaskResult.objects.running().filter(state__lease__lt=timezone.now())
    if not lost.exists():
        return
    with transaction.atomic():
        for row in lost.select_related("state").select_for_update(skip_locked=True, of=("self",)):
            losses = row.state.losses + 1
            JobState.objects.filter(pk=row.pk).update(losses=losses)
            log.warning("%s: its worker %s is gone", row.task_path, row.worker_ids[-1])
            row.set_failed(JobLost(f"{losses} workers were lost over it"))
            if losses < LOSSES:
                put_back(row, timedelta(0))


@job("Forget old jobs", every=timedelta(hours=1))
def forget() -> None:
    """Jobs that are done are kept for a day, those that failed for a month."""
    now = timezone.now()
    DBTaskResult.objects.successful().filter(finished_at__lt=now - KEPT_DONE).delete()
    DBTaskResult.objects.failed().filter(finished_at__lt=now - KEPT_FAILED).delete()
