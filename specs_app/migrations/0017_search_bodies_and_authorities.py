"""The search finds hand-written bodies and authorities. `rebuild` enters those of a standard that is here already."""

from importlib import import_module
from typing import Any

from django.db import migrations

#: SQLite makes the table anew for another constraint, which takes its triggers away.
_CHANGES = import_module("specs_app.migrations.0008_search_changes")


def forget(apps: Any, _: Any) -> None:
    """An earlier version knows no such entries."""
    apps.get_model("specs_app", "SearchEntry").objects.filter(kind__in=["extract", "authority"]).delete()


class Migration(migrations.Migration):
    dependencies = [("specs_app", "0016_release_revisions")]
    operations = [
        migrations.RunPython(_CHANGES.drop, _CHANGES.make),
        migrations.RemoveConstraint("searchentry", _CHANGES.NAME),
        migrations.AddConstraint(
            "searchentry",
            _CHANGES._known("object", "item", "category", "extract", "authority", "change"),
        ),
        migrations.RunPython(_CHANGES.make, _CHANGES.drop),
        migrations.RunPython(migrations.RunPython.noop, forget),
    ]
