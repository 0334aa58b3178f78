"""Tables of what can be made again, kept within a bound of bytes."""

from __future__ import annotations

from django.db.models import Model
from django.db.models.expressions import Combinable

#: Rows that one statement deletes: databases take no more names than some thousands.
MANY = 500


def keep_first(model: type[Model], *order: str, size: Combinable, bound: int) -> None:
    """Delete what does not fit into ``bound`` bytes, counted in that order, by the ``size`` of each row."""
    kept, old = 0, []
    for pk, taken in model._default_manager.order_by(*order).values_list("pk", size):
        kept += taken
        if kept > bound:
            old.append(pk)
    for start in range(0, len(old), MANY):
        model._default_manager.filter(pk__in=old[start : start + MANY]).delete()
