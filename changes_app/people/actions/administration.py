"""What an administrator may do with other people's accounts. None of it sets a password, a token or an address."""

from __future__ import annotations

from collections.abc import Iterator

from allauth.account.forms import ResetPasswordForm
from allauth.core import context as current
from django.contrib.auth.models import User
from django.db import transaction

from changes_app import texts
from changes_app.errors import Invalid, NotAllowed
from changes_app.people import authorisation
from changes_app.people.mails import accounts as mails
from changes_app.record import events
from changes_app.record.names import display_name, full_name
from changes_app.workflow import EventKind

#: What each switch of an account is called.
SWITCHES = {
    "is_active": "May sign in",
    "is_staff": "May open the administrators' pages",
    "is_superuser": "Is an administrator",
}
RIGHTS = frozenset({"is_staff", "is_superuser"})


def change_account(*, user: User, by: User, name: str = "", **switches: bool) -> User:
    """Rename somebody, let them in or shut them out, make them an administrator or end it.

    They are told, and where rights change so are all other administrators. Nobody does this to their own account.
    """
    _require_administrator(by)
    with transaction.atomic():
        fresh = User.objects.select_for_update(no_key=True).get(pk=user.pk)
        altered = {key: new for key, new in switches.items() if getattr(fresh, key) != new}
        lines = list(_words(fresh, name, altered))
        if lines and fresh.pk == by.pk:
            raise NotAllowed("Nobody changes their own account here.", remedy="Ask another administrator.")
        if lines:
            _store(fresh, name, altered)
            events.note(EventKind.ACCOUNT_CHANGED, by=by, person_id=fresh.pk, person=display_name(fresh), changes=lines)
            mails.account_changed(fresh, by, lines)
        if RIGHTS & altered.keys():
            mails.rights_changed(_others(fresh, by), fresh, by, lines)
    return fresh


def send_reset_link(*, user: User, by: User) -> None:
    """Have the link that sets a new password mailed to the owner's own address."""
    _require_administrator(by)
    form = ResetPasswordForm({"email": user.email})
    if not (user.is_active and form.is_valid()):
        message = f"{display_name(user)} cannot be sent a link: the account is switched off or has no address."
        raise Invalid(message, remedy="Switch the account on first.")
    with transaction.atomic():
        events.note(EventKind.RESET_LINK_SENT, by=by, person_id=user.pk, person=display_name(user))
        form.save(current.request)


def _words(user: User, name: str, altered: dict[str, bool]) -> Iterator[str]:
    """What is about to change, a line each."""
    if name and name != full_name(user):
        yield f"Name: {full_name(user) or 'none'} before, {name} now"
    for key, new in altered.items():
        yield f"{SWITCHES[key]}: {'no before, yes' if new else 'yes before, no'} now"


def _store(user: User, name: str, altered: dict[str, bool]) -> None:
    if name and (problems := texts.name_faults(name)):
        raise Invalid(problems[0].message, problems=problems, remedy=problems[0].remedy)
    if name and name != full_name(user):
        user.first_name, user.last_name = name, ""
    for key, value in altered.items():
        setattr(user, key, value)
    user.save(update_fields=["first_name", "last_name", *altered])


def _others(user: User, by: User) -> list[User]:
    """Every administrator who neither did this nor is whom it was done to."""
    return list(User.objects.filter(is_superuser=True, is_active=True).exclude(pk__in=[user.pk, by.pk]))


def _require_administrator(by: User) -> None:
    authorisation.require_administrator(by)
    authorisation.require_name(by)
