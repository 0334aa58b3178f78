"""Case management systems, and how each holds an item."""

from __future__ import annotations

from django.db import models

from specs_app.models.base import PartRow


class Cms(PartRow):
    """One case management system of the registry."""

    key = models.TextField()
    title = models.TextField(blank=True)
    dialect = models.TextField(blank=True)

    class Meta(PartRow.Meta):
        verbose_name = "case management system"
        verbose_name_plural = "case management systems"


class CmsMapping(PartRow):
    """How one system holds one item. ``cms`` is a name: an item may name a system that the registry lacks."""

    PARENT = "item"

    item = models.ForeignKey("specs_app.Item", on_delete=models.CASCADE, related_name="cms_mappings")
    cms = models.TextField()
    marked = models.BooleanField(default=True)
    table = models.TextField(blank=True)
    field = models.TextField(blank=True)
    source = models.TextField(blank=True)
    status = models.TextField(blank=True)
    note = models.TextField(blank=True)
    variants = models.JSONField(default=list)

    class Meta(PartRow.Meta):
        verbose_name = "mapping to a system"
        verbose_name_plural = "mappings to systems"
