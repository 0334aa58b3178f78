"""What fills what, who asks for what, and where the gaps are: as values, as tables, as cells of a page."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from specs_app.document.extracts import Extract
from specs_app.document.holding import BODY, MAPPING, NOTHING, FilledCount, filling
from specs_app.document.stages import asking
from specs_app.document.types import Cms, CmsMapping, DataObject, Document, Item, Return, ReturnMapping, Settings, Term
from specs_app.publishing.links import Links
from specs_app.publishing.matrices.coverage import by_domain_of, by_system
from specs_app.publishing.matrices.filling import filled_of
from specs_app.publishing.matrices.registry import MATRICES, matrix_file
from specs_app.publishing.pages.matrices import asked_of, matrix_page
from specs_app.publishing.pages.matrix_cells import heat_cell
from specs_app.publishing.pages.matrix_grids import MatrixGrid, Sheet, grid
from specs_app.publishing.pages.ways import BAR, segments_of
from tests.corpus import CORPUS, needs_corpus
from tests.corpus_files import files_below
from tests.versions import saying, version_of

HERON, TERN = Cms("heron", "Heron"), Cms("tern", "Tern")
EGGS = Item(
    "KITE001A",
    "kite_eggs",
    domains=("nest",),
    returns=("COUNT",),
    returns_map=(ReturnMapping("COUNT", "Part 1", "=Eggs"),),
    cms=(
        CmsMapping("heron", source="dbo.NEST.EGGS", status="R"),
        CmsMapping("tern", table="x_kite", field="kite_eggs"),
    ),
)
WING = Item("KITE002A", "kite_wing", domains=("nest",), returns=("COUNT", "NEW", "Draft"), cms=(CmsMapping("heron"),))
RING = Item("RING001A", "ring_no", cms=(CmsMapping("tern", source="T.RING"),))
DOCUMENT = Document(
    Settings(
        cms=(HERON, TERN),
        returns=(Return("COUNT", "Count"), Return("ODD", "Odd one"), Return("Draft", kind="stage")),
        domains=(Term("nest", "Nests"),),
    ),
    (DataObject("x_kite", (EGGS, WING)), DataObject("x_ring", (RING,))),
    extracts=(
        Extract("heron", "x_ring", sql="SELECT NO AS ring_no FROM dbo.RING"),
        Extract("tern", "x_ring", sql="SELECT NULL AS ring_no FROM dbo.RING"),
        Extract("tern", "x_kite", "local", sql="SELECT E AS kite_eggs FROM dbo.KITE"),
        Extract("heron", "x_kite", sql="DROP TABLE x_kite"),
    ),
)
VERSION = saying(version_of({}, slug="birds"), DOCUMENT)
LINKS = Links("x", "v1")


@pytest.mark.parametrize(
    ("name", "item", "cms", "by", "source"),
    [
        ("x_kite", EGGS, HERON, MAPPING, "dbo.NEST.EGGS"),
        ("x_kite", EGGS, TERN, NOTHING, ""),  # a table of the standard's own is no source, a local build fills no other
        ("x_kite", WING, HERON, NOTHING, ""),
        ("x_ring", RING, HERON, BODY, "NO"),
        ("x_ring", RING, TERN, NOTHING, ""),  # its script takes the body alone, which leaves it NULL
    ],
)
def test_item_is_filled_by_a_body_else_by_a_mapping(name: str, item: Item, cms: Cms, by: str, source: str) -> None:
    found = filling(DOCUMENT, DOCUMENT.object_by_name[name], item, cms)
    assert (found.by, found.source) == (by, source)


def test_counts_add_up_along_either_side() -> None:
    assert filled_of(VERSION)["x_kite", "heron"] == FilledCount(body=0, mapping=1, held=1, total=2)
    assert by_system(VERSION) == {"heron": FilledCount(1, 1, 1, 3), "tern": FilledCount(0, 0, 2, 3)}
    assert by_domain_of(VERSION) == {"nest": FilledCount(0, 1, 2, 4), "": FilledCount(1, 0, 1, 2)}
    assert by_domain_of(VERSION, "tern") == {"nest": FilledCount(0, 0, 1, 2), "": FilledCount(0, 0, 1, 1)}


def test_share_is_100_only_of_all() -> None:
    assert [FilledCount(999, 0, 0, 1000).share, FilledCount(1, 1, 0, 2).share, FilledCount().share] == [99, 100, 0]


@pytest.mark.parametrize(
    ("name", "query", "keys"),
    [
        ("items-returns", {}, ["KITE001A", "KITE002A", "RING001A"]),
        ("items-returns", {"gaps": "yes"}, ["KITE002A"]),
        ("items-returns", {"gaps": "yes", "return": "NEW"}, ["KITE002A"]),
        ("items-returns", {"return": "ODD"}, []),
        ("items-systems", {"gaps": "no", "cms": "heron"}, ["KITE001A", "RING001A"]),
        ("items-systems", {"gaps": "yes", "cms": "heron", "domain": "nest"}, ["KITE002A"]),
        ("objects-systems", {}, ["x_kite", "x_ring"]),
        ("objects-systems", {"gaps": "no", "cms": "heron"}, ["x_ring"]),
        ("objects-systems", {"domain": "nest"}, ["x_kite"]),
        ("objects-systems", {"q": "ring"}, ["x_ring"]),
    ],
)
def test_rows_fit_what_is_asked(name: str, query: dict[str, str], keys: list[str]) -> None:
    matrix = MATRICES[name]
    asked = asked_of(matrix, query)
    found = [matrix.record(VERSION, asked, row) for row in matrix.rows(VERSION, asked)]
    assert [record.get("item_ref") or record["object"] for record in found] == keys


def test_file_has_a_column_for_each_return_and_no_formula() -> None:
    asked = asked_of(MATRICES["items-returns"], {})
    data = matrix_file(MATRICES["items-returns"], VERSION, asked, "csv")
    head, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    assert head == ["item_ref", "name", "title", "object", "domains", "COUNT", "ODD"]
    assert [row[5:] for row in rows] == [["Part 1: =Eggs", ""], ["asked for", ""], ["", ""]]
    only = matrix_file(MATRICES["items-returns"], VERSION, {**asked, "return": "COUNT"}, "csv")
    assert only.decode("utf-8-sig").splitlines()[0] == "item_ref,name,title,object,domains,COUNT"


def test_stage_narrows_the_rows_and_is_no_column() -> None:
    matrix = MATRICES["items-returns"]
    asked = asked_of(matrix, {"return": "Draft"})
    (row,) = matrix.rows(VERSION, asked)
    assert [cell["return"] for cell in matrix.record(VERSION, asked, row)["cells"]] == ["COUNT"]
    choices = matrix_page(matrix, VERSION, asked, LINKS).controls
    texts = next([option.text for option in one.choices] for one in choices if one.name == "return")
    assert texts == ["Count", "Odd one", "Stage: Draft"]


def test_names_of_columns_never_repeat() -> None:
    registry = Settings(
        returns=(Return("name"), Return("object"), Return("name_2")),
        cms=(Cms("title", ""), Cms("a", ""), Cms("a_source", "")),
    )
    version = saying(version_of({}, slug="odd"), Document(registry, DOCUMENT.objects))
    for matrix in MATRICES.values():
        columns = matrix.table(version, asked_of(matrix, {})).columns
        assert len(columns) == len(set(columns)), matrix.key
    head = MATRICES["items-returns"].table(version, asked_of(MATRICES["items-returns"], {})).columns
    assert head[5:] == ("name_2", "object_2", "name_2_2")


def test_workbook_keeps_the_names_of_rows_and_columns_in_sight() -> None:
    matrix = MATRICES["objects-systems"]
    data = matrix_file(matrix, VERSION, asked_of(matrix, {}), "xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert (sheet.freeze_panes, sheet.title) == ("C2", "Objects by systems")
    assert [cell.value for cell in sheet[2]][4:8] == [50, 0, 1, 1]
    assert matrix_file(matrix, VERSION, asked_of(matrix, {}), "xlsx") == data


def test_cells_of_returns_name_the_place_and_columns_without_any_are_told_instead() -> None:
    asked = asked_of(MATRICES["items-returns"], {})
    shown = _grid("items-returns", asked)
    assert [column.text for column in shown.columns] == ["Count"]
    assert [column.text for column in shown.empty] == ["Odd one"]
    eggs, wing = shown.groups[0].rows
    assert [(cell.kind, [(line.text, line.code) for line in cell.lines]) for cell in eggs.cells] == [
        ("asked", [("Part 1", "=Eggs")]),
    ]
    assert [cell.kind for cell in wing.cells] == ["held"]
    assert (eggs.link.text, eggs.title, eggs.name) == ("KITE001A", "Eggs", "kite_eggs")
    assert eggs.link.href == "/x/items/KITE001A/?at=v1"


def test_cells_of_systems_say_in_words_what_fills_them() -> None:
    matrix = MATRICES["items-systems"]
    asked = asked_of(matrix, {"object": "x_kite"})
    page = matrix_page(matrix, VERSION, asked, LINKS)
    (group,) = _grid("items-systems", asked).groups
    assert [[cell.lines[0].text for cell in row.cells] for row in group.rows] == [
        ["Mapping", "Said only (no source)"],
        ["Said only (no source)", "Nothing said"],
    ]
    assert page.files[0].href == "/x/matrices/items-systems.xlsx?object=x_kite&at=v1"


def _grid(name: str, asked: dict[str, str]) -> MatrixGrid:
    found = MATRICES[name].rows(VERSION, asked)
    return grid(Sheet(MATRICES[name], VERSION, asked, LINKS, found, found))


@pytest.mark.parametrize(
    ("one", "kind", "words"),
    [
        (FilledCount(0, 0, 5, 10), "heat-0", "0 of 10: 5 said only, 5 nothing said"),
        (FilledCount(1, 0, 0, 500), "heat-1", "1 of 500: 1 SQL by hand, 499 nothing said"),
        (FilledCount(0, 4, 0, 10), "heat-2", "4 of 10: 4 mapping, 6 nothing said"),
        (FilledCount(5, 4, 0, 10), "heat-3", "9 of 10: 5 SQL by hand, 4 mapping, 1 nothing said"),
        (FilledCount(10, 0, 0, 10), "heat-4", "10 of 10: 10 SQL by hand"),
        (FilledCount(), "heat-0", "0 of 0: no items"),
    ],
)
def test_heat_is_told_by_number_and_words(one: FilledCount, kind: str, words: str) -> None:
    cell = heat_cell("Heron", one, "/")
    assert (cell.kind, cell.lines[1].text) == (kind, words)
    assert sum(segment.length for segment in segments_of(one)) <= BAR
    assert one.body + one.mapping + one.held + one.unsaid == one.total


@needs_corpus
def test_matrices_of_the_real_specification_hold_all_of_it() -> None:
    files = {path: data for path, data in files_below(CORPUS).items() if path.startswith("data/")}
    version = version_of(files, slug="corpus")
    tables = {key: matrix.table(version, asked_of(matrix, {})) for key, matrix in MATRICES.items()}
    assert {key: len(table.rows) for key, table in tables.items()} == {
        "items-returns": 359,
        "items-systems": 359,
        "objects-systems": 48,
    }
    document = version.document
    marks = sum(bool(cell) for row in tables["items-returns"].rows for cell in row[5:])
    assert marks == sum(len(asking(document, item)) for _, item in document.items())
    assert sum(row[3] for row in tables["objects-systems"].rows) == 359
