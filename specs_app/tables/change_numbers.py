"""The numbers of changes that a repository names, and those too far off to belong to the sequence.

``SSD-0028`` is 28 for the prefix ``SSD``, in the change log and in the metadata of items; more than nine digits are no number.
Anybody may write any there: one that stands apart from the others says nothing about where the sequence has come to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from specs_app.document.paths import of_item
from specs_app.document.problems import Problem
from specs_app.document.source_map import SourceMap, find
from specs_app.document.types import Document
from specs_app.tables.change_log import is_log

#: So far a number may stand from the one below it.
NEAR = 1_000
_NUMBER = re.compile(r"(?<![A-Za-z0-9])([A-Z][A-Z0-9]*)-([0-9]{1,9})(?![0-9])")


@dataclass(frozen=True, slots=True)
class Mention:
    """A number, where in the repository it stands, and the address of the item whose metadata name it."""

    number: int
    file: str
    line: int
    address: str = ""


def highest(numbers: Iterable[int]) -> int:
    """Where the sequence has come to: up from 0, as far as each number is near the one below it.

    No number that does not count is near this one.
    """
    top = 0
    for number in sorted(numbers):
        if number - top > NEAR:
            break
        top = number
    return top


def mentions(files: Mapping[str, bytes], document: Document, source_map: SourceMap | None = None) -> Iterator[Mention]:
    """Every number that the change log and the items' metadata name."""
    prefix = document.settings.prefix
    for path in filter(is_log, files):
        for line, text in enumerate(files[path].decode("utf-8", errors="replace").split("\n"), start=1):
            yield from (Mention(number, path, line) for number in _numbers(text, prefix))
    for entry, item in document.items():
        said = dict(item.metadata).get("change_id")
        if isinstance(said, str):
            address = of_item(entry, item)
            place = find(source_map or {}, address)
            yield from (Mention(number, place.file, place.line, address) for number in _numbers(said, prefix))


def strays(files: Mapping[str, bytes], document: Document, source_map: SourceMap) -> Iterator[Problem]:
    """The numbers that do not count, each place where one stands."""
    found = tuple(mentions(files, document, source_map))
    top = highest(mention.number for mention in found)
    for mention in found:
        if mention.number > top:
            name = f"{document.settings.prefix}-{mention.number:04d}"
            message = f"The number {name} is more than {NEAR:,} away from the one below it, so it does not count."
            remedy = "Correct it in the repository, if it is no number of a change."
            yield Problem(
                "stray-change-number", "warning", message, remedy, mention.file, mention.line, mention.address
            )


def _numbers(text: str, prefix: str) -> Iterator[int]:
    return (int(digits) for name, digits in _NUMBER.findall(text) if name == prefix)
