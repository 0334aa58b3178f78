"""Signing in with a password: which account a name means, checked with one hashing whoever it is, and counted for the account."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.userkit import filter_users_by_email, get_user_by_username
from django.http import HttpRequest

if TYPE_CHECKING:
    from django.contrib.auth.models import User

#: Longer names are no account's; they are counted by their hash, as the column has an end.
LONGEST_NAME = 150


class PasswordBackend(AuthenticationBackend):
    """By user name or e-mail address. One account is tried, with one hashing: the time taken does not tell whether there is one."""

    def _authenticate(self, _request: HttpRequest | None, **credentials: Any) -> User | None:
        user: User | None = self._check_password(_account(credentials), credentials["password"])
        return user


def counted_as(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """The name under which failures are counted: of all names of an account its user name; of one that nobody has, itself."""
    names = credentials or {"username": request.POST.get("login") or request.POST.get("username")}
    user = _account(names)
    return user.get_username() if user else _folded(_name(names))


def _account(credentials: Mapping[str, Any]) -> User | None:
    """The account that has the name as its e-mail address, else as its user name, in whatever letters."""
    name = _name(credentials)
    if not name or len(name) > LONGEST_NAME:
        return None
    named: User | None = get_user_by_username(name)
    reached = filter_users_by_email(name, prefer_verified=True, for_login=True)
    return min(reached, key=lambda user: user.pk) if reached else named


def _name(credentials: Mapping[str, Any]) -> str:
    return str(credentials.get("username") or credentials.get("email") or "").replace("\0", "").strip()


def _folded(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name).casefold()
    return folded if len(folded) <= LONGEST_NAME else sha256(folded.encode("utf-8", "replace")).hexdigest()
