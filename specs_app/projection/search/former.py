"""What parts were called before: former names and references by the address of what bears another now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from specs_app.document import paths
from specs_app.document.storable import clean
from specs_app.models import Revision, RevisionChange, Specification
from specs_app.models.base import ADDRESS_LENGTH
from specs_app.projection.search.entries import called_text
from specs_app.projection.search.words import fold
from specs_app.tables.logged_changes import LoggedChange

#: By address, the oldest first.
Formers = Mapping[str, tuple[str, ...]]


def formers(
    specification: Specification, log: Iterable[LoggedChange], until: QuerySet[Revision] | None = None
) -> Formers:
    """The former names that the stored differences and the change log tell of; of the revisions ``until`` alone, where given.

    Two queries, over what was renamed and what was taken out.
    """
    changes = RevisionChange.objects.filter(revision__specification=specification)
    if until is not None:
        changes = changes.filter(revision__in=until)
    told: dict[str, dict[str, None]] = {}
    for address, name in (*_renamed(changes), *_replaced(changes), *_logged(log)):
        kind, *names = paths.split(address)
        told.setdefault(address, {}).update(dict.fromkeys((*told.pop(paths.join(kind, name), ()), name)))
        told[address].pop(names[0], None)
    return {clean(address)[:ADDRESS_LENGTH]: tuple(map(clean, names)) for address, names in told.items() if names}


def columns_of(names: Sequence[str]) -> dict[str, str]:
    """The columns of an entry that had these names: as they are shown, a line each, and as they are searched."""
    return {"former": "\n".join(names), "formerly": f"{called_text(names)} {fold(' '.join(names))}".strip()}


def _renamed(changes: QuerySet[RevisionChange]) -> Iterable[tuple[str, str]]:
    found = changes.filter(kind="renamed", field="name").order_by("revision__number", "position")
    return ((address, str(before)) for address, before in found.values_list("address", "before"))


def _replaced(changes: QuerySet[RevisionChange]) -> Iterable[tuple[str, str]]:
    """Items that got another reference: the only one of its name and object that went where they came."""
    whole = changes.filter(field="", address__startswith="items/")
    gone: dict[tuple[int, str, str], list[str]] = {}
    for row in (
        whole.filter(kind="removed").order_by("revision__number", "position").values("revision", "address", "before")
    ):
        gone.setdefault(_place(row, "before"), []).append(row["address"])
    if not gone:
        return
    came = whole.filter(kind="added", revision__in={revision for revision, *_ in gone})
    for new in came.order_by("revision__number", "position").values("revision", "address", "after"):
        if len(found := gone.get(_place(new, "after"), [])) == 1 and found[0] != new["address"]:
            yield new["address"], paths.split(found[0])[1]


def _place(row: Mapping[str, Any], side: str) -> tuple[int, str, str]:
    said = row[side] or {}
    return row["revision"], str(said.get("object")), str(said.get("name"))


def _logged(log: Iterable[LoggedChange]) -> Iterable[tuple[str, str]]:
    told = (item for change in log for item in change.items if item.former and item.item_ref)
    return ((paths.of_ref(item.item_ref), item.former) for item in told)
