"""What is kept ends with the bound, the least used first."""

from __future__ import annotations

from ssd_portal.published.asked import Key
from ssd_portal.published.entries import OVERHEAD, Entry
from ssd_portal.published.shelf import Shelf

SIZE = 1000
WEIGHT = SIZE + OVERHEAD


def key(name: str) -> Key:
    return Key("http", "testserver", name, "", "", "")


def entry(size: int = SIZE) -> Entry:
    return Entry("/", {}, '"a"', (), (), b"x" * size)


def test_oldest_goes_first_and_one_that_was_used_stays() -> None:
    shelf = Shelf(10 * WEIGHT)
    for number in range(10):
        shelf.put(key(str(number)), entry())
    assert shelf.get(key("0")) is not None
    shelf.put(key("more"), entry())
    assert len(shelf) == 10
    assert shelf.get(key("1")) is None
    assert all(shelf.get(key(name)) for name in ("0", "2", "9", "more"))
    assert shelf.size == 10 * WEIGHT


def test_one_that_was_used_stays_for_one_turn_more() -> None:
    shelf = Shelf(10 * WEIGHT)
    for number in range(10):
        shelf.put(key(str(number)), entry())
        shelf.get(key(str(number)))
    shelf.put(key("more"), entry())
    assert [name for name in map(str, range(10)) if shelf._entries.get(key(name))] == list(map(str, range(1, 10)))
    assert shelf.size == 10 * WEIGHT


def test_answer_in_place_of_an_earlier_one_counts_once() -> None:
    shelf = Shelf(10 * WEIGHT)
    for _ in range(5):
        shelf.put(key("same"), entry())
    assert (len(shelf), shelf.size) == (1, WEIGHT)


def test_answer_that_would_sweep_all_others_away_is_not_kept() -> None:
    shelf = Shelf(10 * WEIGHT)
    shelf.put(key("small"), entry())
    shelf.put(key("large"), entry(2 * WEIGHT))
    assert (len(shelf), shelf.get(key("large"))) == (1, None)
    shelf.put(key("small"), entry(2 * WEIGHT))
    assert (len(shelf), shelf.size) == (0, 0)


def test_what_is_asked_for_counts_with_the_answer() -> None:
    """A page that answers many long queries alike would fill more than the bound by their letters alone."""
    shelf, query = Shelf(20 * WEIGHT), "q=" + "x" * (WEIGHT - 2)
    for number in range(20):
        shelf.put(key(str(number))._replace(query=query), entry())
    assert (len(shelf), shelf.size) == (10, 20 * WEIGHT)
