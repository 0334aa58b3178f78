"""Rows locked until a transaction ends, always in the one order: the specification, then the change request."""

from __future__ import annotations

from changes_app.errors import NotFound
from changes_app.models import ChangeRequest
from specs_app.models import Specification


def lock_specification(specification: Specification) -> Specification:
    """The specification's row, locked until the transaction ends. Always locked before a change request."""
    return Specification.objects.select_for_update(no_key=True).get(pk=specification.pk)


def lock(change: ChangeRequest) -> ChangeRequest:
    """The change request as it is now, locked until the transaction ends."""
    found = ChangeRequest.objects.select_for_update(no_key=True, of=("self",)).filter(pk=change.pk)
    locked = found.select_related("specification", "proposer", "organisation").first()
    if locked is None:
        raise NotFound(f"There is no change request {change.number} any more.", remedy="Go back to the list.")
    return locked
