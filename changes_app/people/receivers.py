"""What others do with accounts and the portal has to know: allauth's pages, and Django where it renews a password's hash."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_changed, password_reset, user_signed_up
from django.contrib.auth.models import User
from django.db.models.signals import pre_save
from django.dispatch import receiver

from changes_app.models import Profile
from changes_app.people.actions import credentials
from changes_app.people.credentials import fingerprint, password_is_own, profile_of


@receiver(user_signed_up)
def signed_up(user: User, **_: Any) -> None:
    """Who signs up has chosen both, and signs in once the address is confirmed."""
    credentials.seal(user)


@receiver(password_reset)
def reset_by_mail(user: User, **_: Any) -> None:
    """The link of a reset went to the person's address."""
    credentials.prove(user)


@receiver(email_changed)
def moved(user: User, from_email_address: EmailAddress | None, **_: Any) -> None:
    """Who has confirmed another address moves to it, but for somebody who came in by what others set."""
    profile = profile_of(user)
    known = profile.address_seal if profile else ""
    before = from_email_address.email if from_email_address else ""
    if password_is_own(user, profile) and (not known or known.casefold() == before.casefold()):
        credentials.seal(user)


@receiver(pre_save, sender=User)
def hash_renewed(instance: User, update_fields: frozenset[str] | None, **_: Any) -> None:
    """A sign-in may store the same password under a stronger hash: it is the owner's as much as it was before.

    Django then saves this one field, and forgets the password that it has set; whoever sets another password does neither.
    """
    if update_fields == frozenset({"password"}) and getattr(instance, "_password", None) is None:
        before = User.objects.filter(pk=instance.pk).values_list("password", flat=True).first() or ""
        kept = Profile.objects.filter(user_id=instance.pk, password_seal=fingerprint(before))
        kept.update(password_seal=fingerprint(instance.password))
