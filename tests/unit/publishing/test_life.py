"""The strip of time of a part, and the release that first has a revision."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from specs_app.projection.arrivals import Arrivals, Moment
from specs_app.publishing.pages.life import MOST_POINTS, Life, LifeRow, life
from specs_app.versions.released import Released, first_release_with

FIRST = Moment(1, "1" * 40, datetime(2026, 1, 1, tzinfo=UTC))
ONE, TWO = (Released(number, f"{number}.0", "f" * 40, FIRST.when) for number in (2, 5))


def row(number: int, kind: str = "wording", address: str = "items/A1", former: str | None = None) -> LifeRow:
    return LifeRow(number, f"{number:040x}", FIRST.when, kind, address, former)


def strip(*rows: LifeRow, releases: tuple[Released, ...] = (), address: str = "items/A1") -> Life:
    found = life(address, rows, Arrivals(FIRST, 99, {}), releases, "x")
    assert found is not None
    return found


def words(found: Life) -> list[str]:
    return [point.words for point in (found.first, *found.newest)]


@pytest.mark.parametrize(("number", "version"), [(1, "2.0"), (2, "2.0"), (3, "5.0"), (5, "5.0"), (6, None)])
def test_revision_is_in_the_first_release_that_is_not_before_it(number: int, version: str | None) -> None:
    found = first_release_with((ONE, TWO), number)
    assert (found.version if found else None) == version


def test_part_that_never_changed_has_no_strip() -> None:
    assert life("items/A1", [], Arrivals(FIRST, 9, {}), (), "x") is None


def test_changes_are_counted_by_revisions_and_put_to_their_release() -> None:
    found = strip(row(3), row(3), row(4), row(6), releases=(ONE, TWO))
    assert words(found) == ["there from the start", "changed 2 times", "changed"]
    assert [point.release for point in (found.first, *found.newest)] == ["2.0", "5.0", ""]
    assert [point.is_read for point in (found.first, *found.newest)] == [False, False, True]


def test_item_that_went_and_came_back_is_told_so() -> None:
    found = strip(row(2, "added"), row(3, "removed"), row(4, "added"), row(5, "deprecated"))
    assert words(found) == ["first appeared", "removed", "back again", "deprecated"]


def test_deprecation_taken_back_is_told_so() -> None:
    found = strip(row(2, "deprecated"), row(3, "deprecated")._replace(is_left=True))
    assert words(found)[1:] == ["deprecated", "to be kept after all"]


def test_what_happens_to_an_item_only_changes_its_object() -> None:
    rows = row(2, "added", "objects/o"), row(3, "deprecated"), row(4, "renamed", "items/A1", "old"), row(5, "removed")
    found = strip(*rows, address="objects/o")
    assert words(found) == ["first appeared", "changed", "changed", "changed"]
    assert {point.href.partition("?")[0] for point in found.newest} == {"/x/objects/o/"}


def test_of_many_points_the_first_and_the_newest_are_shown() -> None:
    found = strip(*(row(number) for number in range(2, 22)))
    assert len(found.newest) + 2 == MOST_POINTS
    assert found.first.words == "there from the start"
    assert found.newest[-1].href == f"/x/items/A1/?at={21:040x}"
    assert found.others == 20 - len(found.newest)
