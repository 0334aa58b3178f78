"""Where a part of a document stands in the files of its repository."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A file of the repository and a line in it, from 1."""

    file: str
    line: int


SourceMap: TypeAlias = Mapping[str, SourceLine]
NOWHERE = SourceLine("", 0)


def find(source_map: SourceMap, address: str) -> SourceLine:
    """The place of an address, or of the nearest part above it that has one."""
    while address:
        if address in source_map:
            return source_map[address]
        address = address.rpartition("/")[0]
    return NOWHERE
