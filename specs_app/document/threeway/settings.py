"""The settings out of three, a registry entry by entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Any

from specs_app.document import paths
from specs_app.document.diff.settings import ADDRESS, FIELDS, REGISTRIES
from specs_app.document.threeway.items import told
from specs_app.document.threeway.lists import every, numbered, ordered
from specs_app.document.threeway.picking import Picker
from specs_app.document.types import Layout, Settings

#: What is inferred from files that say it themselves, and counts though the other side has come to state it.
TOLD = ("title", "publisher", "version")
#: Registries that are inferred from what items name; the others have files of their own, or are what they always are.
INFERRED = ("cms", "returns", "domains", "statuses")


def inferred_from(base: Settings, side: Settings) -> Settings:
    """The base with what a side that states no settings adds to them: what is inferred there takes nothing away, and does not alter
    what is stated elsewhere. Registries with files of their own are as the side has them."""
    added: dict[str, Any] = {name: _joined(getattr(base, name), getattr(side, name)) for name in INFERRED}
    own: dict[str, Any] = {name: getattr(side, name) for name in (*TOLD, "validators", "datatypes")}
    return replace(base, layout=_layout(base.layout, side.layout), **added, **own)


def _joined(base: tuple[Any, ...], side: tuple[Any, ...]) -> tuple[Any, ...]:
    known = {entry.key for entry in base}
    return (*base, *(entry for entry in side if entry.key not in known))


def _layout(base: Layout, side: Layout) -> Layout:
    return Layout(
        tuple(dict.fromkeys((*base.objects, *side.objects))),
        tuple(dict.fromkeys((*base.categories, *side.categories))),
        base.relationships or side.relationships,
        base.validators or side.validators,
        base.datatypes or side.datatypes,
        tuple(dict.fromkeys((*base.authorities, *side.authorities))),
    )


def merged_settings(sides: Sequence[Settings], picker: Picker) -> Settings:
    """What they are in the end, of those of base, theirs and ours."""
    values: dict[str, Any] = {
        field: picker.pick((ADDRESS, field), [getattr(side, field) for side in sides], tell=told) for field in FIELDS
    }
    values |= {field: _registry(field, sides, picker) for field in REGISTRIES}
    return replace(sides[-1], **values)


def _registry(field: str, sides: Sequence[Settings], picker: Picker) -> tuple[Any, ...]:
    entries = [numbered(getattr(side, field), attrgetter(REGISTRIES[field])) for side in sides]
    picked: dict[tuple[str, int], Any] = {
        key: picker.pick((paths.join(ADDRESS, field, key[0]), ""), [side.get(key) for side in entries])
        for key in every(*reversed(entries))
    }
    kept = {key: entry for key, entry in picked.items() if entry is not None}
    slot = (paths.join(ADDRESS, field), "order")
    order = ordered(slot, list(map(list, entries)), kept.keys(), picker, lambda key: key[0])
    return tuple(kept[key] for key in order)
