"""References to an item as text: ``object.item``, with an optional note behind it."""

from __future__ import annotations

import re
from typing import NamedTuple

_REFERENCE = re.compile(r"\s*([^\s.]+)\.([^\s.]+)\s*(.*?)\s*", re.DOTALL)
_KEY = re.compile(r"\s*(\S+)\s*(.*?)\s*", re.DOTALL)


class Reference(NamedTuple):
    """An object's and an item's name, and the words behind them."""

    object_name: str
    item_name: str
    note: str


def parse_reference(text: str) -> Reference | None:
    """``ssd_person.pers_person_id (note)`` in its parts, or None where it has another form."""
    match = _REFERENCE.fullmatch(text)
    return Reference(*match.groups()) if match else None


def parse_key(text: str) -> tuple[str, str]:
    """An item's name and the words behind it."""
    match = _KEY.fullmatch(text)
    return (match[1], match[2]) if match else ("", "")


def with_note(text: str, note: str) -> str:
    """A reference or name with its note behind it."""
    return f"{text} {note}" if note else text
