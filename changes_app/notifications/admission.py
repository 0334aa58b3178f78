"""The e-mails about who joins a specification: to the secretariat when somebody asks, to the person when it is decided."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.template.loader import render_to_string

from changes_app.addresses import page
from changes_app.models import Membership
from changes_app.notifications import outbox
from changes_app.people import display_name
from changes_app.workflow import Role


def asked(membership: Membership) -> None:
    """To everybody of the secretariat: somebody waits to be let in."""
    office = Membership.objects.approved().filter(specification=membership.specification, role=Role.SECRETARIAT)
    subject = f"{display_name(membership.user)} asks to join {membership.specification}"
    for entry in office.select_related("user").filter(user__is_active=True):
        _post("asked", subject, entry.user, membership, page(membership.specification.slug, "members"))


def admitted(membership: Membership) -> None:
    """To the person: you are in, and may begin."""
    slug = membership.specification.slug
    _post("admitted", f"You may now take part in {membership.specification}", membership.user, membership, page(slug))


def declined(membership: Membership) -> None:
    """To the person: not this time, and what to do."""
    subject = f"Your request to join {membership.specification}"
    _post("declined", subject, membership.user, membership, page(membership.specification.slug, "join"))


def _post(kind: str, subject: str, to: User, membership: Membership, address: str) -> None:
    if to.email:
        values = {"name": display_name(to), "membership": membership, "person": display_name(membership.user)}
        body = render_to_string(f"people/email/{kind}.txt", {**values, "page": address})
        outbox.post(kind=f"membership_{kind}", to=to.email, subject=subject, body=body)
