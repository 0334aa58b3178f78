"""What the commit of a change leaves behind besides its content: item metadata, log entries, and its message. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils import timezone

from specs_app.document import paths
from specs_app.document.commit_messages import composed
from specs_app.document.diff import Change
from specs_app.document.types import DataObject, Document, Item, item_key
from specs_app.document.values import Extra, Plain
from specs_app.repository.commits import Author
from specs_app.tables.change_log import LogEntry
from specs_app.tables.log_types import NEW, NONE, Types

SOURCE = "portal"


@dataclass(frozen=True, slots=True)
class Decision:
    """What is stored of a decided change and goes into its commit. ``approved_by`` are ``Name (Organisation)``,
    ``reverts`` is the number of the change that it takes back, if any.

    The same decision on the same head gives the same commit, byte for byte.
    """

    number: str
    title: str
    reason: str
    change_class: str
    decided_at: datetime
    approved_by: tuple[str, ...]
    rules: str
    page: str
    author: Author
    committer: Author
    reverts: str = ""

    @property
    def decided_on(self) -> date:
        """The day, by the portal's own clock."""
        return timezone.localdate(self.decided_at)


def stamp(document: Document, changes: Iterable[Change], decision: Decision) -> Document:
    """The document with the ``metadata`` of every altered item renewed."""
    altered = _altered(changes)
    objects = tuple(
        replace(entry, items=tuple(_stamped(entry, item, altered, decision) for item in entry.items))
        for entry in document.objects
    )
    return replace(document, objects=objects)


def _stamped(entry: DataObject, item: Item, altered: set[str], decision: Decision) -> Item:
    if not _ways_to_name(entry, item) & altered:
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


def _altered(changes: Iterable[Change]) -> set[str]:
    """The addresses that changes alter; of a relationship ``object.item`` of its child, which holds the foreign key."""
    return {_child(change.address) or change.address for change in changes}


def _ways_to_name(entry: DataObject, item: Item) -> set[str]:
    """What an item is called among altered addresses: its own address, and ``object.item`` as relationships have it."""
    return {paths.of_item(entry, item), f"{entry.name}.{item.name}"}


def _child(address: str) -> str:
    """``object.item`` of the child where an address is that of a relationship, else empty."""
    kind, *names = paths.split(address)
    return names[0].partition(">")[0] if kind == "relationships" else ""


def log_entry(
    before: Document, after: Document, changes: Sequence[Change], decision: Decision, types: Types = NONE
) -> LogEntry:
    """The rows of the change log: one an altered item, also for one that is gone; and what else is altered.

    The reason stands in their notes; ``types`` are the log's own words for what a row can be.
    """
    altered = _altered(changes)
    pairs = {item_key(entry, item): (entry, item) for source in (before, after) for entry, item in source.items()}
    rows = [(ref, entry.name) for ref, (entry, item) in pairs.items() if _ways_to_name(entry, item) & altered]
    return LogEntry(
        number=decision.number,
        date=decision.decided_on.isoformat(),
        title=decision.title,
        change_class=decision.change_class,
        rows=tuple(rows),
        notes=decision.reason,
        types=_types([ref for ref, _ in rows], before, decision.change_class, types),
        subjects=tuple(dict.fromkeys(subject for change in changes if (subject := _subject(change)))),
        source=SOURCE,
    )


def _types(references: Iterable[str], before: Document, change_class: str, types: Types) -> dict[str, str]:
    """What the log calls the change for each item: a new one, or the class."""
    known = {item_key(entry, item) for entry, item in before.items()}
    usual = types.get(change_class, change_class)
    return {ref: usual if ref in known else types.get(NEW, usual) for ref in references}


def _subject(change: Change) -> str:
    """What a change is about where that is no item: an object's name, ``categories/sex``, ``settings/rules``."""
    kind, *names = paths.split(change.address)
    if kind == "objects":
        return names[0]
    if kind == "relationships":
        return _child(change.address).partition(".")[0]
    if kind == "extracts":
        return paths.join(kind, *names)
    return "" if kind == "items" else "/".join((kind, *(names or [change.field])[:1]))


def message(decision: Decision) -> str:
    """The message of the commit: number and title, the reason, and as trailers who approved it by which rules, and where."""
    trailers = (
        ("Change-Id", decision.number),
        ("Change-Class", decision.change_class),
        *((("Reverts", decision.reverts),) if decision.reverts else ()),
        *(("Approved-by", name) for name in decision.approved_by),
        ("Steering-Rules", decision.rules),
        ("Reviewed-on", decision.page),
    )
    return composed(f"{decision.number}: {decision.title}", decision.reason, trailers)
