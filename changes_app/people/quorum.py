"""Whether those who vote today can meet the steering rules at all."""

from __future__ import annotations

from changes_app.people import permissions
from changes_app.workflow import voting
from specs_app.models import Specification
from specs_app.versions.resolve import current


def unmet(*specifications: Specification) -> dict[int, list[str]]:
    """Of each standard, by its key, the steering rules of today that the voters of today cannot meet, each in a sentence."""
    able = permissions.able_organisations(*specifications)
    return {entry.pk: voting.unmet(current(entry).document.settings.rules, able[entry.pk]) for entry in specifications}
