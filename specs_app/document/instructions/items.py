"""What a change of an item asks of whoever builds the standard."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from specs_app.document.describe import field_name
from specs_app.document.diff import Change
from specs_app.document.instructions.both_sides import BothSides, Say
from specs_app.document.names import type_text
from specs_app.document.types import CmsMapping


def _added(told: BothSides, change: Change) -> str:
    entry, item = told.found(change)
    written = f" ({type_text(item)})" if item.type else ""
    demands = [
        word for word, asked in (("part of its primary key", item.primary_key), ("required", item.required)) if asked
    ]
    return f"Add the column {item.name}{written} to table {entry.name}" + (
        f": it is {' and '.join(demands)}" if demands else ""
    )


def _removed(told: BothSides, change: Change) -> str:
    replaced = told.former(change).deprecated
    instead = f"; {replaced.replaced_by} takes its place" if replaced and replaced.replaced_by else ""
    return f"Remove the {told.column(change)}{instead}"


def _renamed(told: BothSides, change: Change) -> str:
    return f"Rename the column {change.before} of table {told.found(change)[0].name} to {change.after}"


def _moved(told: BothSides, change: Change) -> str:
    if change.field != "object":
        place = f"stands behind {change.after}" if change.after else "stands first"
        return f"The {told.column(change)} {place} now: nothing to do"
    return f"Move the column {told.found(change)[1].name} from table {change.before} to table {change.after}"


def _typed(told: BothSides, change: Change) -> str:
    """A size alone is told without its type."""
    item, former = told.found(change)[1], told.former(change)
    if change.kind == "type":
        return f"Change the type of {told.column(change)} from {type_text(former) or 'none'} to {type_text(item) or 'none'}"
    return f"Change the size of {told.column(change)} from {change.before or 'none'} to {change.after or 'none'}"


def _required(told: BothSides, change: Change) -> str:
    return (
        f"Always fill the {told.column(change)}"
        if change.after
        else f"The {told.column(change)} may be left empty from now on"
    )


def _unique(told: BothSides, change: Change) -> str:
    return (
        f"See that no value occurs twice in {told.column(change)}"
        if change.after
        else f"Values may occur twice in {told.column(change)} from now on"
    )


def _key(told: BothSides, change: Change) -> str:
    entry, item = told.found(change)
    return (
        f"Make the column {item.name} part of the primary key of table {entry.name}"
        if change.after
        else f"Take the column {item.name} out of the primary key of table {entry.name}"
    )


def _constraint(told: BothSides, change: Change) -> str:
    return f"Check the values of {told.column(change)} anew: {field_name(change.field, 'items')} changed"


def _category(told: BothSides, change: Change) -> str:
    if not change.after:
        return f"The values of {told.column(change)} come from no code list any more"
    instead = f", no longer from {change.before}" if change.before else ""
    return f"Take the values of {told.column(change)} from code list {change.after}{instead}"


def _return(told: BothSides, change: Change) -> str:
    group, _, key = change.field.partition("/")
    title = told.titles.return_(key)
    if group == "returns_map":
        return f"Look up where {title} asks for {told.column(change)}: its place {_went(change)}"
    if change.before and change.after:
        return f"The {told.column(change)} names {title} another number of times: nothing to do"
    return (
        f"Give the {told.column(change)} in {title}"
        if change.after
        else f"Leave the {told.column(change)} out of {title}"
    )


def _went(change: Change) -> str:
    if change.before is None:
        return "is recorded now"
    return "changed" if change.after is not None else "is not recorded any more"


def _mapping(told: BothSides, change: Change) -> str:
    system, column = told.titles.system(change.field.partition("/")[2]), told.column(change)
    old, new = (_held(side) for side in (change.before, change.after))
    if old.marked and not new.marked:
        return f"Do without the {column} in {system}, which is no longer said to hold it"
    place, former = _place(new), _place(old)
    if place and place != former:
        return f"Map the {column} in {system}: the source is now {place}"
    if former and not place:
        return f"Look for the {column} in {system} anew: its source {former} is not recorded any more"
    if new.marked and not old.marked:
        return f"Map the {column} in {system}, which is said to hold it; no source is recorded"
    return (
        f"Look at what is said of the {column} in {system}: {' and '.join(_differing(change)) or 'its mapping'} changed"
    )


def _held(side: Any) -> CmsMapping:
    """A mapping as a difference tells it: what says nothing is left out."""
    told: Mapping[str, Any] = side or {}
    table, field, source = (str(told.get(key, "")) for key in ("table", "field", "source"))
    return CmsMapping("", marked=bool(told.get("marked")), table=table, field=field, source=source)


def _place(mapping: CmsMapping) -> str:
    return mapping.source or ".".join(filter(None, (mapping.table, mapping.field)))


def _differing(change: Change) -> list[str]:
    old, new = change.before or {}, change.after or {}
    keys = dict.fromkeys((*old, *new))
    return [field_name(key, "items") for key in keys if old.get(key) != new.get(key) and key not in {"cms", "marked"}]


def _deprecated(told: BothSides, change: Change) -> str:
    if not change.after:
        return f"The {told.column(change)} is not on its way out any more"
    return f"Plan to do without the {told.column(change)}, which is on its way out{_until(change.after)}"


def _until(deprecation: Mapping[str, Any]) -> str:
    since, gone, instead = (deprecation.get(key) for key in ("since", "remove_in", "replaced_by"))
    return "".join(
        (
            f" since release {since}" if since else "",
            f" and goes in release {gone}" if gone else "",
            f"; {instead} takes its place" if instead else "",
        )
    )


def _known(told: BothSides, change: Change) -> str:
    return f"Note what is said of {told.column(change)}: {field_name(change.field, 'items')} changed"


def _wording(told: BothSides, change: Change) -> str:
    return f"The {field_name(change.field, 'items')} of {told.column(change)} changed: nothing to do"


#: By the kind of change.
ITEMS: dict[str, Say] = {
    "added": _added,
    "removed": _removed,
    "renamed": _renamed,
    "moved": _moved,
    "type": _typed,
    "size": _typed,
    "required": _required,
    "unique": _unique,
    "key": _key,
    "constraint": _constraint,
    "category": _category,
    "return": _return,
    "mapping": _mapping,
    "deprecated": _deprecated,
    "wording": _wording,
    **dict.fromkeys(("domain", "status", "sensitivity", "synthetic", "other"), _known),
}
