"""The difference of two texts, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

#: Beyond this many words on either side texts are compared line by line: matching words takes the square of their number.
MANY_WORDS = 4_000
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text that stayed, went or came."""

    kind: Literal["same", "removed", "added"]
    text: str


def word_diff(before: str, after: str) -> tuple[Span, ...]:
    """The spans that lead from one text to the other; those kept or removed make up ``before``, kept or added ``after``."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if max(len(old), len(new)) > MANY_WORDS:
        old, new = _LINES.findall(before), _LINES.findall(after)
    return tuple(_spans(old, new))


def _spans(old: list[str], new: list[str]) -> Iterator[Span]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            yield Span("same", "".join(old[old_from:old_to]))
            continue
        if old_to > old_from:
            yield Span("removed", "".join(old[old_from:old_to]))
        if new_to > new_from:
            yield Span("added", "".join(new[new_from:new_to]))
