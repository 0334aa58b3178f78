"""What a part was called before and is called now, as the stored differences of the revisions tell it."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import QuerySet

from specs_app.document import paths
from specs_app.document.storable import clean
from specs_app.models import RevisionChange, Specification

#: Above the number of any revision.
LAST = 2**31 - 1
#: A whole part that came, and one that went: which side of the difference says what it was, and the other kind.
_SIDES = {"added": ("after", "removed"), "removed": ("before", "added")}


class NameSpan(NamedTuple):
    """A name, and the revisions by their numbers in which the part bore it; both ends count."""

    name: str
    first: int
    last: int

    def holds(self, number: int) -> bool:
        return self.first <= number <= self.last


def spans_of(specification: Specification, kind: str, name: str) -> list[NameSpan]:
    """Every name that the object or code list (``kind`` as in addresses) had or has, the newest first, each while it bore it: what
    bore the name before or after that is another part."""
    names = _Names(specification, kind)
    name, last = names.latest(name), LAST
    spans: list[NameSpan] = []
    while name:
        born, former = names.birth(name, last, strictly=bool(spans))
        spans.append(NameSpan(name, born, last))
        name, last = former, born
    return spans


class _Names:
    """When names of objects or code lists came, and what bore them before."""

    def __init__(self, specification: Specification, kind: str) -> None:
        changes = _changes(specification, kind).order_by("revision__number", "position")
        renamed = changes.filter(kind="renamed", field="name").values_list("revision__number", "before", "after")
        added = changes.filter(kind="added", field="").values_list("revision__number", "address")
        self.renames = [(number, str(before), str(after)) for number, before, after in renamed]
        wholes = [(number, paths.split(address)) for number, address in added]
        self.births = [(number, after, before) for number, before, after in self.renames]
        self.births += [(number, names[1], "") for number, names in wholes if len(names) == 2]

    def birth(self, name: str, until: int, *, strictly: bool = False) -> tuple[int, str]:
        """The last revision up to one (before it, ``strictly``) in which something got the name, and its name before that."""
        found = [
            (number, before)
            for number, called, before in self.births
            if called == name and (number < until if strictly else number <= until)
        ]
        return max(found, default=(0, ""))

    def latest(self, name: str) -> str:
        """What the last bearer of a name is called now."""
        since = self.birth(name, LAST)[0]
        for number, before, after in self.renames:
            if before == name and number > since:
                name, since = after, number
        return name


def addresses_of(specification: Specification, address: str) -> set[str]:
    """Every address that the item had or has. It has another where a revision took one out, and brought in another of the same
    name in the same object: that is how a source gives an item another reference."""
    found, new = {address}, {address}
    while new:
        new = {other for one in new for other in _counterparts(specification, one)} - found
        found |= new
    return found


def borne(specification: Specification, address: str) -> list[NameSpan]:
    """Every address that the part had or has, with the revisions in which it was its own."""
    kind, *names = paths.split(address)
    if kind == "items":
        return [NameSpan(one, 0, LAST) for one in sorted(addresses_of(specification, address))]
    if kind == "extracts":
        return _of_body(specification, *names)
    of = {"objects": paths.of_object, "categories": paths.of_category}.get(kind)
    if of is None:
        return [NameSpan(address, 0, LAST)]
    return [span._replace(name=of(span.name)) for span in spans_of(specification, kind, names[0])]


def _of_body(specification: Specification, cms: str, name: str, variant: str = "") -> list[NameSpan]:
    """A hand-written body has the name of its object in its address."""
    spans = spans_of(specification, "objects", name)
    return [span._replace(name=paths.of_extract(cms, span.name, variant)) for span in spans]


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
