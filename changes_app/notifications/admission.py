"""The e-mails about who belongs to a specification: to the secretariat when somebody asks, to the person when it is decided.

Of a restricted one nothing is written to somebody who may not read it, but that they belong to it no longer.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.template.loader import render_to_string

from changes_app.addresses import page, whole
from changes_app.models import Membership
from changes_app.notifications import outbox
from changes_app.people import display_name
from changes_app.workflow import Role


def asked(membership: Membership) -> None:
    """To everybody of the secretariat: somebody waits to be let in."""
    office = Membership.objects.approved().filter(specification=membership.specification, role=Role.SECRETARIAT)
    subject = f"{display_name(membership.user)} asks to join {membership.specification}"
    address = page(membership.specification.slug, "members")
    similar = membership.organisation.look_alikes() if membership.organisation else []
    for entry in office.select_related("user").filter(user__is_active=True):
        _post("asked", subject, entry.user, membership, address, similar=similar)


def admitted(membership: Membership) -> None:
    """To the person: you are in, and may begin."""
    slug = membership.specification.slug
    reset = "" if membership.user.has_usable_password() else whole("/accounts/password/reset/")
    subject = f"You may now take part in {membership.specification}"
    _post("admitted", subject, membership.user, membership, page(slug), reset=reset)


def declined(membership: Membership) -> None:
    """To the person: not this time, and what to do."""
    if membership.specification.is_restricted:
        return
    subject = f"Your request to join {membership.specification}"
    _post("declined", subject, membership.user, membership, page(membership.specification.slug, "join"))


def changed(membership: Membership, by: User, reason: str) -> None:
    """To the person: another role or organisation from now on, and why."""
    subject, address = f"Your part in {membership.specification} has changed", page(membership.specification.slug)
    _post("changed", subject, membership.user, membership, address, by=display_name(by), reason=reason)


def ended(membership: Membership, by: User, reason: str) -> None:
    """To the person: you belong no longer, and why."""
    subject = f"You no longer belong to {membership.specification}"
    address = page(membership.specification.slug, "join")
    _post("ended", subject, membership.user, membership, address, by=display_name(by), reason=reason)


def _post(kind: str, subject: str, to: User, membership: Membership, address: str, **more: Any) -> None:
    if to.email:
        values = {"name": display_name(to), "membership": membership, "person": display_name(membership.user), **more}
        body = render_to_string(f"people/email/{kind}.txt", {**values, "page": address})
        outbox.post(kind=f"membership_{kind}", to=to.email, subject=subject, body=body)
