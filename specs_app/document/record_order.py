"""One order for the keys of stored records, so that every database tells them alike: PostgreSQL keeps them by their length."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from graphlib import TopologicalSorter
from itertools import pairwise
from typing import Any

from specs_app.document import authorities, types, validation

RECORDS = (
    *(types.Item, types.DataObject, types.CategoryValue, types.Category, types.Relationship, types.CmsMapping),
    *(types.ReturnMapping, types.Deprecation, types.Cms, types.Term, types.Return, types.RegisteredTable),
    *(types.Layout, types.SteeringRule, validation.Argument, validation.Validator, validation.DataType),
    *(validation.Validation, authorities.LocalName, authorities.Authority),
)
#: What a record says of where it belongs comes first; what it holds has another place in each.
FIRST, ANYWHERE = "object", frozenset({"items"})


@cache
def ranks() -> dict[str, int]:
    """The place of each key that the document's records have, as these have them."""
    found: TopologicalSorter[str] = TopologicalSorter()
    for record in RECORDS:
        names = [FIRST, *(field.name for field in fields(record) if field.name not in ANYWHERE | {FIRST})]
        for before, name in pairwise(names):
            found.add(name, before)
    return {name: place for place, name in enumerate(found.static_order())}


def in_order(value: Any) -> Any:
    """A JSON value whose records have their keys in the document's order, and other keys behind these, by the alphabet."""
    if isinstance(value, Mapping):
        known = ranks()
        keys = sorted(value, key=lambda key: (known.get(key, len(known)), key))
        return {key: in_order(value[key]) for key in keys}
    return [in_order(one) for one in value] if isinstance(value, list) else value
