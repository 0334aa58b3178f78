"""Each row of history says why it was written: of those that do not, the revision knows.

Whoever they named was whoever voted last, so that name goes. Who proposed a change is the author of its revision.
"""

from typing import Any

from django.db import migrations, models
from django.db.models import Case, F, OuterRef, Subquery, Value, When
from django.db.models.functions import Concat, Left

TABLES = (
    "HistoricalCategory",
    "HistoricalCategoryValue",
    "HistoricalCms",
    "HistoricalCmsMapping",
    "HistoricalDataObject",
    "HistoricalItem",
    "HistoricalRelationship",
    "HistoricalRelease",
    "HistoricalReturn",
    "HistoricalReturnMapping",
    "HistoricalRevision",
    "HistoricalSpecification",
)
#: What the column held before it was widened.
SHORT = 100


def fill(apps: Any, _editor: Any) -> None:
    """Subject of the change, or what else brought the revision."""
    reasons = (
        apps.get_model("specs_app", "Revision")
        .objects.filter(pk=OuterRef("revision_id"))
        .annotate(
            reason=Case(
                When(kind="change", then=F("subject")),
                When(kind="upstream", then=Concat(Value("Taken from the source: "), F("subject"))),
                default=Value("Import"),
                output_field=models.TextField(),
            )
        )
    )
    for name in TABLES:
        rows = apps.get_model("specs_app", name).objects.filter(revision__isnull=False)
        rows.update(history_user=None, history_change_reason=Subquery(reasons.values("reason")[:1]))


def shorten(apps: Any, _editor: Any) -> None:
    """As much of each reason as fits into the narrow column."""
    for name in TABLES:
        rows = apps.get_model("specs_app", name).objects.filter(history_change_reason__isnull=False)
        rows.update(history_change_reason=Left("history_change_reason", SHORT))


class Migration(migrations.Migration):
    dependencies = [("specs_app", "0004_access")]

    operations = [
        *(migrations.AlterField(name, "history_change_reason", models.TextField(null=True)) for name in TABLES),
        migrations.RunPython(fill, shorten),
    ]
