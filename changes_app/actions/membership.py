"""Who belongs to a specification: asking, approving, declining, and the operator's own door."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from changes_app import permissions, texts
from changes_app.actions import base
from changes_app.errors import Invalid, NotAllowed, WrongStatus
from changes_app.models import Event, Membership, Organisation
from changes_app.models.membership import MembershipState
from changes_app.notifications import admission
from changes_app.people import display_name
from changes_app.workflow import EventKind, Permission, Role
from specs_app.document.problems import Problem
from specs_app.models import Specification

ROLES = [role for role in Role if role != Role.PUBLIC]


def request(*, specification: Specification, by: User, organisation: str, note: str = "") -> Membership:
    """Ask to become a member for an organisation, by its name. Asking again after a refusal is allowed."""
    base.require_account(by)
    fields = base.checked_texts(organisation=organisation, note=note)
    if not fields["organisation"]:
        raise Invalid("Name the organisation you work for.", problems=[texts.missing("organisation")])
    with transaction.atomic():
        base.lock_specification(specification)
        existing = Membership.objects.filter(user=by, specification=specification).first()
        if existing and existing.state != MembershipState.DECLINED:
            raise WrongStatus(f"You have asked already: {existing.get_state_display().lower()}.")
        membership = _store(specification, by, Role.MEMBER, fields["organisation"], MembershipState.REQUESTED)
        membership.note = fields["note"]
        membership.save()
        _record(EventKind.MEMBERSHIP_REQUESTED, membership, by)
        admission.asked(membership)
    return membership


def approve(*, membership: Membership, by: User, role: str = Role.MEMBER) -> Membership:
    """Let somebody in, in a role."""
    _known_role(role)
    return _decide(membership, by, MembershipState.APPROVED, EventKind.MEMBERSHIP_APPROVED, role)


def decline(*, membership: Membership, by: User) -> Membership:
    """Turn a request down."""
    return _decide(membership, by, MembershipState.DECLINED, EventKind.MEMBERSHIP_DECLINED, membership.role)


def add_member(*, specification: Specification, user: User, role: str, organisation: str = "") -> Membership:
    """Give a person a role at once; for the operator's command only, which nobody reaches from the web."""
    _known_role(role)
    name = base.checked_texts(organisation=organisation)["organisation"]
    if not name and role != Role.SECRETARIAT:
        problem = Problem("missing", "error", f"A {role} stands for an organisation.", pointer="/organisation")
        raise Invalid(problem.message, problems=[problem], remedy="Name it with --organisation.")
    with transaction.atomic():
        base.lock_specification(specification)
        membership = _store(specification, user, role, name, MembershipState.APPROVED)
        _record(EventKind.MEMBERSHIP_APPROVED, membership, None)
    return membership


def _known_role(role: str) -> None:
    if role not in ROLES:
        known = ", ".join(ROLES)
        raise Invalid(f"There is no role {role!r}.", expected=known, found=role, remedy=f"Use one of {known}.")


def _store(specification: Specification, user: User, role: str, organisation: str, state: str) -> Membership:
    now = timezone.now()
    entry = _organisation(organisation) if organisation else None
    values: dict[str, Any] = {"role": role, "organisation": entry, "state": state, "requested_at": now}
    values["decided_at"] = now if state == MembershipState.APPROVED else None
    return Membership.objects.update_or_create(user=user, specification=specification, defaults=values)[0]


def _organisation(name: str) -> Organisation:
    """The organisation of that name, however its letters and blanks are written: each has one vote."""
    plain = " ".join(name.split())
    known = Organisation.objects.filter(name__iexact=plain).first()
    return known or Organisation.objects.get_or_create(name=plain)[0]


def _decide(membership: Membership, by: User, state: str, kind: EventKind, role: str) -> Membership:
    with transaction.atomic():
        base.lock_specification(membership.specification)
        fresh = Membership.objects.select_related("user", "specification", "organisation").get(pk=membership.pk)
        permissions.require(permissions.standing(by, fresh.specification), Permission.MANAGE_MEMBERS)
        if fresh.user_id == by.pk:
            raise NotAllowed("Nobody decides on their own membership.", remedy="Ask a colleague of the secretariat.")
        if fresh.state != MembershipState.REQUESTED:
            raise WrongStatus(f"This request is {fresh.get_state_display().lower()} already.")
        fresh.state, fresh.role, fresh.decided_at = state, role, timezone.now()
        fresh.save()
        _record(kind, fresh, by)
        (admission.admitted if state == MembershipState.APPROVED else admission.declined)(fresh)
    return fresh


def _record(kind: EventKind, membership: Membership, by: User | None) -> None:
    """The event of a membership; the person asked about is part of what it says."""
    Event.objects.create(
        kind=kind,
        specification=membership.specification.slug,
        actor_id=by.pk if by else None,
        actor_name=display_name(by),
        organisation=membership.organisation.name if membership.organisation else "",
        at=timezone.now(),
        data={"person": display_name(membership.user), "person_id": membership.user_id, "role": membership.role},
    )
