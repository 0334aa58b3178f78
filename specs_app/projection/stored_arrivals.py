"""Since which revision the parts of a version are there, read from the stored differences and kept with the version."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q

from specs_app.document import paths
from specs_app.document.storable import stored_address
from specs_app.models import RevisionChange, Specification
from specs_app.projection.arrivals import CAME, RENAMED, WENT, Arrivals, Moment, Step, later
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
    last = known.values_list("number", flat=True).first()
    first = known.order_by("number").values_list("number", "sha", "committed_at").first()
    if last is None or first is None:
        return None
    renamed = Q(field="name", kind=RENAMED) & ~Q(address__startswith="items/")  # these keep their references
    wholes = Q(field="", kind__in=CAME | WENT) | renamed
    rows = RevisionChange.objects.filter(wholes, revision__specification=found, revision__number__lte=last)
    told = rows.order_by("revision__number", "position").values_list(
        *("revision__number", "revision__sha", "revision__committed_at", "kind", "address", "before"),
        *("after__name", "after__object"),
    )
    return Arrivals(Moment(*first), last, later(_step(*row) for row in told))


def _step(number: int, sha: str, when: datetime, kind: str, address: str, before: Any, name: Any, home: Any) -> Step:
    moment = Moment(number, sha, when)
    if kind == RENAMED:
        former = paths.join(paths.split(address)[0], str(before))
        return Step(moment, kind, address, former=stored_address(former))
    if not address.startswith("items/"):
        return Step(moment, kind, address)
    said = before or {} if kind in WENT else {"name": name, "object": home}
    return Step(moment, kind, address, (str(said.get("name")), str(said.get("object"))))
