"""Who reads restricted specifications: their approved members, and administrators, who stand in for the secretariat."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Q

from changes_app.models import Membership
from specs_app import access
from specs_app.models import Specification

NONE = Q(pk__in=())
ALL = ~NONE


@access.supplies
def readable(viewer: AbstractBaseUser | AnonymousUser) -> Q:
    """The restricted specifications that a person may read."""
    if not isinstance(viewer, User) or not viewer.is_active:
        return NONE
    if viewer.is_superuser:
        return ALL
    return Q(pk__in=Membership.objects.approved().filter(user=viewer).values("specification"))


def among(people: Iterable[User], specification: Specification) -> list[User]:
    """Those of some people who may read a specification; one query for all of them, and none for a public one."""
    if not specification.is_restricted:
        return list(people)
    belonging = Membership.objects.approved().filter(specification=specification)
    members = frozenset(belonging.values_list("user_id", flat=True))
    return [person for person in people if person.is_active and (person.is_superuser or person.pk in members)]
