"""A field of a data object."""

from __future__ import annotations

from django.db import models

from specs_app.models.base import PartRow


class Item(PartRow):
    """One item. ``category`` is the name of its code list; ``domains`` and ``returns`` are lists of names."""

    PARENT = "data_object"

    data_object = models.ForeignKey("specs_app.DataObject", on_delete=models.CASCADE, related_name="items")
    item_ref = models.TextField(blank=True)
    name = models.TextField(blank=True)
    description = models.TextField(blank=True)
    type = models.TextField(blank=True)
    guidance = models.TextField(blank=True)
    max_field_size = models.TextField(blank=True)
    primary_key = models.BooleanField(default=False)
    required = models.BooleanField(default=False)
    unique = models.BooleanField(default=False)
    constraints = models.JSONField(default=list)
    validators = models.JSONField(default=list)
    domains = models.JSONField(default=list)
    returns = models.JSONField(default=list)
    category = models.TextField(blank=True)
    expected_data = models.TextField(blank=True)
    join_type = models.TextField(blank=True)
    status = models.TextField(blank=True)
    sensitivity = models.TextField(blank=True)
    synthetic = models.JSONField(default=dict)
    deprecated = models.JSONField(null=True)
    table_cells = models.JSONField(default=dict)
    metadata = models.JSONField(default=dict)
    extra = models.JSONField(default=dict)
