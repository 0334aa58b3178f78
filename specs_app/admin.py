"""The admin shows specifications and their history; nothing can be written there, because Git is the truth."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Model
from simple_history.admin import SimpleHistoryAdmin

from specs_app import models
from specs_app.admin_site import ReadOnly


class ReadOnlyWithHistory(ReadOnly, SimpleHistoryAdmin):
    """The same, with the versions of each row."""


SHOWN = ("address", "slug", "number", "sha", "kind", "name", "title", "version", "value", "cms", "subject")


def _register(model: type[Model]) -> None:
    base = ReadOnlyWithHistory if hasattr(model, "history") else ReadOnly
    columns = ["__str__", *(field.name for field in model._meta.fields if field.name in SHOWN)]
    admin.site.register(model, type(f"{model.__name__}Admin", (base,), {"list_display": columns}))


for _name in models.PROJECTED:
    _register(getattr(models, _name))
