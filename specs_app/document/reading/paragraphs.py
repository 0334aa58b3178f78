"""Long texts of a standard in pieces that are easy to read. No word is added, lost or moved."""

from __future__ import annotations

import re
from collections.abc import Iterator

#: Letters beyond which a paragraph is hard to read on a screen.
LONG_PARAGRAPH = 420
SENTENCE_END = re.compile(r"(?<=[a-z0-9)\]’'”][.!?]) (?=[A-Z‘“'])")
#: Words with a full stop of their own; a sentence goes on behind them.
ABBREVIATIONS = frozenset(
    {
        *("e.g", "eg", "i.e", "ie", "a.k.a", "vs", "cf", "viz", "esp", "approx", "incl", "inc", "excl", "ref"),
        *("para", "fig", "dept", "dr", "mr", "mrs", "ms", "prof", "st", "s", "ss", "p", "pp"),
    }
)
#: A line that only rules off.
RULE = re.compile(r"[-–—=_*]{5,}")


def paragraphs(text: str) -> tuple[str, ...]:
    """A text in readable pieces: a line each, long ones cut between sentences."""
    return tuple(part for line in lines_of(text) for part in short(line))


def lines_of(text: str) -> Iterator[str]:
    """The lines of a text that say something."""
    lines = (line.strip() for line in text.replace("\r", "").split("\n"))
    return (line for line in lines if line and not RULE.fullmatch(line))


def short(piece: str) -> list[str]:
    """A long paragraph cut between sentences into ones of a few; joined by spaces they are the piece."""
    parts: list[str] = []
    for sentence in sentences(piece):
        if parts and len(parts[-1]) + len(sentence) < LONG_PARAGRAPH:
            parts[-1] = f"{parts[-1]} {sentence}"
        else:
            parts.append(sentence)
    return [part for part in parts if part]


def sentences(text: str) -> list[str]:
    """The sentences of a text; one goes on behind an abbreviation, and while a bracket that it opened is closed soon."""
    found, start = list[str](), 0
    for end in SENTENCE_END.finditer(text):
        sentence, ahead = text[start : end.start()], text[end.end() : end.end() + LONG_PARAGRAPH]
        if len(sentence) > LONG_PARAGRAPH or not _goes_on(sentence, ahead):
            found.append(sentence)
            start = end.end()
    return [*found, text[start:]]


def _goes_on(sentence: str, ahead: str) -> bool:
    last = sentence.rsplit(None, 1)[-1].lstrip("([‘“'\"").removesuffix(".").lower()
    opened = any(sentence.count(one) > sentence.count(other) and other in ahead for one, other in ("()", "[]"))
    return last in ABBREVIATIONS or opened
