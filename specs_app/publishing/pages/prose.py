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
CODE_SET = "Code set"
#: Where the next code of a code set begins: ``B - With parents``, ``E4B – Returned``, ``NO - No``.
NEXT_CODE = re.compile(r" (?=[A-Z0-9]{1,8} [-–] [A-Z])")
#: A line that only rules off.
RULE = re.compile(r"[-–—=_*]{5,}")


def paragraphs(text: str) -> tuple[str, ...]:
    """Guidance in readable pieces: a line each, long ones cut between sentences, the codes of a code set one by one."""
    lines = (line.strip() for line in text.replace("\r", "").split("\n"))
    return tuple(part for line in lines if not RULE.fullmatch(line) for part in _of_line(line))


def _of_line(line: str) -> Iterator[str]:
    before, found, after = line.partition(f" {CODE_SET} ")
    if found:
        yield from _short(before)
        yield from _codes(f"{CODE_SET}: {after}")
    elif line.startswith(CODE_SET):
        yield from _codes(line)
    else:
        yield from _short(line)


def _codes(line: str) -> Iterator[str]:
    """The codes of a code set, each by itself; a line without any as it is."""
    head, *codes = NEXT_CODE.split(line)
    yield from _short(head)
    for code in codes:
        yield from _short(code)


def _short(piece: str) -> list[str]:
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
