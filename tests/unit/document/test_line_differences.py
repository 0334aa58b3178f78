"""The lines of a difference: which went and came, and their numbers."""

from specs_app.document.line_differences import DifferenceLine, difference


def test_lines_have_their_numbers_before_and_after() -> None:
    assert difference(["a", "b", "c"], ["a", "B", "c"]) == (
        DifferenceLine("same", "a", 1, 1),
        DifferenceLine("removed", "b", old=2),
        DifferenceLine("added", "B", new=2),
        DifferenceLine("same", "c", 3, 3),
    )


def test_what_is_alike_in_between_is_a_gap() -> None:
    before = [str(number) for number in range(20)]
    kinds = [line.kind for line in difference(before, ["x", *before[1:19], "y"])]
    assert kinds == ["removed", "added", "same", "same", "gap", "same", "same", "removed", "added"]


def test_no_difference_has_no_line() -> None:
    assert difference(["a"], ["a"]) == ()
