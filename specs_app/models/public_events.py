"""How much has happened that the public sees, so that what was made before can be told from what stands now."""

from __future__ import annotations

from django.db import models


class PublicEvents(models.Model):
    """A count that rises with each write, in its transaction (`specs_app.freshness`).

    ``name`` is the slug of a specification, or empty for what all of them show, such as names of people. No foreign key: a count
    that has once been told never comes back with another meaning, even where its specification has gone.
    """

    name = models.CharField(max_length=63, primary_key=True, blank=True)
    count = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name_plural = "public events"

    def __str__(self) -> str:
        return f"{self.name or 'all'}: {self.count}"
