"""A registered table is read beside the YAML: what it alone knows, and where it says otherwise."""

from dataclasses import replace

import pytest

from specs_app.document.types import DataObject, Item
from specs_app.tables.wide_reading import TableCells, differences, fault, read_table, with_cells
from specs_app.yaml_files import reader, writer
from tests.factories import small_files
from tests.wide_tables import GUIDANCE, NAME, NOTES, PATH, TABLE, TYPE, document, row, table

ONE = Item("KITE001A", "kite_id", type="int", primary_key=True, expected_data="x")
SAID = {34: "kite", NAME: "kite_id", TYPE: "int", 49: "Yes", 53: "x"}


def problems(data: bytes, *items: Item) -> list[tuple[str, int, str]]:
    files = {TABLE: data}
    told = replace(document(*items), table_columns=("path",))
    return [(one.rule, one.line, one.address) for one in differences(files, told)]


def test_table_that_says_the_same_has_no_differences() -> None:
    assert problems(table(row("KITE001A", SAID), "", ",,,"), ONE) == []


@pytest.mark.parametrize(
    ("cells", "count"),
    [({TYPE: "text"}, 1), ({TYPE: ""}, 1), ({34: "ray", GUIDANCE: "More"}, 2), ({49: "\u00a0"}, 2), ({53: "y"}, 2)],
)
def test_each_cell_that_says_otherwise_is_told_with_its_line(cells: dict[int, str], count: int) -> None:
    found = problems(table(row("KITE001A", SAID | cells), newline="\r\n"), ONE)
    assert found == [("table-differs", 2, "items/KITE001A")] * count


def test_rows_of_no_item_and_items_without_a_row_are_told() -> None:
    data = table(row("KITE001A", SAID), row("KITE001A", SAID), "short,row", row("ELSE001A"), row(""), ",,,")
    assert problems(data, ONE, Item("KITE002A", "kite_name")) == [
        *(("table-row-without-item", line, "") for line in (3, 4, 5)),
        ("table-item-without-row", 1, "items/KITE002A"),
    ]


@pytest.mark.parametrize("data", [b"a,b\n", b'"', b"", "é".encode("latin-1")])
def test_file_of_another_shape_is_no_table(data: bytes) -> None:
    found = fault({TABLE: data}, TABLE)
    assert found is not None
    assert (found.rule, found.severity) == ("table-unreadable", "error")
    assert (fault({}, TABLE) or found).rule == "table-missing"
    assert fault({TABLE: table()}, TABLE) is None


def test_cells_are_those_of_the_first_row_of_a_reference() -> None:
    data = table(
        row("KITE001A", {NOTES: " \u00a0mine ", PATH: "0"}), row("KITE001A", {NOTES: "other"}), row("ELSE001A")
    )
    found = read_table(data, TABLE)
    assert isinstance(found, TableCells)
    assert found.columns[0] == "path"
    assert found.cells == {"KITE001A": (("dev_notes", "mine"),)}


def test_object_with_the_same_cells_is_shared_with_another_reading() -> None:
    told = TableCells(("path",), {"KITE001A": (("path", "a"),)})
    base = document(ONE)
    first = with_cells(base, told, {})
    known = {id(base.objects[0]): (base.objects[0], first.objects[0])}
    assert with_cells(base, told, known).objects[0] is first.objects[0]
    other = TableCells(("path",), {"KITE001A": (("path", "b"),)})
    assert with_cells(base, other, known).objects[0].items[0].table_cells == (("path", "b"),)
    assert with_cells(base, TableCells(("path",), {}), known).objects[0] is base.objects[0]


def with_settings(text: str, data: bytes | None = None) -> dict[str, bytes]:
    files = {**small_files(), "specification.yml": f"title: Tiny\n{text}".encode()}
    return files if data is None else {**files, TABLE: data}


REGISTERED = f"tables:\n- path: {TABLE}\n  kind: wide\n"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (REGISTERED, "table-missing"),
        ("tables:\n- path: data/objects/tin_person.yml\n", "table-missing"),
        ("tables:\n- kind: wide\n", "bad-table"),
        ("tables:\n- path: a.csv\n  kind: tall\n", "bad-table"),
        (f"{REGISTERED}- path: other.csv\n", "bad-table"),
    ],
)
def test_setting_that_names_no_table_is_an_error(text: str, rule: str) -> None:
    found = [
        one
        for one in reader.read(with_settings(text, table() if "other" in text else None)).problems
        if one.rule == rule
    ]
    assert [(one.severity, one.file) for one in found] == [("error", "specification.yml")]
    assert found[0].line > 1


def test_unreadable_table_is_an_unreadable_file() -> None:
    found = reader.read(with_settings(REGISTERED, b"a,b\n"))
    assert TABLE in found.unreadable
    assert found.document.table_columns == ()
    assert len(found.document.objects) == 3


def test_reading_again_shares_what_neither_file_nor_table_says_anew() -> None:
    data = table(row("PERS001A", {NOTES: "mine"}), row("VISI001A", {NOTES: "yours"}))
    first = reader.read(with_settings(REGISTERED, data))
    names = [entry.name for entry in first.document.objects]
    again = reader.read(with_settings(REGISTERED, data.replace(b"yours", b"theirs")), first)
    shared = {name for name, a, b in zip(names, first.document.objects, again.document.objects, strict=True) if a is b}
    assert shared == {"tin_person", "tin_address"}
    assert again.document.object_by_name["tin_visit"].items[0].table_cells == (("dev_notes", "theirs"),)


def test_change_of_cells_alone_writes_the_table_alone() -> None:
    reading = reader.read(with_settings(REGISTERED, table(row("PERS001A"), row("VISI001A"))))
    objects = tuple(_noted(entry) for entry in reading.document.objects)
    changes, after = writer.write(reading, replace(reading.document, objects=objects))
    assert changes == {TABLE: table(row("PERS001A"), row("VISI001A", {NOTES: "here"}))}
    assert after.document.objects == objects


def _noted(entry: DataObject) -> DataObject:
    if entry.name != "tin_visit":
        return entry
    return replace(entry, items=(replace(entry.items[0], table_cells=(("dev_notes", "here"),)),))
