"""Making a password and an address one's own: by setting them on the account's pages, or by a link that is mailed."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.db import transaction

from changes_app.errors import Invalid, NotAllowed
from changes_app.models import Profile
from changes_app.people import authorisation
from changes_app.people.credentials import address_is_own, fingerprint, is_held, link_key, owner, profile_of
from changes_app.people.mails import accounts as mails
from changes_app.record import events
from changes_app.workflow import EventKind


def seal(user: User) -> None:
    """The password and the address that the account has now are its owner's own."""
    seals = {"password_seal": fingerprint(user.password), "address_seal": user.email}
    user.profile = Profile.objects.update_or_create(user=user, defaults=seals)[0]


def prove(user: User) -> None:
    """The owner has set the password by a link in their mail. Where others changed the address, the link went to others."""
    _take_as_read(user)
    if address_is_own(user, profile_of(user)):
        _confirm(user)


def ask(*, by: User) -> None:
    """Mail the link that confirms password and address, to the address that was the person's own."""
    authorisation.require_account(by)
    if not is_held(by):
        raise Invalid("There is nothing to confirm.", remedy="You can vote where you have the role.")
    profile = profile_of(by)
    address = (profile.address_seal if profile else "") or by.email
    if not address:
        raise Invalid("Your account has no e-mail address.", remedy="Ask whoever runs the portal to add it.")
    mails.confirm_credentials(by, address, link_key(by))


def confirm(*, key: str) -> User:
    """Take a mailed link at its word; raises `NotFound` where it is too old, was used, or what it is about has changed."""
    user = owner(key)
    _confirm(user)
    return user


def require_own(user: User) -> None:
    """Raises `NotAllowed` where somebody else knows what opens the account."""
    if is_held(user):
        remedy = "Confirm on the page of your account that your password and address are yours."
        raise NotAllowed("Somebody else set your password or address.", remedy=remedy)


def _take_as_read(user: User) -> None:
    """Where a link could go to one address alone, it was read there: nobody is sent a second one to confirm the same address."""
    known = EmailAddress.objects.filter(user=user)
    if [address.email.casefold() for address in known] == [user.email.casefold()]:
        known[0].set_verified()


def _confirm(user: User) -> None:
    with transaction.atomic():
        if is_held(user):
            events.note(EventKind.CREDENTIAL_CONFIRMED, by=user)
        seal(user)
