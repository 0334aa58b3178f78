"""Numbers of change requests: the prefix and one more than the highest that was ever used."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db.models import Max

from changes_app.models import ChangeRequest, Event
from specs_app.document.types import Document
from specs_app.models import Specification


def format_number(prefix: str, sequence: int) -> str:
    """``SSD-0028`` from ``SSD`` and 28."""
    return f"{prefix}-{sequence:04d}"


def next_sequence(specification: Specification, document: Document, logged: Iterable[int]) -> int:
    """One more than the change log, the items' metadata, every earlier request and every discarded draft.

    To be called with the specification locked, so that nobody takes the same number.
    """
    prefix = document.settings.prefix
    requests = ChangeRequest.objects.filter(specification=specification).aggregate(top=Max("sequence"))["top"] or 0
    record = Event.objects.filter(specification=specification.slug).aggregate(top=Max("change_sequence"))["top"] or 0
    return max((*logged, *in_metadata(document, prefix), requests, record), default=0) + 1


def in_metadata(document: Document, prefix: str) -> Iterable[int]:
    """The numbers that the items' metadata name."""
    pattern = re.compile(rf"{re.escape(prefix)}-(\d{{1,9}})")
    items = (item for _, item in document.items())
    for item in items:
        text = dict(item.metadata).get("change_id")
        if isinstance(text, str) and (match := pattern.fullmatch(text.strip())):
            yield int(match[1])
