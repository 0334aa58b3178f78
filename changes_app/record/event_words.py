"""The events of a change request in words, as its timeline shows them."""

from __future__ import annotations

from dataclasses import dataclass

from changes_app.models import Event
from changes_app.record.names import public_name
from changes_app.workflow import EventKind


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One line of a timeline: who did what, and what they said."""

    event: Event
    words: str
    comment: str


def describe(event: Event) -> str:
    """``Ada Moss (Northshire) asked for changes``."""
    organisation = f" ({event.organisation})" if event.organisation else ""
    name = public_name(event.actor_name, event.actor_id)
    return f"{name}{organisation} {EventKind(event.kind).told(event.data)}"


def entry_of(event: Event | None) -> TimelineEntry | None:
    """The same of an event that may not be there."""
    return entry(event) if event else None


def entry(event: Event) -> TimelineEntry:
    """A line of the timeline."""
    return TimelineEntry(event, describe(event), event.data.get("comment") or "")
