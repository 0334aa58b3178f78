"""Whose an account's password and address are: its owner's, or set by somebody else.

Who sets another person's password could decide in their name. So `Profile` keeps a seal of the password and of the address that
the owner set or confirmed; whatever has no seal is held from deciding, however it came about: a command, the shell, another table.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.contrib.auth.models import User
from django.core import signing

from changes_app.errors import NotFound
from changes_app.models import Profile

SALT = "changes_app.credentials.confirm"
LINK_LASTS = timedelta(days=3)


def fingerprint(password: str) -> str:
    """Of a password's stored hash; it opens nothing."""
    return hashlib.sha256(password.encode()).hexdigest()


def profile_of(user: User) -> Profile | None:
    """The person's row; no query where it was joined to the user's."""
    return getattr(user, "profile", None)


def is_held(user: User) -> bool:
    """Whether the account has a password or an address that is not its owner's own."""
    profile = profile_of(user)
    return not (password_is_own(user, profile) and address_is_own(user, profile))


def password_is_own(user: User, profile: Profile | None) -> bool:
    """An account without a password has nothing that somebody else could know."""
    seal = profile.password_seal if profile else ""
    return not user.has_usable_password() or fingerprint(user.password) == seal


def address_is_own(user: User, profile: Profile | None) -> bool:
    """The first address of an account is taken as its owner's: they are let in by it."""
    seal = profile.address_seal if profile else ""
    return not seal or seal.casefold() == user.email.casefold()


def link_key(user: User) -> str:
    """What a mailed link says: the person, and the password and address that they have now."""
    return signing.dumps(_state(user), salt=SALT)


def owner(key: str) -> User:
    """Whom a mailed link is for; raises `NotFound` where it is too old, was used, or what it is about has changed."""
    try:
        state = signing.loads(key, salt=SALT, max_age=LINK_LASTS)
    except signing.BadSignature:
        state = {"person": None}
    user = User.objects.select_related("profile").filter(pk=state["person"], is_active=True).first()
    if user is None or _state(user) != state or not is_held(user):
        remedy = "Sign in and ask for a new one, if the page of your account says that there is something to confirm."
        raise NotFound("This link is too old, or it was used.", remedy=remedy)
    return user


def _state(user: User) -> dict[str, object]:
    """What a link is about: this person, with this password and this address."""
    return {"person": user.pk, "credentials": fingerprint(f"{user.password} {user.email}")}
