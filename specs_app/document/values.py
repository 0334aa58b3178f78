"""Values of YAML that the portal keeps without understanding them.

A plain value is text as written, ``None`` for null, a tuple for a list, or ``Table`` for a mapping. All are hashable, so that
documents stay frozen and comparable. Scalars are never turned into numbers or booleans: ``012`` stays ``"012"``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class Table:
    """A frozen mapping that keeps the order of its keys."""

    pairs: tuple[tuple[str, Plain], ...] = ()

    def get(self, key: str) -> Plain:
        """The value under ``key``, or None."""
        return next((value for name, value in self.pairs if name == key), None)


Plain: TypeAlias = "str | None | tuple[Any, ...] | Table"
Extra: TypeAlias = tuple[tuple[str, Plain], ...]


def freeze(value: object) -> Plain:
    """A plain value from lists, dictionaries and scalars (booleans become ``true`` and ``false``)."""
    if value is None or isinstance(value, (str, Table)):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return Table(tuple((str(key), freeze(item)) for key, item in value.items()))
    if isinstance(value, (list, tuple)):
        return tuple(freeze(item) for item in value)
    return str(value)


def thaw(value: Plain) -> Any:
    """The same value as lists and dictionaries, ready for JSON."""
    if isinstance(value, Table):
        return {key: thaw(item) for key, item in value.pairs}
    if isinstance(value, tuple):
        return [thaw(item) for item in value]
    return value
