"""The difference of two texts, word by word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile
from typing import Literal

#: Beyond this many pairs of words that differ, or that could be matched, texts are told as one stretch that went and one that
#: came: matching takes the product of both numbers, times the number of stretches.
MANY_PAIRS = 4_000_000
MANY_MATCHES = 400_000
#: Stretches less alike than this read better one after the other than interleaved (`SequenceMatcher.ratio`).
LEAST_ALIKE = 0.4
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
#: The word at the cut, and the blank before or after it.
_BEGINS = re.compile(r"\s\S*\Z")
_ENDS = re.compile(r"\A\S*\s")


#: Of a long stretch that stayed, so many letters are read before and after what changes; fewer than these are not left out.
AROUND = 160
LEAST_LEFT_OUT = 240


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text that stayed, went or came; or a ``gap``: one that stayed and is left out of a short reading."""

    kind: Literal["same", "removed", "added", "gap"]
    text: str


def word_diff(before: str, after: str) -> tuple[Span, ...]:
    """The spans that lead from one text to the other; those kept or removed make up ``before``, kept or added ``after``."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    head = _shared(old, new)
    tail = _shared(old[head:][::-1], new[head:][::-1])
    middle = _middle(old[head : len(old) - tail], new[head : len(new) - tail])
    spans = (_span("same", old[:head]), *middle, _span("same", old[len(old) - tail :]))
    return tuple(span for span in spans if span.text)


def shortened(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The same text with a gap in each long stretch that stayed: what changes, with a little of what stands around it."""
    last = len(spans) - 1
    return tuple(
        part
        for number, span in enumerate(spans)
        for part in (_around(span, number > 0, number < last) if span.kind == "same" else (span,))
        if part.text
    )


def _around(span: Span, head: bool, tail: bool) -> Iterator[Span]:
    """A stretch that stayed, without its middle, where that is long; cut between words."""
    if len(span.text) < (head + tail) * AROUND + LEAST_LEFT_OUT:
        yield span
        return
    start = _BEGINS.sub("", span.text[:AROUND]) if head else ""
    end = _ENDS.sub("", span.text[-AROUND:]) if tail else ""
    yield Span("same", start)
    yield Span("gap", span.text[len(start) : len(span.text) - len(end)])
    yield Span("same", end)


def _shared(old: Sequence[str], new: Sequence[str]) -> int:
    """How many words both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))


def _span(kind: Literal["same", "removed", "added"], words: Sequence[str]) -> Span:
    return Span(kind, "".join(words))


def _middle(old: list[str], new: list[str]) -> Iterator[Span]:
    matcher = SequenceMatcher(None, old, new)
    if _too_many(old, new) or matcher.ratio() < LEAST_ALIKE:
        yield _span("removed", old)
        yield _span("added", new)
        return
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            yield _span("same", old[old_from:old_to])
            continue
        yield _span("removed", old[old_from:old_to])
        yield _span("added", new[new_from:new_to])


def _too_many(old: list[str], new: list[str]) -> bool:
    """The matcher itself leaves out words that make up more than one in a hundred of a long text."""
    if len(old) * len(new) > MANY_PAIRS:
        return True
    counts, popular = Counter(new), max(len(new) // 100 + 1, 200)
    return sum(counts[word] for word in old if counts[word] <= popular) > MANY_MATCHES
