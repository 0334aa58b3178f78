"""Tables as XLSX: numbers, yes or no and times are what they are, text is text whatever it begins with.

Equal tables give equal bytes: a workbook bears no time of its own.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import xlsxwriter

from specs_app.tables.cells import as_text

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Formulas and links come from nobody's words; the library would make them of any text that looks like one.
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
#: The file format's own bound on a cell, and what stands at the end of a text that is longer.
MOST_LETTERS = 32_767
CUT = " [cut: a cell of a spreadsheet holds no more]"
MADE = datetime(1980, 1, 1)
#: A cell knows no zone: times are told as people here read them.
ZONE = ZoneInfo("Europe/London")
TIME_FORMAT = "yyyy-mm-dd hh:mm"
NARROWEST, WIDEST = 10, 60
#: So many rows tell how wide a column is.
MEASURED = 200


def write(
    columns: Sequence[str], rows: Iterable[Sequence[Any]], title: str = "Table", about: str = "", beside: int = 0
) -> bytes:
    """One sheet: the names of the columns in a row that stays in sight, then the rows; filters are at hand.

    ``about`` is the title among the properties of the file; the first ``beside`` columns stay in sight too.
    """
    kept, made = [list(row) for row in rows], io.BytesIO()
    book = xlsxwriter.Workbook(made, OPTIONS)
    book.set_properties({"created": MADE, **({"title": text_of(about)} if about else {})})
    bold, time = book.add_format({"bold": True}), book.add_format({"num_format": TIME_FORMAT})
    sheet = book.add_worksheet(sheet_name(title))
    for place, name in enumerate(columns):
        sheet.write_string(0, place, text_of(name), bold)
        sheet.set_column(place, place, _width(name, [row[place] for row in kept[:MEASURED]]))
    for line, row in enumerate(kept, start=1):
        for place, value in enumerate(row):
            _put(sheet, line, place, value, time)
    sheet.freeze_panes(1, beside)
    if columns:
        sheet.autofilter(0, 0, len(kept), len(columns) - 1)
    book.close()
    return made.getvalue()


def _put(sheet: Any, line: int, place: int, value: Any, time: Any) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(line, place, value)
    elif isinstance(value, (int, float)):
        sheet.write_number(line, place, value)
    elif isinstance(value, datetime):
        sheet.write_datetime(line, place, _local(value), time)
    elif text := text_of(value):
        sheet.write_string(line, place, text)


def text_of(value: Any) -> str:
    """A value as the text of a cell, no longer than one may be and without what no encoding has."""
    text = as_text(value).encode("utf-8", "replace").decode()
    return text if len(text) <= MOST_LETTERS else text[: MOST_LETTERS - len(CUT)] + CUT


def sheet_name(title: str) -> str:
    """A title as the format lets a sheet be called: at most 31 letters, none of ``[]:*?/\\``, no apostrophe at either end."""
    letters = "".join("-" if letter in "[]:*?/\\" or not letter.isprintable() else letter for letter in title)
    return letters[:31].strip("' ") or "Table"


def _local(value: datetime) -> datetime:
    return value.astimezone(ZONE).replace(tzinfo=None) if value.tzinfo else value


def _width(name: str, values: Iterable[Any]) -> int:
    longest = max((len(as_text(value)) for value in (name, *values)), default=0)
    return min(max(longest + 2, NARROWEST), WIDEST)
