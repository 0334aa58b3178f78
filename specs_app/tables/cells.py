"""Any value as the text of one cell: flat, so that no cell holds JSON."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

#: Between the entries of a list; within an entry it becomes a comma, so that the cell can be split again.
BETWEEN = ";"


def as_text(value: Any) -> str:
    """Lists joined by ``;``, tables as ``key=value`` joined the same way, times in ISO 8601, nothing as nothing.

    A list whose entries are all empty is an empty cell: the places within it would say nothing.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return BETWEEN.join(f"{key}={_entry(entry)}" for key, entry in value.items())
    if isinstance(value, (list, tuple)):
        entries = [_entry(entry) for entry in value]
        return BETWEEN.join(entries) if any(entries) else ""
    return str(value)


def _entry(value: Any) -> str:
    return as_text(value).replace(BETWEEN, ",")
