"""Differences of a specification's settings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from specs_app.document import paths
from specs_app.document.diff.change import Change, plain
from specs_app.document.types import ChangeClass, Settings

ADDRESS = "settings"
#: Field of the settings: how grave a difference is.
FIELDS: dict[str, ChangeClass] = {
    "title": "editorial",
    "publisher": "editorial",
    "description": "editorial",
    "version": "editorial",
    "prefix": "breaking",
    "table_prefix": "breaking",
    "layout": "compatible",
    "public_comments": "compatible",
    "extra": "compatible",
}
#: Registries: the field and what names an entry. Leaving a registry breaks, joining it or being described anew does not.
REGISTRIES = {"cms": "key", "returns": "key", "domains": "key", "statuses": "key", "rules": "change_class"}


def settings_changes(before: Settings, after: Settings) -> Iterator[Change]:
    """What differs, a registry entry by entry."""
    if before == after:
        return
    for field, grade in FIELDS.items():
        old, new = getattr(before, field), getattr(after, field)
        if old != new:
            kind = "wording" if grade == "editorial" else "settings"
            yield Change(kind, ADDRESS, field, plain(old), plain(new), grade)
    for field, name in REGISTRIES.items():
        yield from _entries(field, name, before, after)


def _entries(field: str, name: str, before: Settings, after: Settings) -> Iterator[Change]:
    old, new = _keyed(getattr(before, field), name), _keyed(getattr(after, field), name)
    for key in dict.fromkeys((*old, *new)):
        if old.get(key) != new.get(key):
            grade: ChangeClass = "compatible" if key in new else "breaking"
            address = paths.join(ADDRESS, field, key)
            yield Change("settings", address, "", plain(old.get(key)), plain(new.get(key)), grade)


def _keyed(entries: tuple[Any, ...], name: str) -> dict[str, Any]:
    return {getattr(entry, name): entry for entry in reversed(entries)}
