"""Which writes of people and change requests the public sees: events, and the rows that pages name people by.

Every step of a change request and every membership has an event (`changes_app.models.Event`), in the transaction of what it tells
of. A person's name, whether their vote counts and what organisations are called show on the pages of all standards.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from changes_app.models import Event, Membership, Organisation, Profile
from specs_app import freshness

#: What a sign-in writes about an account, and no page shows.
OF_A_SIGN_IN = frozenset({"last_login"})


@receiver(post_save, sender=Event)
def happened(instance: Event, **_: Any) -> None:
    """Something happened in a standard, or to an account."""
    freshness.written(instance.specification)


@receiver([post_save, post_delete], sender=Membership)
def membership_written(instance: Membership, **_: Any) -> None:
    """Whose vote counts in a standard may be another now."""
    freshness.written(instance.specification.slug)


@receiver([post_save, post_delete], sender=User)
@receiver([post_save, post_delete], sender=Profile)
@receiver([post_save, post_delete], sender=Organisation)
def person_written(
    sender: type[User | Profile | Organisation],
    created: bool = False,
    update_fields: frozenset[str] | None = None,
    **_: Any,
) -> None:
    """A name or a right is another; what is new stands on no page yet, but a seal may give a vote its weight back."""
    if (created and sender is not Profile) or update_fields == OF_A_SIGN_IN:
        return
    freshness.written()
