"""Tables as CSV that a spreadsheet opens as data and never as formulas."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

#: A cell that begins so is a formula to a spreadsheet (OWASP, CSV injection); an apostrophe before it makes it text.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def write(rows: Iterable[Mapping[str, Any]], columns: Sequence[str] = ()) -> str:
    """The rows under one header, with CRLF as RFC 4180 asks. Without ``columns`` they are the keys of the first row."""
    entries = list(rows)
    header = list(columns) or list(entries[0] if entries else ())
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([cell(name) for name in header])
    writer.writerows([[cell(row.get(name)) for name in header] for row in entries])
    return text.getvalue()


def cell(value: Any) -> str:
    """A value as a cell: lists of words joined by ``|``, other structures as JSON, formulas made text."""
    text = _text(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)) and all(isinstance(entry, str) for entry in value):
        return "|".join(value)
    if isinstance(value, (list, tuple, Mapping)):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
