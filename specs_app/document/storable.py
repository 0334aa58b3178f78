"""Values as every database stores them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from specs_app.document.types import Deprecation, Term
from specs_app.document.validation import Validation

#: So many letters of an address are stored.
LONGEST_ADDRESS = 500


def clean(text: str) -> str:
    """Text that every database stores: a null character or half a surrogate pair becomes a replacement character."""
    if text.isascii() and "\0" not in text:
        return text
    return text.encode("utf-8", "replace").decode().replace("\0", "\ufffd")


def plain(value: Any) -> Any:
    """A value as lists, dictionaries and clean text, as it comes back from a JSON column."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {clean(str(key)): plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    if isinstance(value, Validation):
        return plain(value.as_dict())
    if isinstance(value, Term):
        return plain(_term(value))
    if isinstance(value, Deprecation) or hasattr(value, "__dataclass_fields__"):
        return plain(asdict(value))
    return value


def _term(entry: Term) -> dict[str, str]:
    """An entry of a small registry; its description only where it has one, as rows of earlier editions do not have it."""
    described = {"description": entry.description} if entry.description else {}
    return {"key": entry.key, "title": entry.title, **described}


def stored_address(address: str) -> str:
    """An address as rows have it."""
    return clean(address)[:LONGEST_ADDRESS]
