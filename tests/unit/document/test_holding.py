"""Where a system holds an item: what pages, counts and differences say of a table and field."""

from __future__ import annotations

import pytest

from specs_app.document.extracts import Extract
from specs_app.document.holding import Held, held_by, place_of
from specs_app.document.types import Cms, CmsMapping, DataObject, Document, Item, Settings
from specs_app.publishing.links import Links
from specs_app.publishing.pages.item import item_page
from specs_app.publishing.pages.systems import asked_of, cms_page
from specs_app.publishing.pages.wording import words_of
from specs_app.publishing.records import system_record
from specs_app.sql.dialects.tsql import DIALECT as TSQL
from specs_app.sql.sources import ColumnSource, SourceWords, source_of
from tests.versions import version_with

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


def test_body_fills_an_item_and_counts_apart_from_a_mapping() -> None:
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
    assert held_by(document, LAKE, document.items()) == Held(held=4, by_body=2, by_mapping=1)
    asked = list(asked_of(document, LAKE))
    assert [one.how for one in asked] == [
        "SQL by hand",
        "Mapping",
        "Said only (no source)",
        "SQL by hand",
    ]
    assert [one.item.item_ref for one in asked_of(document, LAKE, shown="gaps")] == ["KITE003A"]
    record = system_record(document, LAKE)
    assert (record["items"], record["sources"], record["sources_in_sql"]) == (4, 3, 2)
