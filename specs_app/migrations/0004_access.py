"""Who may read a specification. A file that says so already was read as an unknown key, which is taken out of ``extra``."""

from typing import Any

from django.db import migrations, models

ACCESS = models.CharField(choices=[("public", "public"), ("restricted", "restricted")], default="public", max_length=10)


def take_from_extra(apps: Any, _editor: Any) -> None:
    for entry in apps.get_model("specs_app", "Specification").objects.all():
        extra = entry.settings.get("extra", {})
        if "access" in extra:
            entry.access = "public" if extra.pop("access") == "public" else "restricted"
            entry.save(update_fields=["access", "settings"])


def put_into_extra(apps: Any, _editor: Any) -> None:
    for entry in apps.get_model("specs_app", "Specification").objects.filter(access="restricted"):
        entry.settings.setdefault("extra", {})["access"] = "restricted"
        entry.save(update_fields=["settings"])


class Migration(migrations.Migration):
    dependencies = [("specs_app", "0003_search_index")]

    operations = [
        migrations.AddField("specification", "access", ACCESS),
        migrations.AddField("historicalspecification", "access", ACCESS),
        migrations.AddConstraint(
            "specification",
            models.CheckConstraint(
                condition=models.Q(access__in=("public", "restricted")), name="specification_access_known"
            ),
        ),
        migrations.RunPython(take_from_extra, put_into_extra),
    ]
