"""A text of a standard as what it is made of: paragraphs, notes, lists, and a table of codes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from specs_app.document.reading.codes import ProseCode, codes_in
from specs_app.document.reading.paragraphs import lines_of, sentences, short

_NOTE = re.compile(r"(?:please note|note|n\.?b\.?)\b[ :,.]", re.IGNORECASE)
_BULLET = re.compile(r"[•▪●] ?|[*–-] (?=\S)")
_INLINE = re.compile(r"(?:^|\s)• ")
_MARKED = re.compile(r"(\(?(?:[0-9]{1,2}|[A-Za-z]|[ivx]{1,4})[.)]) (?=\S)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph; ``note`` where its first words say that it is one."""

    kind: ClassVar[str] = "piece"
    text: str
    note: bool = False

    @property
    def lines(self) -> tuple[str, ...]:
        return (self.text,)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: each entry with the mark that stands before it (``1.``, ``(a)``), which is empty for bullets."""

    kind: ClassVar[str] = "list"
    entries: tuple[tuple[str, str], ...]

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(f"{mark} {text}".strip() for mark, text in self.entries)

    @property
    def is_marked(self) -> bool:
        return any(mark for mark, _ in self.entries)


@dataclass(frozen=True, slots=True)
class CodeTable:
    """Codes that stand in the prose, below the words of their own that announce them, if any; ``written`` is how it says them."""

    kind: ClassVar[str] = "codes"
    caption: str
    codes: tuple[ProseCode, ...]
    written: str

    @property
    def lines(self) -> tuple[str, ...]:
        codes = (line for code in self.codes for line in (f"{code.value} - {code.meaning}", code.note))
        return tuple(filter(None, (self.caption, *codes)))


Block = Piece | Listing | CodeTable


def blocks(text: str) -> tuple[Block, ...]:
    """What a text is made of, in its order. The words of the blocks are those of the text."""
    plain = text.replace("\r", "")
    found = codes_in(plain)
    if found is None:
        return tuple(_prose(plain))
    written = plain[len(found.before) : len(plain) - len(found.after)].strip()
    return (*_prose(found.before), CodeTable(found.caption, found.codes, written), *_prose(found.after))


def _prose(text: str) -> Iterator[Block]:
    """Paragraphs and lists; lines of a list that stand beside each other are one."""
    lines = [part for line in lines_of(text) for part in _cut(line)]
    for kind, group in groupby(_told(lines), key=lambda line: line[0]):
        if kind == "prose":
            yield from (Piece(part, bool(_NOTE.match(part))) for _, _, line in group for part in short(line))
        else:
            yield Listing(tuple((mark, line) for _, mark, line in group))


def _cut(line: str) -> Iterator[str]:
    """A line with bullets within it as a line each; what introduces a further list stands by itself."""
    head, *entries = _INLINE.split(line)
    if head.strip():
        yield head.strip()
    for entry in entries:
        first, *rest = sentences(entry.strip()) if entry.rstrip().endswith(":") else [entry.strip()]
        yield f"• {first}"
        if rest:
            yield " ".join(rest)


def _told(lines: list[str]) -> Iterator[tuple[str, str, str]]:
    """Of each line what it belongs to, the mark before it, and the rest. One line alone makes no list, but for a real bullet."""
    kinds = [_kind(line) for line in lines]
    for place, (kind, line) in enumerate(zip(kinds, lines, strict=True)):
        beside = kinds[max(0, place - 1) : place] + kinds[place + 1 : place + 2]
        if kind == "prose" or (kind not in beside and not line.startswith("•")):
            yield "prose", "", line
        elif kind == "bullets":
            yield kind, "", line[_mark(_BULLET, line) :]
        else:
            end = _mark(_MARKED, line)
            yield kind, line[:end].strip(), line[end:]


def _kind(line: str) -> str:
    return "bullets" if _BULLET.match(line) else "marked" if _MARKED.match(line) else "prose"


def _mark(pattern: re.Pattern[str], line: str) -> int:
    found = pattern.match(line)
    return found.end() if found else 0
