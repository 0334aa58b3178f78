"""Tables that both sides of a merge add rows to: their rows are united, where lines of text would only collide.

Which file is united how is one entry of ``UNITED``. A file that fits none is merged as text, or is a meeting.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from specs_app.tables.change_log import is_log


class Texts(NamedTuple):
    """One file as it was, and as two sides have it."""

    base: bytes
    theirs: bytes
    ours: bytes


class Uniting(NamedTuple):
    """Which files it is for, by path, and how; the function gives None where the sides alter the same rows."""

    fits: Callable[[str], bool]
    unite: Callable[[Texts], bytes | None]


def united(path: str, sides: Texts) -> bytes | None:
    """The file with the rows of both sides; None where it is no such table, or both altered the same rows."""
    return next((entry.unite(sides) for entry in UNITED if entry.fits(path)), None)


def united_lines(sides: Texts) -> bytes | None:
    """Our lines with those put in that theirs adds, each behind what stands before it there, and those taken out that theirs takes
    out. What both add counts once. Ends of lines are ours, as is the end of the file. None where both alter the same line.
    """
    base, theirs, ours = (_lines(data) for data in sides)
    standing = _standing(base, ours)
    steps, own = list(_steps(base, theirs)), list(_steps(base, ours))
    added = Counter(ours) - Counter(base)
    gone, come = set[int](), defaultdict[int, list[bytes]](list)
    for low, high, lines in steps:
        kept = [standing[number] for number in range(low, high) if number in standing]
        if len(kept) < high - low and (low, high, lines) not in own:
            return None
        gone.update(kept)
        place = next((standing[number] for number in range(low, len(base)) if number in standing), len(ours))
        come[place] += [line for line in lines if not _taken(added, line)]
    found = [line for place in range(len(ours) + 1) for line in (*come[place], *_kept(ours, place, gone))]
    return _joined(found, sides.ours)


def _kept(ours: Sequence[bytes], place: int, gone: set[int]) -> Sequence[bytes]:
    return ours[place : place + 1] if place not in gone else ()


def _lines(data: bytes) -> list[bytes]:
    return data.replace(b"\r\n", b"\n").removesuffix(b"\n").split(b"\n") if data else []


def _joined(lines: Sequence[bytes], like: bytes) -> bytes:
    newline = b"\r\n" if b"\r\n" in like else b"\n"
    return newline.join(lines) + (newline if like.endswith(b"\n") else b"")


def _steps(before: Sequence[bytes], after: Sequence[bytes]) -> Iterator[tuple[int, int, Sequence[bytes]]]:
    """The lines of ``before`` from one number to another, and what stands in their place."""
    for tag, low, high, first, last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            yield low, high, after[first:last]


def _standing(base: Sequence[bytes], ours: Sequence[bytes]) -> dict[int, int]:
    """The lines of the base that ours still has, each with its number there."""
    blocks = SequenceMatcher(None, base, ours, autojunk=False).get_matching_blocks()
    return {low + step: first + step for low, first, size in blocks for step in range(size)}


def _taken(counts: Counter[bytes], line: bytes) -> bool:
    """Whether there is one left, which is then gone."""
    counts[line] -= 1
    return counts[line] >= 0


UNITED = (Uniting(is_log, united_lines),)
