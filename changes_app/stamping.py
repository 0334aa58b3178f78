"""What the commit of a change leaves behind besides its content: item metadata, log entries, and its message. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils import timezone

from specs_app.codec.changelog import LogEntry
from specs_app.document import paths
from specs_app.document.diff import Change
from specs_app.document.types import DataObject, Document, Item, item_key
from specs_app.document.values import Extra, Plain

SOURCE = "portal"


@dataclass(frozen=True, slots=True)
class Decision:
    """What is stored of a decided change and goes into its commit. ``approved_by`` are ``Name (Organisation)``."""

    number: str
    title: str
    reason: str
    change_class: str
    decided_at: datetime
    approved_by: tuple[str, ...]
    rules: str
    page: str

    @property
    def decided_on(self) -> date:
        """The day, by the portal's own clock."""
        return timezone.localdate(self.decided_at)


def stamp(document: Document, changes: Iterable[Change], decision: Decision) -> Document:
    """The document with the ``metadata`` of every altered item renewed (contract, section 2)."""
    altered = {change.address for change in changes}
    objects = tuple(
        replace(entry, items=tuple(_stamped(entry, item, altered, decision) for item in entry.items))
        for entry in document.objects
    )
    return replace(document, objects=objects)


def log_entry(before: Document, after: Document, changes: Sequence[Change], decision: Decision) -> LogEntry:
    """The rows of the change log: one an altered item, also for one that is gone."""
    altered = {change.address for change in changes}
    pairs = {item_key(entry, item): (entry, item) for source in (before, after) for entry, item in source.items()}
    rows = [(ref, entry.name) for ref, (entry, item) in pairs.items() if paths.of_item(entry, item) in altered]
    return LogEntry(
        number=decision.number,
        date=decision.decided_on.isoformat(),
        title=decision.title,
        change_class=decision.change_class,
        rows=tuple(rows),
        source=SOURCE,
    )


def message(decision: Decision) -> str:
    """Subject, reason, trailers. What people typed cannot pass for a trailer: those are the last paragraph."""
    trailers = [
        ("Change-Id", decision.number),
        ("Change-Class", decision.change_class),
        *(("Approved-by", name) for name in decision.approved_by),
        ("Steering-Rules", decision.rules),
        ("Reviewed-on", decision.page),
    ]
    lines = "\n".join(f"{name}: {_one_line(value)}" for name, value in trailers)
    subject = _one_line(f"{decision.number}: {decision.title}")
    reason = decision.reason.replace("\r\n", "\n").replace("\r", "\n").strip()
    return "\n\n".join(part for part in (subject, reason, lines) if part) + "\n"


def _stamped(entry: DataObject, item: Item, altered: set[str], decision: Decision) -> Item:
    if paths.of_item(entry, item) not in altered:
        return item
    return replace(item, metadata=_renewed(item.metadata, decision))


def _renewed(metadata: Extra, decision: Decision) -> Extra:
    """The block with new values in the old places; keys it did not have come last."""
    values: dict[str, Plain] = dict(metadata)
    values |= {
        "release": decision.decided_on.isoformat(),
        "change_id": decision.number,
        "change_source": SOURCE,
        "versions_count": str(_versions(values.get("versions_count")) + 1),
        "impact_title": decision.title,
        "type": decision.change_class,
    }
    return tuple(values.items())


def _versions(text: Plain) -> int:
    return int(text) if isinstance(text, str) and text.isascii() and text.isdigit() else 0


def _one_line(text: str) -> str:
    return " ".join(text.split())
