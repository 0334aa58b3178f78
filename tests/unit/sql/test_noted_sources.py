"""Notes that say where a system holds an item while the mapping names a table of the standard."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from specs_app.document.edits import apply
from specs_app.document.types import Cms, CmsMapping, DataObject, Document, Item, Settings
from specs_app.sql.noted_sources import noted_sources
from specs_app.tables.wide_table import enrich
from specs_app.yaml_files.reader import read

OAK = Cms("oak", "Oak", "tsql")


def noting(note: str, source: str = "", table: str = "kit_kite", *, marked: bool = True) -> Document:
    mapping = CmsMapping("oak", marked, table, "kite_id", source, note=note)
    item = Item("KITE001A", "kite_id", primary_key=True, cms=(mapping,))
    return Document(Settings(cms=(OAK,)), (DataObject("kit_kite", (item,)),))


@pytest.mark.parametrize(
    ("note", "source", "more"),
    [
        ("KITES.KITE_NO", "KITES.KITE_NO", False),
        ("dbo.KITES. KITE_NO", "dbo.KITES. KITE_NO", False),
        ("KITES.KITE_NO where KITES.LOST = 'N'", "KITES.KITE_NO", True),
        ("REELS -> KITES.KITE_NO", "KITES.KITE_NO", True),
        ("KITES.KITE_NO.\nFound by its reel.", "KITES.KITE_NO", True),
        ("KITES.KITE_NO\nLink using REELS.NO to KITES", "KITES.KITE_NO", True),
    ],
)
def test_a_note_that_names_one_column_tells_the_source(note: str, source: str, more: bool) -> None:
    document = noting(note, marked=False)
    (found,) = noted_sources(document, OAK)
    assert (found.source, found.more) == (source, more)
    applied = apply(document, [found.edit("oak")])
    assert applied.problems == ()
    mapping = applied.document.objects[0].items[0].mapping("oak")
    assert mapping == CmsMapping("oak", False, "kit_kite", "kite_id", source, note=note if more else "")
    assert noted_sources(applied.document, OAK) == ()


@pytest.mark.parametrize(
    "note",
    [
        *(
            "",
            "Not held",
            "Placeholder",
            "KITE_NO",
            "KITES.",
            "placeholder_table.placeholder_field",
            "kit_kite.KITE_ID",
        ),
        *("KITES.KITE_NO ??", "KITES.NO or REELS.NO", "Derived from KITES.NO", "Link using KITES.NO to REELS"),
        *("Can be in 2 ways: KITES.NO", "Y if KITES.NO is one", "KITES.\nNO\nLOST", "A count of KITES.NO"),
    ],
)
def test_a_note_in_doubt_or_of_several_columns_tells_none(note: str) -> None:
    assert noted_sources(noting(note), OAK) == ()


def test_what_the_mapping_tells_itself_needs_no_note() -> None:
    assert noted_sources(noting("KITES.NO", source="REELS.NO"), OAK) == ()
    assert noted_sources(noting("KITES.NO", table="REELS"), OAK) == ()


def test_real_notes_are_offered(corpus: Path) -> None:
    files = {path.relative_to(corpus).as_posix(): path.read_bytes() for path in (corpus / "data").rglob("*.y*ml")}
    table = (corpus / "docs" / "admin" / "data_objects_specification.csv").read_bytes()
    document = enrich(read(files).document, table).document
    systems = [Cms(key, key, "tsql") for key in ("liquid_logic", "mosaic")]
    found = {cms.key: noted_sources(replace(document), cms) for cms in systems}
    assert {key: len(sources) for key, sources in found.items()} == {"liquid_logic": 11, "mosaic": 51}
    edits = [source.edit("mosaic") for source in found["mosaic"]]
    assert apply(document, edits).problems == ()
