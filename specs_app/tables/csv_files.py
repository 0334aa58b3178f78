"""Tables as CSV that a spreadsheet opens as data and never as formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from specs_app.tables.cells import as_text

#: A cell that begins so is a formula to a spreadsheet (OWASP, CSV injection); an apostrophe before it makes it text.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def write(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """The rows under one header, with CRLF as RFC 4180 asks."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([cell(name) for name in columns])
    writer.writerows([cell(value) for value in row] for row in rows)
    return text.getvalue()


def cell(value: Any) -> str:
    """A value as a cell; what a spreadsheet would take for a formula is made text. A number stays one, a negative too."""
    text = as_text(value)
    number = isinstance(value, (int, float))
    return f"'{text}" if text.startswith(FORMULA_STARTS) and not number else text
