"""Whether somebody may act in a standard, and under a name that can be shown."""

from __future__ import annotations

from django.contrib.auth.models import User

from changes_app.addresses import whole
from changes_app.errors import NameNeeded, NotAllowed
from changes_app.people import permissions
from changes_app.people.permissions import Participant
from changes_app.record.names import full_name
from changes_app.workflow import Permission
from specs_app.models import Specification


def require_account(by: User) -> None:
    """Raises `NotAllowed` for somebody who has not signed in."""
    if not by.is_authenticated or not by.is_active:
        raise NotAllowed("Sign in first.", remedy="Sign in, or make an account.")


def require_administrator(by: User) -> None:
    """Raises `NotAllowed` for somebody who is no administrator."""
    require_account(by)
    if not by.is_superuser:
        raise NotAllowed("This is for administrators.", remedy="Ask one of them.")


def authorise_in(specification: Specification, permission: Permission, by: User) -> Participant:
    """The person, where they may do this in a standard, whatever the change request."""
    who = permissions.participant(by, specification)
    permissions.require(who, permission)
    require_name(by)
    return who


def require_name(by: User) -> None:
    """Raises `NameNeeded` where something of the person's would become public and they have no name to show."""
    if not full_name(by):
        message = "What you do here is public, and your account has no name to show."
        raise NameNeeded(message, remedy=f"Enter your name at {whole('/account/name/')} and do it again.")
