"""Accounts as operators name them: by user name or e-mail address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from changes_app.errors import Invalid

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def find_user(name: str) -> User | None:
    """The account with this user name, else with this e-mail address."""
    users = get_user_model().objects
    return users.filter(username=name).first() or users.filter(email__iexact=name).order_by("pk").first()


def get_or_create_user(name: str) -> User:
    """The account of that name; a new one has no password, so that its owner sets one by the reset page."""
    if (found := find_user(name)) is not None:
        return found
    _check(name)
    user = get_user_model()(username=name, email=name if "@" in name else "")
    user.set_unusable_password()
    user.save()
    return user


def _check(name: str) -> None:
    try:
        UnicodeUsernameValidator()(name)
        if len(name) > 150:
            raise ValidationError("A user name has at most 150 characters.")
        if "@" in name:
            validate_email(name)
    except ValidationError as error:
        raise Invalid(f"{name[:80]!r} cannot be a user name: {' '.join(error.messages)}") from error
