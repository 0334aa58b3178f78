"""The rows of validators are a list, and sections of returns have titles."""

from typing import Any

from django.db import migrations, models

BATCH = 500


def _list_of(validators: Any) -> Any:
    """Validators that stood as name and settings, each as a set of keys."""
    if isinstance(validators, list):
        return validators
    return [
        {
            "validator": name,
            **({"values": settings if isinstance(settings, dict) else {"": settings}} if settings else {}),
        }
        for name, settings in validators.items()
    ]


def _table_of(validators: Any) -> Any:
    return (
        {entry["validator"]: entry.get("values") for entry in validators}
        if isinstance(validators, list)
        else validators
    )


def _titled(sections: Any) -> Any:
    return [section if isinstance(section, dict) else {"key": section, "title": ""} for section in sections]


def _bare(sections: Any) -> Any:
    return [section["key"] if isinstance(section, dict) else section for section in sections]


def _settings(settings: Any) -> Any:
    return {"validators": [], "datatypes": [], **settings}


def _former(settings: Any) -> Any:
    return {key: value for key, value in settings.items() if key not in ("validators", "datatypes")}


FORWARDS = {("Item", "validators"): _list_of, ("Return", "sections"): _titled, ("Specification", "settings"): _settings}
BACKWARDS = {("Item", "validators"): _table_of, ("Return", "sections"): _bare, ("Specification", "settings"): _former}


def _rewrite(apps: Any, steps: Any) -> None:
    for (name, column), step in steps.items():
        for table in (name, f"Historical{name}"):
            model = apps.get_model("specs_app", table)
            changed = []
            for row in model.objects.only("pk", column).iterator(BATCH):
                before = getattr(row, column)
                setattr(row, column, step(before))
                changed += [row] if getattr(row, column) != before else []
            model.objects.bulk_update(changed, [column], batch_size=BATCH)


def forwards(apps: Any, _editor: Any) -> None:
    """What stood in the former shape takes the new one; a registry that lies in a file comes with the next rebuild."""
    _rewrite(apps, FORWARDS)


def backwards(apps: Any, _editor: Any) -> None:
    """The former shapes; titles of sections and rules of validators are lost to the rows, never to the files."""
    _rewrite(apps, BACKWARDS)


class Migration(migrations.Migration):
    dependencies = [("specs_app", "0005_history_authorship")]

    operations = [
        migrations.AlterField("historicalitem", "validators", models.JSONField(default=list)),
        migrations.AlterField("item", "validators", models.JSONField(default=list)),
        migrations.RunPython(forwards, backwards),
    ]
