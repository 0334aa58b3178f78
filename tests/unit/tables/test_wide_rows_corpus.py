"""The real table: a change alters exactly the rows of what it changes, byte by byte."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import pytest

from specs_app.document.edits import Edit, apply
from specs_app.document.types import Document
from specs_app.tables.raw_csv import RawRow, parse
from specs_app.tables.wide_cells import columns_of
from specs_app.tables.wide_reading import TableCells, read_table, with_cells
from specs_app.tables.wide_rows import followed, reference
from specs_app.tables.wide_table import enrich
from specs_app.yaml_files.reader import read
from tests.corpus import CORPUS, needs_corpus
from tests.corpus_files import corpus_repository
from tests.soak import SOAK

TABLE = "docs/admin/data_objects_specification.csv"
pytestmark = needs_corpus


@lru_cache(maxsize=1)
def standing() -> tuple[bytes, Document]:
    files = corpus_repository()
    told = read_table(files[TABLE], TABLE)
    assert isinstance(told, TableCells)
    return files[TABLE], with_cells(enrich(read(files).document, files[TABLE]).document, told, {})


def references() -> list[str]:
    found = sorted(ref for ref in standing()[1].item_by_ref) if CORPUS.is_dir() else []
    return found if SOAK else found[::45]


def after(*edits: tuple[str, str, dict[str, object]]) -> tuple[dict[str, RawRow], dict[str, RawRow], bytes, Document]:
    """The rows before and after some edits, the table and the document."""
    data, document = standing()
    applied = apply(document, [Edit(*edit) for edit in edits])
    assert applied.problems == ()
    found = followed(data, document, applied.document)
    old, new = ({reference(row): row for row in parse(table).rows} for table in (data, found))
    return old, new, found, applied.document


@pytest.mark.parametrize("ref", references())
def test_change_of_one_item_alters_its_row_and_nothing_else(ref: str) -> None:
    _, document = standing()
    item = document.item_by_ref[ref][1]
    values = {
        "guidance": 'Said, "anew".',
        "type": "int" if item.type != "int" else "float",
        "required": not item.required,
    }
    mapped = {"cms": "mosaic", "field": "other_field", "source": "dbo.OTHER.COLUMN", "status": "T"}
    notes = {"table_cells": {"dev_notes": "Look at this."}}
    old, new, data, changed = after(("change_item", ref, {**values, **notes}), ("map_item", ref, mapped))
    assert list(old) == list(new)
    assert [one for one in old if old[one].cells != new[one].cells] == [ref]
    keys = {column.place: column.key for column in columns_of(parse(data).rows[0].values())}
    cells = zip(old[ref].cells, new[ref].cells, strict=True)
    altered = {keys.get(place, "own") for place, (a, b) in enumerate(cells) if a != b}
    assert altered <= {
        *(
            "guidance",
            "type",
            "required",
            "cms",
            "cms_field",
            "cms_source/mosaic/path",
            "cms_source/mosaic/status",
            "own",
        )
    }
    assert {"guidance", "type", "required", "cms_field", "cms_source/mosaic/path", "own"} <= altered
    entry, told = changed.item_by_ref[ref]
    values_now = new[ref].values()
    for column in columns_of(parse(data).rows[0].values()):
        if keys[column.place] in altered:
            assert column.agrees(values_now[column.place], column.tell(changed, entry, told))
    assert followed(data, changed, changed) == data


def test_rows_come_and_go_and_move() -> None:
    added = {"name": "pers_new", "type": "nvarchar", "returns": ["CIN"], "after": "PERS002A", "item_ref": "PERS099A"}
    old, new, data, document = after(
        ("add_item", "ssd_person", added),
        ("remove_item", "VOCH002A", {}),
        ("move_item", "PERS004A", {"after": "PERS001A"}),
    )
    assert (new.keys() - old.keys(), old.keys() - new.keys()) == ({"PERS099A"}, {"VOCH002A"})
    assert all(old[ref].text == new[ref].text for ref in old.keys() & new.keys())
    order = list(new)
    assert order[order.index("PERS002A") + 1] == "PERS099A"
    assert order[order.index("PERS001A") + 1] == "PERS004A"
    assert followed(data, document, document) == data


def test_object_renamed_alters_the_cells_that_name_it() -> None:
    old, new, _, _ = after(("change_object", "ssd_department", {"name": "ssd_team"}))
    differing = [(a, b) for ref in old for a, b in zip(old[ref].cells, new[ref].cells, strict=True) if a != b]
    assert differing
    assert all("ssd_department" in a and b == a.replace("ssd_department", "ssd_team") for a, b in differing)


def test_new_table_of_the_document_says_what_the_real_one_says() -> None:
    data, document = standing()
    made = followed(parse(data).rows[0].text.encode(), Document(), document)
    rows = {reference(row): row.values() for row in parse(made).rows}
    columns = columns_of(parse(data).rows[0].values())
    bare = replace(document)
    for ref, (entry, item) in bare.item_by_ref.items():
        for column in columns:
            words = column.tell(document, entry, item)
            assert column.agrees(rows[ref][column.place], words), (ref, column.key)
