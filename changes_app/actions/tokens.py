"""Personal REST tokens: making one, which shows it once, and taking it back."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from knox.models import AuthToken

from changes_app.actions import base
from changes_app.errors import Invalid, NotFound
from changes_app.models import Event
from changes_app.people import display_name
from changes_app.workflow import EventKind

MOST_TOKENS = 10
#: So many of its first letters name a token in lists and in the record; they open nothing.
SHOWN_LETTERS = 8


def create(*, by: User) -> tuple[AuthToken, str]:
    """A new token and its text, which is kept only as a hash; raises `Invalid` where the person has too many."""
    base.require_account(by)
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=by.pk)
        if AuthToken.objects.filter(user=by).count() >= MOST_TOKENS:
            message = f"You have {MOST_TOKENS} tokens, which is as many as one person may have."
            raise Invalid(message, remedy="Revoke one that you do not use any more.")
        entry, text = AuthToken.objects.create(by)
        _record(EventKind.TOKEN_CREATED, entry, by)
    return entry, text


def revoke(*, by: User, key: str) -> None:
    """Make one's own token useless at once; ``key`` is its `token_key`. Raises `NotFound`."""
    base.require_account(by)
    with transaction.atomic():
        entry = AuthToken.objects.filter(user=by, token_key=key).select_for_update().first()
        if entry is None:
            raise NotFound("You have no such token.", remedy="It may be revoked already; see the list of your tokens.")
        _record(EventKind.TOKEN_REVOKED, entry, by)
        entry.delete()


def _record(kind: EventKind, entry: AuthToken, by: User) -> None:
    data = {"token": entry.token_key[:SHOWN_LETTERS]}
    Event.objects.create(kind=kind, actor_id=by.pk, actor_name=display_name(by), at=timezone.now(), data=data)
