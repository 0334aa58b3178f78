"""In which order tables are filled: what a query reads of the specification's own tables comes before it."""

from __future__ import annotations

from collections.abc import Mapping

from specs_app.sql.fillings import Filling


def fill_order(fillings: Mapping[str, Filling]) -> tuple[str, ...]:
    """The tables in the order given, but each behind those that its filling reads; where they read each other, as given."""
    order: dict[str, None] = {}
    for name in fillings:
        _put(name, fillings, order, frozenset())
    return tuple(order)


def _put(name: str, fillings: Mapping[str, Filling], order: dict[str, None], waiting: frozenset[str]) -> None:
    if name in order or name in waiting or name not in fillings:
        return
    for other in sorted(fillings[name].reads):
        _put(other, fillings, order, waiting | {name})
    order[name] = None
