"""What people are called in the record, in e-mails and in commits."""

from __future__ import annotations

import re

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import F

from changes_app.texts import has_address
from specs_app.document.commit_messages import PORTAL


def full_name(user: User) -> str:
    """The name that the person gave; empty where they gave none, or an address."""
    name = user.get_full_name().strip()
    return "" if has_address(name) else name


def public_name(name: str, key: int | None) -> str:
    """A name as the record kept it; that of earlier days may be an address, which nobody is shown."""
    return f"Person {key}" if has_address(name) else name


def display_name(user: User | None) -> str:
    """The full name, or words that give nothing away; the portal itself where nobody acts. Never an address."""
    if user is None:
        return PORTAL
    return full_name(user) or f"Person {user.pk}"


def git_name(user: User) -> str:
    """The same, safe in a commit's header."""
    return re.sub(r"[<>\x00-\x1f\x7f]", "", display_name(user)).strip(" .,:;\"'") or f"Person {user.pk}"


def git_email(user: User) -> str:
    """The address that the person chose for commits, while it is a confirmed one of theirs; else the no-reply one."""
    chosen = EmailAddress.objects.filter(user=user, verified=True, email=F("user__profile__git_address"))
    return chosen.values_list("email", flat=True).first() or no_reply(user)


def confirmed_addresses(person: User) -> list[str]:
    """The addresses that a person has confirmed, the one in use first."""
    found = EmailAddress.objects.filter(user=person, verified=True).order_by("-primary", "email")
    return list(found.values_list("email", flat=True))


def no_reply(user: User) -> str:
    """An address that tells people apart and reaches nobody."""
    return f"{user.pk}+noreply@{settings.SITE_HOST}"
