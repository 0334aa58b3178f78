"""A workbook holds values as what they are, and no text as a formula. Read back by a library that did not write it."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pytest

from specs_app.tables.workbooks import CUT, MOST_LETTERS, sheet_name, write


def read(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data)).active


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://a.example")', "012", "https://a.example", "\ud800"]
)
def test_text_stays_text(text: str) -> None:
    cell = read(write(["a"], [[text]]))["A2"]
    assert (cell.data_type, cell.value, cell.hyperlink) == ("s", text.encode("utf-8", "replace").decode(), None)


def test_values_keep_their_types() -> None:
    when = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
    row = [cell.value for cell in read(write(list("abcde"), [[True, 12, None, ["x", "y"], when]]))[2]]
    assert row == [True, 12, None, "x;y", datetime(2026, 7, 1, 13, 0)]


def test_header_stays_in_sight_and_is_text() -> None:
    sheet = read(write(["=a", "b"], [["1", "2"]]))
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:B2")
    assert (sheet["A1"].value, sheet["A1"].data_type) == ("=a", "s")


def test_text_longer_than_a_cell_says_that_it_was_cut() -> None:
    value = read(write(["a"], [["x" * (MOST_LETTERS + 1)]]))["A2"].value
    assert len(value) == MOST_LETTERS
    assert value.endswith(CUT)


def test_equal_tables_are_equal_bytes() -> None:
    assert write(["a"], [["x"]]) == write(["a"], [["x"]])


@pytest.mark.parametrize("title", ["", "'", "a" * 40, "[x]:*?/\\", "\0"])
def test_any_title_names_a_sheet(title: str) -> None:
    assert read(write(["a"], [], sheet_name(title))).title == sheet_name(title)
