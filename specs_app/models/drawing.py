"""Graphs of diagrams and where their parts were laid out, in the one place that every node and every worker reaches."""

from __future__ import annotations

from django.db import models

from specs_app.models.specification import Specification


class Drawing(models.Model):
    """A graph that somebody wants to see laid out, by the name of its content (`specs_app.diagrams.layout.name_of`).

    ``layout`` is empty until the job has made it, and stays so, with ``made_at``, where it cannot be made. A row can be deleted at
    any time, and is made again for whoever asks. ``wanted_at`` says which are kept longest.
    """

    specification = models.ForeignKey(Specification, models.CASCADE, related_name="drawings")
    name = models.CharField(max_length=64)
    graph = models.TextField()
    layout = models.TextField(blank=True)
    wanted_at = models.DateTimeField(db_index=True)
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["specification", "name"], name="drawing_once"),
        ]

    def __str__(self) -> str:
        return self.name[:12]
