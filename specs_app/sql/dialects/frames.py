"""Blocks around statements that sqlglot cannot read, such as what drops a table only where it is out of date.

A dialect writes them from fixed words and takes them off again for the proof, word for word: what is left are plain statements
that stand for all that the block may do. A block that differs by a letter stays, cannot be read, and is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce

#: What stands between the marks of a literal on one line.
LITERAL = r"(?:[^'\n]|'')*"
#: How the names of our tables may begin in a literal of a pattern.
HOLE = "\0"


@dataclass(frozen=True, slots=True)
class Frame:
    """A block: the pattern of its text, and the statements that stand for it."""

    pattern: re.Pattern[str]
    stands_for: Callable[[re.Match[str]], str]


def framed(text: str, **holes: str) -> re.Pattern[str]:
    """The pattern of a fixed text in which ``{name}`` stands for what ``holes`` say, the same wherever it stands twice."""
    seen: set[str] = set()

    def part(found: re.Match[str]) -> str:
        name = found[1]
        if name in seen:
            return f"(?P={name})"
        seen.add(name)
        return f"(?P<{name}>{holes[name]})"

    escaped = re.escape(text.replace("{", HOLE).replace("}", HOLE))
    return re.compile("^" + re.sub(rf"{HOLE}(\w+){HOLE}", part, escaped.replace("\\" + HOLE, HOLE)) + "$", re.MULTILINE)


def taken_off(script: str, frames: Iterable[Frame]) -> str:
    """A script in which each block is replaced by what stands for it."""
    return reduce(lambda text, frame: frame.pattern.sub(frame.stands_for, text), frames, script)


def unescaped(literal: str) -> str:
    """What a literal says, given what stands between its marks."""
    return literal.replace("''", "'")
