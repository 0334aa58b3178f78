"""The events of changes and of people: written in the transaction of what they tell of, never changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from changes_app.models import ChangeRequest, Event, Organisation
from changes_app.record.names import display_name
from changes_app.workflow import EventKind
from specs_app.models import Specification

Listener = Callable[[Event, ChangeRequest], None]
_listeners: list[Listener] = []


def listens(listener: Listener) -> Listener:
    """Have a function called with each event of a change request, in the transaction that writes it."""
    _listeners.append(listener)
    return listener


def record(
    kind: EventKind,
    *,
    change: ChangeRequest,
    by: User | None,
    organisation: Organisation | None = None,
    at: datetime | None = None,
    **data: Any,
) -> Event:
    """Write the event of a change request, and let the listeners know. ``organisation`` is that for which somebody acts."""
    event = Event.objects.create(
        kind=kind,
        specification=change.specification.slug,
        change_number=change.number,
        change_sequence=change.sequence,
        actor_id=by.pk if by else None,
        actor_name=display_name(by),
        organisation=organisation.name if organisation else "",
        at=at or timezone.now(),
        data=data,
    )
    for listener in _listeners:
        listener(event, change)
    return event


def tell(kind: EventKind, *, specification: Specification, by: User | None, **data: Any) -> Event:
    """Write an event about a standard, and no change request of it."""
    return Event.objects.create(
        kind=kind,
        specification=specification.slug,
        actor_id=by.pk if by else None,
        actor_name=display_name(by),
        at=timezone.now(),
        data=data,
    )


def note(kind: EventKind, *, by: User | None, **data: Any) -> Event:
    """Write an event about a person, in no specification."""
    actor = by.pk if by else None
    return Event.objects.create(kind=kind, actor_id=actor, actor_name=display_name(by), at=timezone.now(), data=data)
