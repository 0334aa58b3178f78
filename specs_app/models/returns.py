"""Statutory returns, and where each asks for an item."""

from __future__ import annotations

from django.db import models

from specs_app.document.types import RETURN_KINDS
from specs_app.models.base import PartRow


class Return(PartRow):
    """One return of the registry."""

    key = models.TextField()
    title = models.TextField(blank=True)
    sections = models.JSONField(default=list)
    kind = models.TextField(default=RETURN_KINDS[0])
    meaning = models.TextField(blank=True)


class ReturnMapping(PartRow):
    """Where one return asks for one item."""

    PARENT = "item"

    item = models.ForeignKey("specs_app.Item", on_delete=models.CASCADE, related_name="return_mappings")
    name = models.TextField()
    section = models.TextField(blank=True)
    reference = models.TextField(blank=True)
    mark = models.TextField(blank=True)
