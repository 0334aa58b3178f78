"""Numbers of change requests: the prefix and one more than the sequence has come to."""

from __future__ import annotations

from collections.abc import Iterable

from changes_app.models import ChangeRequest, Event
from specs_app.models import Specification
from specs_app.tables.change_numbers import highest


def format_number(prefix: str, sequence: int) -> str:
    """``SSD-0028`` from ``SSD`` and 28."""
    return f"{prefix}-{sequence:04d}"


def next_sequence(specification: Specification, mentioned: Iterable[int]) -> int:
    """One more than the numbers that the repository names, every earlier request and every discarded draft.

    A number far from the others does not count, whoever gave it, and is never given either: see `highest`. To be called with the
    specification locked, so that nobody takes the same number.
    """
    requests = ChangeRequest.objects.filter(specification=specification).values_list("sequence", flat=True)
    events = Event.objects.filter(specification=specification.slug).order_by()
    recorded = events.values_list("change_sequence", flat=True).distinct()
    return highest({*mentioned, *requests, *(number for number in recorded if number is not None)}) + 1
