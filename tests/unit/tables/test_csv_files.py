"""No cell of an exported table is taken for a formula."""

import csv
import io

import pytest

from specs_app.tables.csv_files import cell, write


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_formula_is_made_text(text):
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["a=1", "", "1-2", "Yes", "012"])
def test_other_text_stays(text):
    assert cell(text) == text


def test_number_stays_one():
    assert cell(-1) == "-1"


def test_table_reads_back():
    rows = [["a", 'quo"te', "line\nbreak"], [None, True, ["c", "d"]]]
    found = list(csv.reader(io.StringIO(write(["x", "y", "=z"], rows), newline="")))
    assert found == [["x", "y", "'=z"], ["a", 'quo"te', "line\nbreak"], ["", "true", "c;d"]]
