"""What people are called in the record, in e-mails and in commits."""

from __future__ import annotations

import re

from django.contrib.auth.models import User

PORTAL = "The portal"


def display_name(user: User | None) -> str:
    """The full name, else the user name; the portal itself where nobody acts."""
    if user is None:
        return PORTAL
    return user.get_full_name().strip() or user.get_username()


def git_name(user: User) -> str:
    """The same, safe in a commit's header."""
    return re.sub(r"[<>\x00-\x1f\x7f]", "", display_name(user)).strip(" .,:;\"'") or f"User {user.pk}"


def git_email(user: User) -> str:
    """The person's address; one that leads nowhere where they have given none."""
    email = re.sub(r"[<>\s\x00-\x1f\x7f]", "", user.email)
    return email or f"user-{user.pk}@users.invalid"
