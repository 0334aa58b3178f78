"""Charts as values: columns that fit their drawing, and counts of what is not said."""

from __future__ import annotations

from datetime import UTC, datetime

from specs_app.publishing.links import Links
from specs_app.publishing.pages.charts import HIGH, WIDE, quality_chart
from specs_app.publishing.quality_counts import CountedRevision

LINKS = Links("x")


def revision(number: int, *counts: int) -> CountedRevision:
    return CountedRevision(number, f"{number:040x}", "Words", datetime(2026, 11, number % 28 + 1, tzinfo=UTC), counts)


def test_course_needs_two_revisions() -> None:
    assert quality_chart([revision(1, 1, 2, 3)], LINKS) is None


def test_columns_stand_on_the_ground_within_the_drawing_the_oldest_first() -> None:
    found = [revision(number, number % 3, 1_000 * number, 7) for number in range(30, 0, -1)]
    chart = quality_chart(found, LINKS)
    assert chart is not None
    assert [point.link.text for point in (chart.points[0], chart.latest)] == ["Revision 1", "Revision 30"]
    assert chart.top == 30_000 + 7
    for column in chart.columns:
        assert 0 <= column.x <= column.x + column.width <= WIDE
        assert 0 <= column.y <= HIGH
        assert column.height > 0
    tallest = [column for column in chart.columns if column.x == max(each.x for each in chart.columns)]
    assert sum(column.height for column in tallest) >= HIGH - 1


def test_findings_of_none_have_no_columns() -> None:
    chart = quality_chart([revision(2, 0, 0, 0), revision(1, 0, 0, 0)], LINKS)
    assert chart is not None
    assert (chart.columns, chart.words) == ((), "Findings over 2 revisions, from 0 to 0")
