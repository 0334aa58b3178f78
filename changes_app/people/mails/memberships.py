"""The e-mails about who belongs to a specification; which follow from an event, and to whom, stands in its row (`workflow.events`).

Of a restricted one nothing is written to somebody who may not read it, but that they belong to it no longer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.auth.models import User
from django.template.loader import render_to_string

from changes_app.addresses import page, whole
from changes_app.models import Membership
from changes_app.record import outbox
from changes_app.record.names import display_name
from changes_app.workflow import EventKind, Role
from changes_app.workflow.events import ADMITTED, ASKED, CHANGED, DECLINED, ENDED, Mail, Told

Values = dict[str, Any]


def queue(kind: EventKind, membership: Membership, by: User | None, reason: str = "") -> None:
    """Write the e-mails that follow from what was done with a membership."""
    for mail in kind.mails:
        if mail is DECLINED and membership.specification.is_restricted:
            continue
        for person in RECIPIENTS[mail.told](membership, by):
            if person.email:
                _post(mail, person, membership, {"by": display_name(by), "reason": reason})


def _office(membership: Membership, _by: User | None) -> Iterable[User]:
    office = Membership.objects.approved().filter(specification=membership.specification, role=Role.SECRETARIAT)
    return [entry.user for entry in office.select_related("user").filter(user__is_active=True)]


def _member(membership: Membership, by: User | None) -> Iterable[User]:
    return [] if by == membership.user else [membership.user]


RECIPIENTS: dict[Told, Callable[[Membership, User | None], Iterable[User]]] = {
    Told.OFFICE: _office,
    Told.MEMBER: _member,
}


def _asked(membership: Membership) -> Values:
    """Somebody waits to be let in; their organisation may be one that is known by another name."""
    similar = membership.organisation.look_alikes() if membership.organisation else []
    return {"page": page(membership.specification.slug, "members"), "similar": similar}


def _admitted(membership: Membership) -> Values:
    """You are in, and may begin; an account without a password needs one first."""
    reset = "" if membership.user.has_usable_password() else whole("/accounts/password/reset/")
    return {"page": page(membership.specification.slug), "reset": reset}


def _changed(membership: Membership) -> Values:
    return {"page": page(membership.specification.slug)}


def _over(membership: Membership) -> Values:
    return {"page": page(membership.specification.slug, "join")}


#: What a text says besides: where to go on, and what else it needs to know.
SAYS: dict[Mail, Callable[[Membership], Values]] = {
    ASKED: _asked,
    ADMITTED: _admitted,
    DECLINED: _over,
    CHANGED: _changed,
    ENDED: _over,
}


def _post(mail: Mail, to: User, membership: Membership, told: Values) -> None:
    person = display_name(membership.user)
    subject = mail.subject.format(person=person, standard=membership.specification)
    values = {"name": display_name(to), "membership": membership, "person": person, **told, **SAYS[mail](membership)}
    outbox.post(
        kind=f"membership_{mail.key}", to=to.email, subject=subject, body=render_to_string(mail.template, values)
    )
