"""What a person says about themselves."""

from __future__ import annotations

from django.contrib.auth.models import User

from changes_app import texts
from changes_app.actions import base
from changes_app.errors import Invalid


def rename(*, by: User, full_name: str) -> User:
    """Change one's name from now on; what the record says of earlier days keeps the name of then."""
    base.require_account(by)
    name = base.checked_texts(full_name=full_name)["full_name"]
    if not name:
        raise Invalid("Enter your full name.", problems=[texts.missing("full_name")])
    by.first_name, by.last_name = name, ""
    by.save(update_fields=["first_name", "last_name"])
    return by
