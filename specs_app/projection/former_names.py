"""What a part was called before and is called now, as the stored differences of the revisions tell it."""

from __future__ import annotations

from django.db.models import QuerySet

from specs_app.document import paths
from specs_app.document.storable import clean
from specs_app.models import RevisionChange, Specification

#: A whole part that came, and one that went: which side of the difference says what it was, and the other kind.
_SIDES = {"added": ("after", "removed"), "removed": ("before", "added")}


def names_of(specification: Specification, kind: str, name: str) -> set[str]:
    """Every name that the object or code list (``kind`` as in addresses) had or has."""
    renamed = _changes(specification, kind).filter(kind="renamed", field="name")
    pairs = [(str(before), str(after)) for before, after in renamed.values_list("before", "after")]
    names, grown = {name}, True
    while grown:
        more = {other for pair in pairs if names & set(pair) for other in pair}
        grown, names = not more <= names, names | more
    return names


def addresses_of(specification: Specification, address: str) -> set[str]:
    """Every address that the item had or has. It has another where a revision took one out, and brought in another of the same
    name in the same object: that is how a source gives an item another reference."""
    found, new = {address}, {address}
    while new:
        new = {other for one in new for other in _counterparts(specification, one)} - found
        found |= new
    return found


def addresses_in(specification: Specification, address: str) -> set[str]:
    """Every address that the part had or has, where parts of its kind can be called otherwise."""
    kind, *names = paths.split(address)
    if kind == "items":
        return addresses_of(specification, address)
    of = {"objects": paths.of_object, "categories": paths.of_category}.get(kind)
    return {of(name) for name in names_of(specification, kind, names[0])} if of else {address}


def successor(specification: Specification, address: str) -> str:
    """The address at which an item that was taken out came in again at once; empty where it did not."""
    return next(iter(_counterparts(specification, address, kinds=("removed",))), "")


def _counterparts(
    specification: Specification, address: str, kinds: tuple[str, ...] = ("removed", "added")
) -> list[str]:
    """The newest first."""
    wholes = _changes(specification, "items").filter(address=clean(address), field="", kind__in=kinds)
    return [
        found for whole in wholes.order_by("-revision__number", "-position") if (found := _counterpart(whole, address))
    ]


def _counterpart(whole: RevisionChange, address: str) -> str:
    """The only other item of that name and object that went where this one came, or came where it went."""
    side, other = _SIDES[whole.kind]
    said, other_side = getattr(whole, side) or {}, _SIDES[other][0]
    same = {f"{other_side}__{key}": said.get(key) for key in ("name", "object")}
    rows = RevisionChange.objects.filter(
        revision=whole.revision_id, kind=other, field="", address__startswith="items/", **same
    )
    found = list(rows.exclude(address=address).values_list("address", flat=True)[:2])
    return found[0] if len(found) == 1 else ""


def _changes(specification: Specification, kind: str) -> QuerySet[RevisionChange]:
    return RevisionChange.objects.filter(revision__specification=specification, address__startswith=f"{kind}/")
