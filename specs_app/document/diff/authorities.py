"""Differences of authorities: setting by setting, and of parameters, versions and what is left out entry by entry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from specs_app.document import paths
from specs_app.document.authorities import Authority
from specs_app.document.diff.change import Change, plain
from specs_app.document.types import Document
from specs_app.document.values import Table, thaw

#: Settings that are compared whole.
WHOLE = (
    *("name", "region", "stage", "system", "variant", "database", "version", "header", "source_schema"),
    *("target_database", "target_schema", "temporary", "temporary_prefix", "no_count_on"),
    *("left_out_kinds", "left_out_objects", "local_names"),
)
#: Settings that are compared entry by entry.
KEYED = ("versions", "parameters", "left_out")


def authority_changes(before: Document, after: Document) -> Iterator[Change]:
    """Authorities come, gone, and with other settings; what the file says of its own last change is no part of it."""
    old, new = before.authority_by_code, after.authority_by_code
    for code in sorted(old.keys() | new.keys()):
        was, now = old.get(code), new.get(code)
        address = paths.of_authority(code)
        if was is None or now is None:
            grade: Any = "breaking" if now is None else "compatible"
            yield Change("removed" if now is None else "added", address, "", record(was), record(now), grade)
        elif was is not now and was != now:
            yield from setting_changes(address, was, now)


def setting_changes(address: str, before: Authority, after: Authority) -> Iterator[Change]:
    """What differs between two states of one authority's settings."""
    for field in WHOLE:
        old, new = getattr(before, field), getattr(after, field)
        if old != new:
            yield Change("authority", address, field, plain(old), plain(new), "local")
    for field in KEYED:
        one, other = dict(getattr(before, field)), dict(getattr(after, field))
        for key in dict.fromkeys((*one, *other)):
            if one.get(key) != other.get(key):
                yield Change(
                    "authority", address, f"{field}/{key}", plain(one.get(key)), plain(other.get(key)), "local"
                )
    if before.extra != after.extra:
        yield Change("other", address, "extra", thaw(Table(before.extra)), thaw(Table(after.extra)), "local")


def record(authority: Authority | None) -> dict[str, Any] | None:
    """A whole authority as JSON, with the settings that say something; None where there is none."""
    if authority is None:
        return None
    told: dict[str, Any] = plain(authority)
    told.pop("metadata", None)
    keyed = {field: thaw(Table(getattr(authority, field))) for field in (*KEYED, "extra") if getattr(authority, field)}
    return {**told, **keyed}
