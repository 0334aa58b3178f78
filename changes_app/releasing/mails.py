"""The e-mail that tells everybody who belongs to a standard of a release."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from django.contrib.auth.models import User
from django.template.loader import render_to_string

from changes_app.addresses import page
from changes_app.models import Event
from changes_app.people import permissions
from changes_app.record import outbox
from changes_app.record.names import display_name
from changes_app.record.outbox import Message
from changes_app.workflow.events import RELEASE, Told
from specs_app.actions.release_making import ReleaseContent
from specs_app.document.commit_messages import one_line
from specs_app.models import Specification


def queue(event: Event, specification: Specification, release: ReleaseContent) -> None:
    """Have it sent to all members whose account has an address."""
    outbox.queue(event, _messages(specification, release))


def _members(specification: Specification) -> Iterable[User]:
    return [seat.user for seat in permissions.seats().filter(specification=specification).order_by("pk")]


RECIPIENTS: dict[Told, Callable[[Specification], Iterable[User]]] = {Told.MEMBERS: _members}


def _messages(specification: Specification, release: ReleaseContent) -> Iterator[Message]:
    subject = one_line(RELEASE.subject.format(standard=specification, version=release.version))
    about = {"specification": specification, "release": release}
    pages = {"page": page(specification.slug, "releases", release.version)}
    for person in RECIPIENTS[RELEASE.told](specification):
        if person.email:
            body = render_to_string(RELEASE.template, {"name": display_name(person), **about, **pages})
            yield Message(RELEASE.key, person.email, subject, body)
