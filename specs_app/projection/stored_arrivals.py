"""Since which revision the parts of a version are there, read from the stored differences and kept with the version."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Case, F, JSONField, Q, QuerySet, When

from specs_app.document import paths
from specs_app.document.storable import stored_address
from specs_app.models import RevisionChange, Specification
from specs_app.projection.arrivals import CAME, RENAMED, WENT, Arrivals, ArrivalStep, Moment, later
from specs_app.versions.cache import VERSIONS, Weights
from specs_app.versions.history import revisions_until
from specs_app.versions.version import Version

#: Bytes in memory for a part that came later than the first revision.
ARRIVAL_BYTES = 400


def arrivals(found: Specification, version: Version) -> Arrivals | None:
    """When the parts of a version came; None where the portal has taken in only later ones. Three queries, once a version."""
    key = ("arrivals", found.pk, version.sha)
    return VERSIONS.get(key, lambda: _read(found, version.sha), _weigh)


def _weigh(made: Arrivals | None) -> Weights:
    return {id(made): ARRIVAL_BYTES * (1 + len(made.later))} if made else {}


def _read(found: Specification, sha: str) -> Arrivals | None:
    known = revisions_until(found, sha)
    moments = {row[0]: Moment(*row) for row in known.values_list("number", "sha", "committed_at")}
    if not moments:
        return None
    first, last = min(moments), max(moments)
    renamed = Q(field="name", kind=RENAMED) & ~Q(address__startswith="items/")  # these keep their references
    wholes = Q(field="", kind__in=CAME | WENT) | renamed
    rows = RevisionChange.objects.filter(wholes, revision__specification=found, revision__number__lte=last)
    former = Case(When(kind=RENAMED, then=F("before")), output_field=JSONField())
    told = rows.order_by("revision__number", "position").values_list("revision__number", "kind", "address", former)
    steps = [_step(moments[number], kind, address, before) for number, kind, address, before in told]
    return Arrivals(moments[first], last, later(_with_names(steps, rows)))


def _step(moment: Moment, kind: str, address: str, before: str | None) -> ArrivalStep:
    former = "" if before is None else stored_address(paths.join(paths.split(address)[0], before))
    return ArrivalStep(moment, kind, address, former=former)


def _with_names(steps: list[ArrivalStep], rows: QuerySet[RevisionChange]) -> Iterator[ArrivalStep]:
    """With the names of items and of their objects, where a revision may have given items other references."""
    items = [step for step in steps if step.address.startswith("items/")]
    gone, come = ({step.moment.number for step in items if step.kind == kind} for kind in ("removed", "added"))
    both = rows.filter(revision__number__in=gone & come, address__startswith="items/")
    told = both.values_list("revision__number", "kind", "address", "before", "after")
    names = {(number, kind, address): _what(before or after) for number, kind, address, before, after in told}
    return (step._replace(what=names.get((step.moment.number, step.kind, step.address))) for step in steps)


def _what(said: Any) -> tuple[str, str]:
    return str(said.get("name")), str(said.get("object"))
