"""What a change of a table, a foreign key or a code list asks of whoever builds the standard."""

from __future__ import annotations

from specs_app.document import paths
from specs_app.document.describe import describe
from specs_app.document.diff import Change
from specs_app.document.instructions.both_sides import BothSides, Say


def _wording(told: BothSides, change: Change) -> str:
    return f"{describe(change, told.titles)}: nothing to do"


def _object(verb: str) -> Say:
    return lambda _told, change: f"{verb} the table {paths.split(change.address)[1]}"


def _object_renamed(_told: BothSides, change: Change) -> str:
    return f"Rename the table {change.before} to {change.after}"


def _link(_told: BothSides, change: Change) -> str:
    ends = paths.split(change.address)[1].partition(">")
    child, parent = ends[0], ends[2]
    if change.field:
        return f"The foreign key from {child} to {parent} is {change.after} now, no longer {change.before}"
    return (
        f"Take away the foreign key from {child} to {parent}"
        if change.after is None
        else f"Make {child} point at {parent} (foreign key)"
    )


def _list(words: str) -> Say:
    def say(told: BothSides, change: Change) -> str:
        name = paths.split(change.address)[1]
        return words.format(name=name) + told.used_by(name)

    return say


def _list_renamed(told: BothSides, change: Change) -> str:
    return f"Rename the code list {change.before} to {change.after}{told.used_by(change.after)}"


def _code(words: str) -> Say:
    def say(told: BothSides, change: Change) -> str:
        _, name, code = paths.split(change.address)
        meaning = (change.after or change.before or {}).get("description", "") if not change.field else ""
        said = f" ({' '.join(meaning.split())})" if meaning else ""
        return f"{words.format(code=f'‘{code}’{said}')} code list {name}{told.used_by(name)}"

    return say


def _code_dates(told: BothSides, change: Change) -> str:
    _, name, code = paths.split(change.address)
    word = "until" if change.field == "valid_to" else "from"
    dates = f"is valid {word} {change.after}" if change.after else f"has no day any more {word} which it is valid"
    return f"The code ‘{code}’ of code list {name}{told.used_by(name)}, {dates}"


def _sql(told: BothSides, change: Change) -> str:
    """Whoever runs the system runs its script anew; those of other builds have their own."""
    _, cms, table, *build = paths.split(change.address)
    whose = f"{told.titles.system(cms)}{f', build {build[0]}' if build else ''}"
    return f"Take the new script of {whose}: {_filled(table, change)}"


def _filled(table: str, change: Change) -> str:
    part, _, name = change.field.partition("/")
    if not part:
        return f"it fills {table} from {'the mappings again' if change.after is None else 'SQL of its own now'}"
    if part != "columns":
        return f"what it does to fill {table} is written otherwise"
    if change.after in (None, "NULL"):
        return f"it no longer fills {table}.{name}"
    return f"it fills {table}.{name} {'from another source' if change.before not in (None, 'NULL') else 'too'}"


#: By the kind of part and the kind of change.
PARTS: dict[str, dict[str, Say]] = {
    "objects": {
        "added": _object("Add"),
        "removed": _object("Remove"),
        "renamed": _object_renamed,
        "wording": _wording,
    },
    "relationships": {"relationship": _link, "wording": _wording},
    "categories": {
        "added": _list("Take in the new code list {name}"),
        "removed": _list("Do without the code list {name}"),
        "renamed": _list_renamed,
        "code_added": _code("Take in the new code {code} of"),
        "code_removed": _code("Do without the code {code} of"),
        "code_redefined": _code("Read what the code {code} means now in"),
        "code_dates": _code_dates,
    },
    "extracts": {"added": _sql, "removed": _sql, "extract": _sql},
    "settings": {"wording": _wording},
}
