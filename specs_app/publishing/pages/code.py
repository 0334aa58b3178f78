"""Lines of SQL on pages: the text with its numbers, and what differs between two texts, as far as it is worth reading there."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from specs_app.document.line_differences import DifferenceLine, difference

#: So many lines of a difference are shown; the page of the body has all of it.
MOST_LINES = 120
#: A line of a difference is cut behind so many letters, an expression behind so many.
LONGEST_LINE = 400
LONGEST_EXPRESSION = 1_500


@dataclass(frozen=True, slots=True)
class CodeLine:
    """A line of a text and its number; ``marked`` where something is said of it."""

    number: int
    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class CodeDifference:
    """The lines that went and came, with what stands around them; ``left_out`` counts those that are not shown."""

    lines: tuple[DifferenceLine, ...] = ()
    left_out: int = 0

    def __bool__(self) -> bool:
        return bool(self.lines)


NO_CODE = CodeDifference()


def numbered(text: str, marked: Collection[int] = ()) -> tuple[CodeLine, ...]:
    """Every line of a text with its number, from 1."""
    return tuple(CodeLine(number, line, number in marked) for number, line in enumerate(text.splitlines(), start=1))


def code_difference(before: str, after: str) -> CodeDifference:
    """What differs between two texts; of one that came or went its lines."""
    lines = difference(before.splitlines(), after.splitlines())
    shown = tuple(_cut(line) for line in lines[:MOST_LINES])
    return CodeDifference(shown, len(lines) - len(shown))


def _cut(line: DifferenceLine) -> DifferenceLine:
    return DifferenceLine(line.kind, cut(line.text, LONGEST_LINE), line.old, line.new)


def cut(text: str, most: int) -> str:
    """The text, or its beginning and how long it is."""
    return text if len(text) <= most else f"{text[:most]} … ({len(text):,} characters)"
