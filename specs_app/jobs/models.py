"""What the library's table of jobs lacks."""

from __future__ import annotations

from django.db import models
from django_tasks_db.models import DBTaskResult


class JobState(models.Model):
    """Of one queued job: what it is equal to, how often it was tried, and until when its worker counts as alive.

    ``tries`` counts attempts since it was queued, ``losses`` those of them whose worker was gone. ``progress`` is in its own words.
    """

    job = models.OneToOneField(DBTaskResult, models.CASCADE, primary_key=True, related_name="state")
    key = models.CharField(max_length=64, db_index=True)
    tries = models.PositiveIntegerField(default=0)
    losses = models.PositiveIntegerField(default=0)
    lease = models.DateTimeField(null=True)
    progress = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.job.task_path}, tried {self.tries} times"


class Schedule(models.Model):
    """When a recurring job is due next; ``name`` is where its function stands."""

    name = models.CharField(max_length=200, primary_key=True)
    due_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.name} at {self.due_at}"
