"""Foreign keys between data objects."""

from __future__ import annotations

from django.db import models

from specs_app.models.base import PartRow


class Relationship(PartRow):
    """One relationship, by names: a file may point at what does not exist, and that is kept."""

    parent_object = models.TextField(blank=True)
    parent_item = models.TextField(blank=True)
    child_object = models.TextField(blank=True)
    child_item = models.TextField(blank=True)
    relation = models.TextField(blank=True)
    listed = models.BooleanField(default=True)
    on_item = models.BooleanField(default=True)
    parent_note = models.TextField(blank=True)
    item_note = models.TextField(blank=True)
