"""Charts as values: columns that fit their drawing, and counts of what is not said."""

from __future__ import annotations

from datetime import UTC, datetime

from specs_app.document.holes import holes
from specs_app.document.types import DataObject, Document, Item, Relationship
from specs_app.publishing import filters
from specs_app.publishing.links import Links
from specs_app.publishing.pages.charts import HIGH, WIDE, hole_bars, quality_chart
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


def test_holes_are_counted_of_those_that_could_be_filled() -> None:
    items = (
        Item("A001A", "a", "The number of the person", type="int", guidance="Type it.", primary_key=True),
        Item("A002A", "b", "Sex of person", type="nvarchar"),
        Item("A003A", "c", " ", type="date", category="codes"),
        Item("A004A", "d", "What it belongs to", type="nvarchar"),
    )
    link = Relationship("x_a", "a", "x_a", "d")
    document = Document(objects=(DataObject("x_a", items),), relationships=(link,))
    found = {hole.key: (hole.count, hole.total) for hole in holes(document)}
    assert found == {
        "object-sentence": (1, 1),
        "definition": (1, 4),
        "short-definition": (1, 4),
        "guidance": (3, 4),
        "code-list": (1, 1),
    }
    listed = {bar.hole.key: bar.href for bar in hole_bars(document, LINKS)}
    assert listed["guidance"] == "/x/items/?missing=guidance"
    assert listed["code-list"] == ""
    assert [item.item_ref for _, item in filters.items(document, {"missing": "guidance"})] == [
        "A002A",
        "A003A",
        "A004A",
    ]
    assert all(hole.share == 0 for hole in holes(Document()))
