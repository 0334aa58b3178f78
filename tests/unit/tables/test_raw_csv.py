"""CSV by position: nothing is lost, and what is said is what Python's own reader says."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specs_app.tables.raw_csv import CsvError, parse, value, written

TEXTS = st.text(alphabet='ab ,"\n\r;\u00a0é', max_size=6)
ENDINGS = st.sampled_from(["\n", "\r\n", "\r"])


def cell(text: str, *, quoted: bool) -> str:
    return '"' + text.replace('"', '""') + '"' if quoted or any(mark in text for mark in ',"\n\r') else text


ROWS = st.lists(st.lists(st.tuples(TEXTS, st.booleans()), min_size=1, max_size=4), max_size=5)


@given(rows=ROWS, ending=ENDINGS, bom=st.booleans())
def test_table_is_read_as_python_does_and_written_as_it_was(rows, ending, bom) -> None:
    text = "".join(",".join(cell(word, quoted=quoted) for word, quoted in row) + ending for row in rows)
    data = (("\ufeff" if bom else "") + text).encode()
    found = parse(data)
    assert found.encoded() == data
    told = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert [row.values() for row in found.rows] == [row or [""] for row in told]


@pytest.mark.parametrize("text", ["a,b", "a,b\nc", "a,\n", ",", '"a\nb",c\n\nd,e,f', ""])
def test_last_line_may_end_or_not(text: str) -> None:
    assert parse(text.encode()).encoded() == text.encode()


@pytest.mark.parametrize(("text", "line"), [('a\n"b', 2), ('a\n"b"c\n', 2), ('"x\ny"\n"z', 3), ('a,"b\nc', 1)])
def test_quotes_that_do_not_fit_are_told_with_their_line(text: str, line: int) -> None:
    with pytest.raises(CsvError) as caught:
        parse(text.encode())
    assert caught.value.line == line


def test_other_encoding_is_refused() -> None:
    with pytest.raises(CsvError, match="UTF-8"):
        parse("a\né".encode("latin-1"))


def test_lines_are_counted_within_cells() -> None:
    rows = parse(b'a,b\r\n"c\r\nd",e\r\nf,g\r\n').rows
    assert [row.line for row in rows] == [1, 2, 4]


@pytest.mark.parametrize(
    ("text", "like", "told"),
    [
        ("a", "", "a"),
        ("a", '"b"', '"a"'),
        ("a,b", "", '"a,b"'),
        ('say "a"', "", '"say ""a"""'),
        ("a\nb", '"x\r\ny"', '"a\r\nb"'),
        ("\u00a0", "", "\u00a0"),
    ],
)
def test_cell_is_written_like_the_one_in_its_place(text: str, like: str, told: str) -> None:
    assert written(text, like) == told
    assert value(told).replace("\r\n", "\n") == text
