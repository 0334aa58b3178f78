"""Where a part of a document stands in the files of its repository."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Place:
    """A file of the repository and a line in it, from 1."""

    file: str
    line: int


Places: TypeAlias = Mapping[str, Place]
NOWHERE = Place("", 0)


def find(places: Places, address: str) -> Place:
    """The place of an address, or of the nearest part above it that has one."""
    while address:
        if address in places:
            return places[address]
        address = address.rpartition("/")[0]
    return NOWHERE
