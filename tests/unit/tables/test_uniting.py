"""Rows that both sides add to one table."""

import pytest

from specs_app.tables.uniting import Texts, united, united_lines

LOG = b"# Log\n\n| change_id | item_ref |\n|---|---|\n| A-1 | X |\n\nEnd.\n"


def with_row(row: bytes, log: bytes = LOG) -> bytes:
    return log.replace(b"|---|---|\n", b"|---|---|\n" + row + b"\n")


def test_rows_of_both_stand_with_ours_first() -> None:
    after = united_lines(Texts(LOG, with_row(b"| B-1 | Y |"), with_row(b"| A-2 | X |")))
    assert after == with_row(b"| A-2 | X |\n| B-1 | Y |")


def test_a_row_that_both_add_counts_once() -> None:
    both = with_row(b"| A-2 | X |")
    assert united_lines(Texts(LOG, with_row(b"| B-1 | Y |", both), both)) is not None
    assert united_lines(Texts(LOG, both, both)) == both


def test_what_theirs_takes_out_or_says_otherwise_is_done() -> None:
    ours = with_row(b"| A-2 | X |")
    assert united_lines(Texts(LOG, LOG.replace(b"End.\n", b"The end.\n"), ours)) == ours.replace(
        b"End.\n", b"The end.\n"
    )
    assert united_lines(Texts(LOG, LOG.replace(b"| A-1 | X |\n", b""), ours)) == ours.replace(b"| A-1 | X |\n", b"")


@pytest.mark.parametrize("ours", [b"| A-1 | Z |", b""])
def test_a_line_that_both_alter_cannot_be_united(ours: bytes) -> None:
    theirs = LOG.replace(b"| A-1 | X |", b"| A-1 | Y |")
    assert united_lines(Texts(LOG, theirs, LOG.replace(b"| A-1 | X |", ours).replace(b"\n\n\n", b"\n\n"))) is None


def test_ends_of_lines_are_ours_and_a_file_may_end_without_one() -> None:
    base, theirs, ours = b"a,b\r\n1,2", b"a,b\n1,2\n3,4\n", b"a,b\r\n1,2\r\n5,6"
    assert united_lines(Texts(base, theirs, ours)) == b"a,b\r\n1,2\r\n5,6\r\n3,4"


def test_only_registered_files_are_united() -> None:
    sides = Texts(LOG, with_row(b"| B-1 | Y |"), with_row(b"| A-2 | X |"))
    assert united("CHANGELOG.md", sides) == united("docs/admin/ssd_change_log.csv", sides) == united_lines(sides)
    assert united("README.md", sides) is None
