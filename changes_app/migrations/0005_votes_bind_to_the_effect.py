import json
from hashlib import sha256

from django.db import migrations


def hash_the_effect_too(apps, _schema_editor):
    """Hash anew what is under way, so that votes given for it stay bound to it."""
    requests = apps.get_model("changes_app", "ChangeRequest").objects.exclude(
        status__in=["published", "rejected", "withdrawn"]
    )
    for change in requests:
        before, after = change.content_hash, _hash(change)
        change.reviews.filter(content_hash=before).update(content_hash=after)
        requests.filter(pk=change.pk).update(content_hash=after)


def _hash(change):
    edits = list(change.edits.order_by("position").values("action", "target", "values"))
    plain = json.dumps(edits, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    parts = {
        "edits": _digest(plain),
        "differences": sorted(_sign(entry) for entry in change.differences),
        "overrides": list(change.overrides),
        "words": {name: getattr(change, name) for name in ("title", "reason", "benefit")},
    }
    return _digest(json.dumps(parts, sort_keys=True))


def _sign(entry):
    after = "" if entry["kind"] == "moved" else json.dumps(entry["after"], sort_keys=True)
    return [entry["kind"], entry["address"], entry["field"], after]


def _digest(text):
    return f"sha256:{sha256(text.encode()).hexdigest()}"


class Migration(migrations.Migration):
    dependencies = [("changes_app", "0004_people")]

    operations = [migrations.RunPython(hash_the_effect_too, migrations.RunPython.noop)]
