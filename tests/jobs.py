"""Jobs run here and now: what a worker would have done by now, within the test's own transaction."""

from __future__ import annotations

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from specs_app.jobs.queue import WAITING
from specs_app.jobs.worker import claim, run


def make_due() -> None:
    """What waits is due now, what failed and waits for its next try too."""
    DBTaskResult.objects.filter(status=WAITING).update(run_after=timezone.now())


def run_due() -> int:
    """Run what is due and what comes of it; how many jobs that were."""
    done = 0
    while row := claim("a test"):
        run(row)
        done += 1
    return done
