"""Numbers of releases are sorted as people count them, and rise by what a release holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specs_app.document.release_numbers import figures, following, is_later, order, plain
from specs_app.document.types import CHANGE_CLASSES

NUMBERS = st.lists(st.integers(0, 99), min_size=1, max_size=4).map(lambda found: ".".join(map(str, found)))


@pytest.mark.parametrize(
    ("before", "change_class", "after"),
    [
        ("1.4.5", "breaking", "2.0.0"),
        ("1.4.5", "compatible", "1.5.0"),
        ("1.4.5", "editorial", "1.4.6"),
        ("1.9", "editorial", "1.10"),
        ("7", "editorial", "8"),
        ("1.2.3.4", "compatible", "1.3.0.0"),
        ("", "compatible", "0.1.0"),
        ("spring", "breaking", "1.0.0"),
    ],
)
def test_following_number_has_as_many_figures(before: str, change_class: str, after: str) -> None:
    assert following(before, change_class) == after  # type: ignore[arg-type]


@given(NUMBERS, st.sampled_from(CHANGE_CLASSES))
def test_following_number_is_later(number: str, change_class: str) -> None:
    after = following(number, change_class)  # type: ignore[arg-type]
    assert is_later(after, number)
    assert not is_later(number, after)
    assert len(figures(after) or ()) == len(figures(number) or ())


@pytest.mark.parametrize(
    "text", ["", "1.", ".1", "1..2", "v1", "next", "1,0", "1.2-rc", "1.2\n", "١.٢", "1" * 10, "1.1.1.1.1.1.1"]
)
def test_other_texts_are_no_numbers(text: str) -> None:
    assert figures(text) is None
    assert is_later("0.0.1", text)


def test_numbers_are_sorted_as_people_count() -> None:
    assert sorted(["1.10", "1.9", "spring", "2", "1.9.1"], key=order) == ["spring", "1.9", "1.9.1", "1.10", "2"]
    assert not is_later("1.10.0", "1.10")


@pytest.mark.parametrize(
    ("written", "meant"),
    [("01.4.005", "1.4.5"), ("1.4.5", "1.4.5"), ("0.00.1", "0.0.1"), ("spring", "spring"), ("", "")],
)
def test_noughts_before_figures_say_nothing(written: str, meant: str) -> None:
    assert plain(written) == meant
