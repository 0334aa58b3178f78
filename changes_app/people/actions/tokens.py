"""Personal REST tokens: making one, which shows it once, and taking it back."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from knox.models import AuthToken

from changes_app.errors import Invalid, NotFound
from changes_app.people import authorisation
from changes_app.people.actions import credentials
from changes_app.people.mails import accounts as mails
from changes_app.record import events
from changes_app.workflow import EventKind

MOST_TOKENS = 10
#: So many of its first letters name a token in lists and in the record; they open nothing.
SHOWN_LETTERS = 8


def create(*, by: User | None, user: User) -> tuple[AuthToken, str]:
    """A new token of ``user`` and its text, which is kept only as a hash. They are told by mail.

    ``by`` is the person themselves, or None for the operator. Raises `Invalid` where the person has as many as one may have,
    `NotAllowed` where somebody else set what they have signed in with.
    """
    authorisation.require_account(user)
    if by is not None:
        credentials.require_own(user)
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        if AuthToken.objects.filter(user=user).count() >= MOST_TOKENS:
            message = f"There are {MOST_TOKENS} tokens already, which is as many as one person may have."
            raise Invalid(message, remedy="Revoke one that is not used any more, on the page of the account.")
        entry, text = AuthToken.objects.create(user)
        _record(EventKind.TOKEN_CREATED, entry, by)
        mails.token_made(user, by, entry.token_key[:SHOWN_LETTERS])
    return entry, text


def revoke(*, by: User, key: str) -> None:
    """Make one's own token useless at once; ``key`` is its `token_key`. Raises `NotFound`."""
    authorisation.require_account(by)
    with transaction.atomic():
        entry = AuthToken.objects.filter(user=by, token_key=key).select_for_update().first()
        if entry is None:
            raise NotFound("You have no such token.", remedy="It may be revoked already; see the list of your tokens.")
        _record(EventKind.TOKEN_REVOKED, entry, by)
        entry.delete()


def _record(kind: EventKind, entry: AuthToken, by: User | None) -> None:
    events.note(kind, by=by, token=entry.token_key[:SHOWN_LETTERS], person_id=entry.user_id)
