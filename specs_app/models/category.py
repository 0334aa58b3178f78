"""Code lists and their codes."""

from __future__ import annotations

from django.db import models

from specs_app.models.base import PartRow


class Category(PartRow):
    """One code list."""

    name = models.TextField()

    class Meta(PartRow.Meta):
        verbose_name = "code list"
        verbose_name_plural = "code lists"


class CategoryValue(PartRow):
    """One code, its text as written."""

    PARENT = "parent_category"

    parent_category = models.ForeignKey("specs_app.Category", on_delete=models.CASCADE, related_name="values_held")
    value = models.TextField(blank=True)
    description = models.TextField(blank=True)
    valid_from = models.TextField(blank=True)
    valid_to = models.TextField(blank=True)
    extra = models.JSONField(default=dict)

    class Meta(PartRow.Meta):
        verbose_name = "code"
        verbose_name_plural = "codes"
