"""What of the registries items name: an entry in use is not removed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from specs_app.document.edits.edit import EditTask
from specs_app.document.text_rules import shown
from specs_app.document.types import Document, Item, Settings, item_key

#: Field of the settings: the entries of it that one item names.
NAMED: dict[str, Callable[[Item], Iterable[str]]] = {
    "cms": lambda item: (mapping.cms for mapping in item.cms),
    "returns": lambda item: (*item.returns, *(place.name for place in item.returns_map)),
    "domains": lambda item: item.domains,
    "statuses": lambda item: (item.status, *(mapping.status for mapping in item.cms)),
    "validators": lambda item: _validators(item),
    "datatypes": lambda item: (item.type,),
}


def _validators(item: Item) -> Iterator[str]:
    yield from (entry.validator for entry in item.validators)
    yield from (name for name in ("required", "unique") if getattr(item, name))


def users(document: Document, registry: str, key: str) -> list[str]:
    """The references of the items that name an entry."""
    named = NAMED[registry]
    return [item_key(entry, item) for entry, item in document.items() if key in named(item)]


def refuse_lost(task: EditTask, old: Settings, new: Settings, *path: str) -> None:
    """Note a problem for each entry that goes while items name it; a later edit of the proposal may take it from them."""
    for registry in NAMED:
        kept = _keys(getattr(new, registry))
        for key in [key for key in _keys(getattr(old, registry)) if key not in kept]:
            if found := users(task.document, registry, key):
                task.waits = True
                count = f"{len(found)} item{'' if len(found) == 1 else 's'}"
                message = f"{shown(key)} is named by {count}: {', '.join(found[:5])}."
                remedy = "Keep it, or take it from these items in the same proposal."
                task.refuse("still-used", message, remedy, *(path or ("values", registry)))


def _keys(entries: Iterable[Any]) -> list[str]:
    return [entry.key for entry in entries]
