"""A table of the standard."""

from __future__ import annotations

from django.db import models

from specs_app.models.base import PartRow


class DataObject(PartRow):
    """One data object."""

    name = models.TextField()
    title = models.TextField(blank=True)
    description = models.TextField(blank=True)
    extra = models.JSONField(default=dict)
