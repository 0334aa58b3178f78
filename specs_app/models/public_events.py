"""How much has happened that the public sees, so that what was made before can be told from what stands now."""

from __future__ import annotations

from django.db import models


class PublicEvents(models.Model):
    """A write, or ``count`` of them, inserted in its transaction; the sum under a name rises with each (`specs_app.freshness`).

    Rows are inserted and never altered, so that no two writers wait for each other. ``name`` is the slug of a specification, or
    empty for what all of them show, such as names of people. No foreign key: a sum that has once been told never comes back with
    another meaning, even where its specification has gone.
    """

    name = models.CharField(max_length=63, blank=True, db_index=True)
    count = models.PositiveBigIntegerField(default=1)

    class Meta:
        verbose_name_plural = "public events"

    def __str__(self) -> str:
        return f"{self.name or 'all'}: {self.count}"
