"""The actions: each is one entry, with what does it, the values it takes, and those it cannot do without."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from specs_app.document.edits import (
    authorities,
    categories,
    extracts,
    items,
    mappings,
    objects,
    relationships,
    returns,
    settings,
)
from specs_app.document.edits.edit import EditTask
from specs_app.document.types import Document


@dataclass(frozen=True, slots=True)
class Action:
    """``handler`` gives the document after the edit; where it notes a problem its result is dropped."""

    handler: Callable[[EditTask], Document]
    keys: tuple[str, ...] = ()
    required: tuple[str, ...] = ()


ACTIONS: dict[str, Action] = {
    "add_object": Action(objects.add, tuple(objects.ADDED)),
    "change_object": Action(objects.change, tuple(objects.READERS)),
    "remove_object": Action(objects.remove),
    "add_item": Action(items.add, items.ADD_KEYS, ("name", "type")),
    "change_item": Action(items.change, items.CHANGE_KEYS),
    "remove_item": Action(items.remove),
    "move_item": Action(items.move, ("after",)),
    "map_item": Action(mappings.change, mappings.KEYS, ("cms",)),
    "add_category": Action(categories.add, ("values",)),
    "change_category": Action(categories.change, ("name",), ("name",)),
    "remove_category": Action(categories.remove),
    "add_value": Action(categories.add_value, categories.VALUE_KEYS),
    "change_value": Action(categories.change_value, categories.CHANGE_KEYS),
    "remove_value": Action(categories.remove_value),
    "add_relationship": Action(relationships.add, relationships.ADD_KEYS),
    "remove_relationship": Action(relationships.remove, relationships.ENDS),
    "add_return": Action(returns.add, tuple(returns.READERS)),
    "change_return": Action(returns.change, tuple(returns.READERS)),
    "remove_return": Action(returns.remove),
    "set_extract": Action(extracts.put, extracts.KEYS, extracts.KEYS),
    "remove_extract": Action(extracts.remove),
    "add_authority": Action(authorities.add, tuple(authorities.READERS), ("name",)),
    "change_authority": Action(authorities.change, tuple(authorities.READERS)),
    "remove_authority": Action(authorities.remove),
    "change_settings": Action(settings.change, settings.KEYS),
}
