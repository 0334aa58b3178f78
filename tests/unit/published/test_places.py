"""What of a query decides a kept answer."""

from __future__ import annotations

import pytest

from ssd_portal.published.places import KeptAddress

PLACE = KeptAddress(("at", "since", "cms"), many=frozenset({"cms"}))


@pytest.mark.parametrize(
    ("query", "read"),
    [
        ("cms=a&cms=b&since=1", {"since": ["1"], "cms": ["a", "b"]}),
        ("cms=b&cms=a&cms=", {"cms": ["b", "a"]}),
        ("since=1&since=2&other=3", {"since": ["2"]}),
        ("since=1&since=", {}),
        ("", {}),
    ],
)
def test_each_text_is_read_of_what_may_come_several_times_and_the_last_of_what_may_not(
    query: str, read: dict[str, list[str]]
) -> None:
    assert PLACE.query(query) == read
