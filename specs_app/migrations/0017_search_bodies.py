"""The search finds hand-written bodies of extracts. `rebuild` enters those of a standard that is here already."""

from importlib import import_module
from typing import Any

from django.db import migrations, models

#: SQLite makes the table anew for another constraint, which takes its triggers away.
_CHANGES = import_module("specs_app.migrations.0008_search_changes")
NAME = "searchentry_kind_known"


def forget(apps: Any, _: Any) -> None:
    """An earlier version knows no such entries."""
    apps.get_model("specs_app", "SearchEntry").objects.filter(kind="extract").delete()


def _known(*kinds: str) -> Any:
    return models.CheckConstraint(condition=models.Q(kind__in=list(kinds)), name=NAME)


class Migration(migrations.Migration):
    dependencies = [("specs_app", "0016_release_revisions")]
    operations = [
        migrations.RunPython(_CHANGES.drop, _CHANGES.make),
        migrations.RemoveConstraint("searchentry", NAME),
        migrations.AddConstraint("searchentry", _known("object", "item", "category", "extract", "change")),
        migrations.RunPython(_CHANGES.make, _CHANGES.drop),
        migrations.RunPython(migrations.RunPython.noop, forget),
    ]
