"""Reads of people, memberships and tokens, in a fixed number of queries."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Exists, OuterRef, Q, QuerySet
from knox.models import AuthToken

from changes_app import organisation_names
from changes_app.errors import NotAllowed, NotFound
from changes_app.models import ChangeRequest, Membership, Organisation
from changes_app.models.membership import MembershipQuerySet, MembershipState
from changes_app.people import permissions
from changes_app.workflow import Status, voting
from changes_app.workflow.matrix import LOCAL_DECIDERS, VOTERS
from specs_app import access
from specs_app.models import Specification
from specs_app.versions.resolve import current

Reader = User | AnonymousUser


def memberships_of(person: User) -> MembershipQuerySet:
    """Where a person belongs, or has asked to, of the standards that they may read."""
    found: MembershipQuerySet = Membership.objects.filter(user=person, specification__in=access.readable(person))
    found = found.select_related("specification", "organisation")
    return found.order_by("specification__title", "pk")


def membership_of(specification: Specification, person: User) -> Membership | None:
    """A person's membership of one standard, in whatever state."""
    return Membership.objects.filter(specification=specification, user=person).select_related("organisation").first()


def members(specification: Specification) -> QuerySet[Membership]:
    """Everybody who belongs to a standard, by organisation and name."""
    found = Membership.objects.approved().filter(specification=specification).select_related("user", "organisation")
    return found.order_by("organisation__name", "user__first_name", "user__last_name", "pk")


def membership_requests(specification: Specification) -> QuerySet[Membership]:
    """Who asks to be let in to a standard, longest waiting first."""
    found = Membership.objects.requested().filter(specification=specification)
    return found.select_related("specification", "user", "organisation").order_by("requested_at", "pk")


def around(person: User) -> QuerySet[Membership]:
    """What an inbox asks of memberships, with their standards, by title; one query.

    In each standard where the person belongs or has a proposal under vote, an administrator in every one: their own seat, those of
    the voters and of whoever has a proposal under vote there, and who asks to be let in.
    """
    voted = ChangeRequest.objects.filter(status=Status.IN_REVIEW)
    proposes = Exists(voted.filter(specification=OuterRef("specification"), proposer=OuterRef("user")))
    seated = Q(user=person) | Q(role__in=VOTERS | LOCAL_DECIDERS) | proposes
    found = Membership.objects.filter(
        Q(seated, state=MembershipState.APPROVED, user__is_active=True) | Q(state=MembershipState.REQUESTED)
    )
    if not person.is_superuser:
        own = Membership.objects.approved().filter(user=person)
        belongs = Q(specification__in=own.values("specification"))
        found = found.filter(belongs | Q(specification__in=voted.filter(proposer=person).values("specification")))
    return found.select_related("specification__push", "user__profile", "organisation").order_by(
        "specification__title", "pk"
    )


def membership(specification: Specification, key: int) -> Membership:
    """A request that waits, or somebody who belongs; raises `NotFound`, also where it was declined or has ended."""
    either = membership_requests(specification) | members(specification)
    if (found := either.filter(pk=key).first()) is None:
        raise NotFound("This request is not waiting any more.", remedy="A colleague may have decided it; see the list.")
    return found


def own_membership(person: User, key: int) -> Membership:
    """Where a person belongs; raises `NotFound`."""
    if (found := memberships_of(person).approved().filter(pk=key).first()) is None:
        raise NotFound("You do not belong there any more.", remedy="See the list of your standards.")
    return found


def known_alike(entry: Membership) -> list[tuple[str, list[Membership]]]:
    """The organisations that a reader may take for the one of a request, each with who belongs to the standard for it."""
    names = entry.organisation.look_alikes() if entry.organisation else []
    found = members(entry.specification).filter(organisation__name__in=names)
    return [(name, [one for one in found if one.organisation and one.organisation.name == name]) for name in names]


def look_alikes_of(name: str) -> list[str]:
    """The organisations that a reader may take for one that is not known yet; none for a name that is known, or none."""
    key = organisation_names.key(name)
    if not key or Organisation.objects.filter(key=key).exists():
        return []
    return Organisation(name=name).look_alikes()


def tokens_of(person: User) -> QuerySet[AuthToken]:
    """A person's REST tokens, newest first."""
    found: QuerySet[AuthToken] = AuthToken.objects.filter(user=person).order_by("-created")
    return found


def colleagues(entry: Membership) -> int:
    """How many people belong to the standard for the organisation of a request already."""
    return members(entry.specification).filter(organisation=entry.organisation).count()


def account(reader: Reader) -> User:
    """The account of a reader who has signed in; raises `NotAllowed` for a visitor."""
    if not isinstance(reader, User):
        raise NotAllowed("Sign in first.", remedy="Sign in, or make an account.")
    return reader


def unmet(*specifications: Specification) -> dict[int, list[str]]:
    """Of each standard, by its key, the steering rules of today that the voters of today cannot meet, each in a sentence."""
    able = permissions.able_organisations(*specifications)
    return {entry.pk: voting.unmet(current(entry).document.settings.rules, able[entry.pk]) for entry in specifications}
