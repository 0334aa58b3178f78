"""The search finds the changes that the change log tells of. `rebuild` enters those of a standard that is here already."""

from importlib import import_module
from typing import Any

from django.db import migrations, models

#: SQLite makes the table anew for another constraint, which takes its triggers away.
_INDEX = import_module("specs_app.migrations.0003_search_index")
TRIGGERS = tuple(statement for statement in _INDEX.SQLITE if "CREATE TRIGGER" in statement)
TRIGGERS_BACK = tuple(statement for statement in _INDEX.SQLITE_BACK if "DROP TRIGGER" in statement)
NAME = "searchentry_kind_known"


def drop(_: Any, editor: Any) -> None:
    _run(editor, TRIGGERS_BACK)


def make(_: Any, editor: Any) -> None:
    _run(editor, TRIGGERS)


def _run(editor: Any, statements: tuple[str, ...]) -> None:
    for statement in statements if editor.connection.vendor == "sqlite" else ():
        editor.execute(statement)


def forget(apps: Any, _: Any) -> None:
    """An earlier version knows no such entries."""
    apps.get_model("specs_app", "SearchEntry").objects.filter(kind="change").delete()


def _known(*kinds: str) -> Any:
    return models.CheckConstraint(condition=models.Q(kind__in=list(kinds)), name=NAME)


class Migration(migrations.Migration):
    dependencies = [("specs_app", "0007_names_in_the_admin")]
    operations = [
        migrations.RunPython(drop, make),
        migrations.RemoveConstraint("searchentry", NAME),
        migrations.AddConstraint("searchentry", _known("object", "item", "category", "change")),
        migrations.RunPython(make, drop),
        migrations.RunPython(migrations.RunPython.noop, forget),
    ]
