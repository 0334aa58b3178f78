"""Where a system holds an item: what pages, counts and differences say of a table and field."""

from __future__ import annotations

import pytest

from specs_app.document.extracts import Extract
from specs_app.document.holding import FilledCount, filled, place_of
from specs_app.document.types import Cms, CmsMapping, DataObject, Document, Item, Settings
from specs_app.publishing.links import Links
from specs_app.publishing.matrices.coverage import by_system
from specs_app.publishing.pages.components import coverage
from specs_app.publishing.pages.item import item_page
from specs_app.publishing.pages.systems import asked_of, cms_page
from specs_app.publishing.pages.wording import words_of
from specs_app.publishing.records import system_record
from specs_app.sql.dialects.tsql import DIALECT as TSQL
from specs_app.sql.sources import ColumnSource, SourceWords, source_of
from tests.versions import saying, version_of, version_with

LAKE = Cms("lake", "Deep Lake")


def with_mapping(mapping: CmsMapping) -> tuple[Document, DataObject, Item]:
    item = Item("KITE001A", "kite_id", cms=(mapping,))
    entry = DataObject("x_kite", (item,))
    return Document(Settings(cms=(LAKE,)), (entry,)), entry, item


@pytest.mark.parametrize(
    ("mapping", "place"),
    [
        (CmsMapping("lake", table="dbo.KITES", field="ID"), "dbo.KITES.ID"),
        (CmsMapping("lake", table="KITES", field="ID", source="VIEW.ID"), "VIEW.ID"),
        (CmsMapping("lake", table="KITES"), ""),
        (CmsMapping("lake", table="x_kite", field="ID"), ""),
        (CmsMapping("lake", table="dbo.[X_KITE]", field="ID"), ""),
    ],
)
def test_place_is_the_source_else_table_and_field_of_the_system_s_own(mapping: CmsMapping, place: str) -> None:
    assert place_of(with_mapping(mapping)[0], mapping) == place


def test_table_and_field_are_read_on_every_page_that_the_script_reads_them_from() -> None:
    mapping = CmsMapping("lake", table="KITES", field="ID")
    document, entry, item = with_mapping(mapping)
    found = source_of(mapping, SourceWords(TSQL, {"x_kite"}))
    assert isinstance(found, ColumnSource)
    assert [row.source for row in item_page(document, entry, item, Links("x")).systems] == [found.written]
    page = cms_page(version_with(document), LAKE, Links("x"), listed=asked_of(document, LAKE), shown="all")
    assert [row.source for group in page.groups for row in group.rows] == [found.written]
    assert (page.coverage.count.filled, system_record(document, LAKE)["sources"]) == (1, 1)
    assert page.groups[0].rows[0].item.marks[0].words == "Mapping"


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        ({"table": "KITES", "field": "ID", "marked": True}, "lake: KITES.ID"),
        ({"source": "VIEW.ID", "note": "Slow"}, "lake: VIEW.ID; Slow"),
        ({"marked": True}, "lake: held"),
        ({"marked": False}, "lake: not listed"),
    ],
)
def test_mapping_of_a_new_item_says_where_in_words(mapping: dict[str, object], words: str) -> None:
    assert words_of("cms", [{"cms": "lake", **mapping}]) == words


def test_body_alone_fills_its_object_and_counts_apart_from_mappings() -> None:
    items = (
        Item("KITE001A", "kite_id", cms=(CmsMapping("lake", source="KITES.ID"),)),
        Item("KITE002A", "kite_tail", cms=(CmsMapping("lake", source="KITES.TAIL"),)),
        Item("KITE003A", "kite_sort", cms=(CmsMapping("lake"),)),
        Item("KITE004A", "kite_owner"),
    )
    entry = DataObject("x_kite", items)
    sql = "SELECT k.NO AS kite_id, NULL AS kite_tail, k.WHO AS kite_owner FROM dbo.KITES AS k"
    build = Extract("lake", "x_kite", "own", "SELECT k.SORT AS kite_sort FROM dbo.KITES AS k")
    document = Document(Settings(cms=(LAKE,)), (entry,), extracts=(Extract("lake", "x_kite", sql=sql), build))
    assert filled(document, LAKE, document.items()) == FilledCount(body=2, mapping=0, held=2, total=4)
    asked = list(asked_of(document, LAKE))
    assert [one.how for one in asked] == [
        "SQL by hand",
        "Said only (no source)",
        "Said only (no source)",
        "SQL by hand",
    ]
    tail = item_page(document, entry, items[1], Links("x")).systems[0]
    said = "The SQL written by hand leaves it NULL, so KITES.TAIL fills nothing."
    assert (tail.how, tail.source, tail.note) == ("Said only (no source)", "", said)
    assert [one.item.item_ref for one in asked_of(document, LAKE, shown="gaps")] == ["KITE002A", "KITE003A"]
    record = system_record(document, LAKE)
    assert (record["items"], record["sources"], record["sources_in_sql"]) == (4, 2, 2)


@pytest.mark.parametrize(
    ("sql", "count"),
    [
        ("SELECT k.NO AS kite_id FROM dbo.KITES AS k", FilledCount(body=1, held=1, total=2)),
        ("SELECT NULL AS kite_id, k.TAIL AS kite_tail FROM dbo.KITES AS k", FilledCount(mapping=2, total=2)),
        ("SELECT k.TAIL AS kite_tail FROM dbo.KITES AS k", FilledCount(mapping=2, total=2)),
        ("SELECT k.NO AS kite_id, k.WHO AS kite_who FROM dbo.KITES AS k", FilledCount(mapping=2, total=2)),
        ("no query", FilledCount(mapping=2, total=2)),
    ],
    ids=["right", "key is NULL", "no key", "no such item", "unreadable"],
)
def test_pages_and_matrices_count_what_the_script_fills(sql: str, count: FilledCount) -> None:
    items = (
        Item("KITE001A", "kite_id", primary_key=True, cms=(CmsMapping("lake", source="KITES.ID"),)),
        Item("KITE002A", "kite_tail", cms=(CmsMapping("lake", source="KITES.TAIL"),)),
    )
    document = Document(
        Settings(cms=(LAKE,)), (DataObject("x_kite", items),), extracts=(Extract("lake", "x_kite", sql=sql),)
    )
    version = saying(version_of({}, slug=f"lake{len(sql)}"), document)
    assert version.filled == (count,)
    assert by_system(version) == {"lake": count}
    assert [one.count for one in coverage(document, document.objects[0], Links("x"))] == [count]
