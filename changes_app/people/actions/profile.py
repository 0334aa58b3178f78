"""What a person says about themselves."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction

from changes_app import texts
from changes_app.errors import Invalid
from changes_app.models import Profile
from changes_app.people import authorisation
from changes_app.record import events
from changes_app.record.names import confirmed_addresses, no_reply
from changes_app.record.names import full_name as name_of
from changes_app.workflow import EventKind
from specs_app.document.problems import Problem


def rename(*, by: User, full_name: str) -> User:
    """Change one's name from now on; what the record says of earlier days keeps the name of then."""
    authorisation.require_account(by)
    return _store(by, full_name, by)


def name_for(*, user: User, full_name: str) -> User:
    """Name an account that has no name yet; for the operator's commands only, which nobody reaches from the web."""
    known = name_of(user)
    if known and known != full_name.strip():
        message = f"This person is called {known}."
        raise Invalid(message, remedy="They change their name themselves, on the page of their account.")
    return user if known else _store(user, full_name, None)


def choose_address(*, by: User, address: str) -> None:
    """Let commits bear one of one's own confirmed addresses, or the no-reply one again."""
    authorisation.require_account(by)
    own = address != no_reply(by)
    if own and address not in confirmed_addresses(by):
        problem = Problem("not-yours", "error", "This is no confirmed address of yours.", pointer="/address")
        raise Invalid(problem.message, problems=[problem], remedy="Confirm it first, on the page of your account.")
    with transaction.atomic():
        Profile.objects.update_or_create(user=by, defaults={"git_address": address if own else ""})
        events.note(EventKind.ADDRESS_CHOSEN, by=by, choice="their own" if own else "the no-reply")


def _store(user: User, full_name: str, by: User | None) -> User:
    name = full_name.strip()
    if problems := texts.name_faults(name):
        raise Invalid(problems[0].message, problems=problems, remedy=problems[0].remedy)
    before = name_of(user)
    with transaction.atomic():
        user.first_name, user.last_name = name, ""
        user.save(update_fields=["first_name", "last_name"])
        events.note(EventKind.RENAMED, by=by, person_id=user.pk, before=before, after=name)
    return user
