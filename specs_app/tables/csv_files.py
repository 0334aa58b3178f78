"""Tables as CSV that a spreadsheet opens as data and never as formulas."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from specs_app.tables.cells import as_text

#: A cell that begins so is a formula to a spreadsheet (OWASP, CSV injection); an apostrophe before it makes it text.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def write(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """The rows under one header, with CRLF as RFC 4180 asks."""
    return "".join(lines(columns, rows))


def lines(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """The same row by row."""
    writer = csv.writer(_Line())
    return (writer.writerow([cell(value) for value in row]) for row in chain([columns], rows))


class _Line:
    """Gives back each row as it is written."""

    def write(self, text: str) -> str:
        return text


def cell(value: Any) -> str:
    """A value as a cell; what a spreadsheet would take for a formula is made text. A number stays one, a negative too."""
    text = as_text(value)
    number = isinstance(value, (int, float))
    return f"'{text}" if text.startswith(FORMULA_STARTS) and not number else text
