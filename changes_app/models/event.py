"""The record of what happened. No foreign keys: it outlives its subjects."""

from __future__ import annotations

from django.db import models

from changes_app.workflow import EventKind


class Event(models.Model):
    """Who did what, when; ``data`` depends on the kind and is turned into words by its kind. Never altered or deleted."""

    kind = models.CharField(max_length=40, choices=EventKind)
    specification = models.CharField(max_length=80)
    change_number = models.CharField(max_length=40, blank=True)
    change_sequence = models.PositiveIntegerField(null=True, blank=True)
    actor_id = models.BigIntegerField(null=True, blank=True)
    actor_name = models.CharField(max_length=300)
    organisation = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=models.Q(kind__in=EventKind.values), name="event_kind_known")]
        indexes = [models.Index(fields=["specification", "change_number"], name="event_by_change")]

    def __str__(self) -> str:
        return f"{self.change_number or self.specification} {self.kind}"
