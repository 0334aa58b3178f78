"""Who belongs to a specification: asking, approving, declining, changing, ending, and the operator's own door."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from changes_app import organisation_names, texts
from changes_app.errors import Invalid, NotAllowed, NotFound, WrongStatus
from changes_app.models import Event, Membership, Organisation
from changes_app.models.membership import MembershipState
from changes_app.people import authorisation
from changes_app.people.mails import memberships
from changes_app.record import locks
from changes_app.record.names import display_name
from changes_app.workflow import EventKind, Permission, Role
from specs_app import access
from specs_app.document.problems import Problem
from specs_app.models import Specification

ROLES = [role for role in Role if role != Role.PUBLIC]


def request(*, specification: Specification, by: User, organisation: str, note: str = "") -> Membership:
    """Ask to become a member for an organisation, by its name. Asking again after a refusal or an end is allowed."""
    authorisation.require_account(by)
    authorisation.require_name(by)
    fields = texts.checked(organisation=organisation, note=note)
    if not organisation_names.key(fields["organisation"]):
        raise Invalid("Name the organisation you work for.", problems=[texts.missing("organisation")])
    with transaction.atomic():
        locked = locks.lock_specification(specification)
        if not access.may_read(by, locked):
            remedy = "Only members see it. Ask its secretariat, or whoever runs the portal."
            raise NotFound(f"No standard called {locked.slug!r} takes requests to join.", remedy=remedy)
        existing = Membership.objects.filter(user=by, specification=specification).first()
        if existing and not existing.is_over:
            raise WrongStatus(f"You have asked already: {existing.get_state_display().lower()}.")
        membership = _store(specification, by, Role.MEMBER, fields["organisation"], MembershipState.REQUESTED)
        membership.note = fields["note"]
        membership.save()
        _record(EventKind.MEMBERSHIP_REQUESTED, membership, by)
    return membership


def approve(*, membership: Membership, by: User, role: str = Role.MEMBER, organisation: str = "") -> Membership:
    """Let somebody in, in a role; for another organisation than they named where one is given."""
    _known_role(role)
    name = texts.checked(organisation=organisation)["organisation"]
    with transaction.atomic():
        fresh = _requested(membership, by)
        fresh.organisation = _organisation(name) if name else fresh.organisation
        return _decide(fresh, by, MembershipState.APPROVED, EventKind.MEMBERSHIP_APPROVED, role)


def decline(*, membership: Membership, by: User) -> Membership:
    """Turn a request down."""
    with transaction.atomic():
        fresh = _requested(membership, by)
        return _decide(fresh, by, MembershipState.DECLINED, EventKind.MEMBERSHIP_DECLINED, fresh.role)


def change(*, membership: Membership, by: User, role: str, organisation: str, reason: str) -> Membership:
    """Give a member another role or organisation. Their votes for the one before do not count any more."""
    _known_role(role)
    fields = _reasoned(reason, organisation=organisation)
    _require_organisation(role, fields["organisation"])
    with transaction.atomic():
        fresh = _approved(membership, by)
        if role != fresh.role:
            _require_another_secretary(fresh)
        fresh.role = role
        fresh.organisation = _organisation(fields["organisation"]) if fields["organisation"] else None
        fresh.save()
        _record(EventKind.MEMBERSHIP_CHANGED, fresh, by, reason=fields["reason"])
    return fresh


def end(*, membership: Membership, by: User, reason: str) -> Membership:
    """Take somebody's membership away. What they did stays on record; votes that are still counted do not count any more."""
    fields = _reasoned(reason)
    with transaction.atomic():
        return _end(_approved(membership, by), by, fields["reason"])


def leave(*, membership: Membership, by: User) -> Membership:
    """Give up one's own membership."""
    authorisation.require_account(by)
    with transaction.atomic():
        fresh = _locked(membership)
        if fresh.user_id != by.pk:
            raise NotAllowed("This is the membership of somebody else.", remedy="Only the secretariat may end it.")
        return _end(fresh, by, "")


def add_member(*, specification: Specification, user: User, role: str, organisation: str = "") -> Membership:
    """Give a person a role at once; for the operator's command only, which nobody reaches from the web."""
    _known_role(role)
    name = texts.checked(organisation=organisation)["organisation"]
    _require_organisation(role, name)
    with transaction.atomic():
        locks.lock_specification(specification)
        membership = _store(specification, user, role, name, MembershipState.APPROVED)
        _record(EventKind.MEMBERSHIP_APPROVED, membership, None)
    return membership


def _known_role(role: str) -> None:
    if role not in ROLES:
        known = ", ".join(ROLES)
        raise Invalid(f"There is no role {role!r}.", expected=known, found=role, remedy=f"Use one of {known}.")


def _require_organisation(role: str, name: str) -> None:
    if not organisation_names.key(name) and role != Role.SECRETARIAT:
        message = f"A {Role(role).label.lower()} stands for an organisation."
        raise Invalid(message, problems=[Problem("missing", "error", message, "Name it.", pointer="/organisation")])


def _reasoned(reason: str, **fields: str) -> dict[str, str]:
    """The texts, checked, with a reason that is not empty."""
    checked = texts.checked(reason=reason, **fields)
    if not checked["reason"]:
        raise Invalid("A reason is needed.", problems=[texts.missing("reason")], remedy="Say why in a sentence.")
    return checked


def _store(specification: Specification, user: User, role: str, organisation: str, state: str) -> Membership:
    now = timezone.now()
    entry = _organisation(organisation) if organisation else None
    values: dict[str, Any] = {"role": role, "organisation": entry, "state": state, "requested_at": now}
    values["decided_at"] = now if state == MembershipState.APPROVED else None
    return Membership.objects.update_or_create(user=user, specification=specification, defaults=values)[0]


def _organisation(name: str) -> Organisation:
    """The organisation of that name, however it is written: each has one vote."""
    return Organisation.objects.get_or_create(
        key=organisation_names.key(name), defaults={"name": organisation_names.shown(name)}
    )[0]


def _locked(membership: Membership) -> Membership:
    """The membership as it is now, locked with its specification until the transaction ends."""
    locks.lock_specification(membership.specification)
    return Membership.objects.select_related("user", "specification", "organisation").get(pk=membership.pk)


def _managed(membership: Membership, by: User) -> Membership:
    """The same, for somebody who manages members and is not meant by it."""
    fresh = _locked(membership)
    authorisation.authorise_in(fresh.specification, Permission.MANAGE_MEMBERS, by)
    if fresh.user_id == by.pk:
        raise NotAllowed("Nobody decides on their own membership.", remedy="Ask a colleague of the secretariat.")
    return fresh


def _requested(membership: Membership, by: User) -> Membership:
    fresh = _managed(membership, by)
    if fresh.state != MembershipState.REQUESTED:
        raise WrongStatus(f"This request is {fresh.get_state_display().lower()} already.")
    return fresh


def _approved(membership: Membership, by: User) -> Membership:
    fresh = _managed(membership, by)
    _require_approved(fresh)
    return fresh


def _require_approved(membership: Membership) -> None:
    if membership.state != MembershipState.APPROVED:
        raise WrongStatus(f"This membership is {membership.get_state_display().lower()}.", remedy="See the list again.")


def _require_another_secretary(membership: Membership) -> None:
    """Raises `NotAllowed` where a standard would be left with nobody who lets people in."""
    others = Membership.objects.approved().filter(specification=membership.specification, role=Role.SECRETARIAT)
    alone = not others.filter(user__is_active=True).exclude(pk=membership.pk).exists()
    if membership.role == Role.SECRETARIAT and alone:
        message = f"{display_name(membership.user)} is the last of the secretariat."
        raise NotAllowed(message, remedy="Make somebody else secretariat first.")


def _end(membership: Membership, by: User, reason: str) -> Membership:
    _require_approved(membership)
    _require_another_secretary(membership)
    membership.state, membership.decided_at = MembershipState.ENDED, timezone.now()
    membership.save()
    _record(EventKind.MEMBERSHIP_ENDED, membership, by, reason=reason)
    return membership


def _decide(membership: Membership, by: User, state: str, kind: EventKind, role: str) -> Membership:
    membership.state, membership.role, membership.decided_at = state, role, timezone.now()
    membership.save()
    _record(kind, membership, by)
    return membership


def _record(kind: EventKind, membership: Membership, by: User | None, **data: str) -> None:
    """The event of a membership, and the e-mails that follow; the person asked about is part of what it says."""
    organisation = membership.organisation.name if membership.organisation else ""
    person = {"person": display_name(membership.user), "person_id": membership.user_id, "role": membership.role}
    Event.objects.create(
        kind=kind,
        specification=membership.specification.slug,
        actor_id=by.pk if by else None,
        actor_name=display_name(by),
        organisation=organisation,
        at=timezone.now(),
        data={**person, "organisation": organisation, **data},
    )
    memberships.queue(kind, membership, by, **data)
