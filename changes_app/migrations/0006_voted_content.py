import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F

WORDS = ("title", "reason", "benefit")


def keep_what_is_voted_on(apps, _schema_editor):
    """Votes that were given already on what is proposed still; what earlier ones were given on is not known any more."""
    kept = apps.get_model("changes_app", "VotedContent").objects
    reviews = apps.get_model("changes_app", "Review").objects.filter(content_hash=F("change__content_hash"))
    requests = apps.get_model("changes_app", "ChangeRequest").objects.filter(pk__in=reviews.values("change"))
    for change in requests:
        kept.create(
            change=change,
            content_hash=change.content_hash,
            words={name: getattr(change, name) for name in WORDS},
            edits=list(change.edits.order_by("position").values("action", "target", "values")),
            differences=change.differences,
            kept_at=change.updated_at,
        )


class Migration(migrations.Migration):
    dependencies = [("changes_app", "0005_votes_bind_to_the_effect")]

    operations = [
        migrations.CreateModel(
            name="VotedContent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content_hash", models.CharField(max_length=80)),
                ("words", models.JSONField(default=dict)),
                ("edits", models.JSONField(default=list)),
                ("differences", models.JSONField(default=list)),
                ("kept_at", models.DateTimeField()),
                (
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="voted_contents",
                        to="changes_app.changerequest",
                    ),
                ),
            ],
            options={
                "ordering": ["kept_at", "pk"],
                "constraints": [models.UniqueConstraint(fields=("change", "content_hash"), name="voted_content_once")],
            },
        ),
        migrations.RunPython(keep_what_is_voted_on, migrations.RunPython.noop),
    ]
