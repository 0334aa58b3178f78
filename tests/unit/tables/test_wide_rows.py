"""The wide table is kept true by the rows of what changed, and by nothing else."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specs_app.document.edits import Edit, apply
from specs_app.document.types import CmsMapping, DataObject, Document, Item, Relationship, ReturnMapping
from specs_app.tables.raw_csv import parse
from specs_app.tables.wide_cells import columns_of
from specs_app.tables.wide_reading import read_table, with_cells
from specs_app.tables.wide_rows import followed, new_table
from tests.soak import SOAK
from tests.wide_tables import GUIDANCE, NAME, NOTES, PATH, RETURNS, TABLE, TYPE, document, row, table

ONE = Item("KITE001A", "kite_id", type="int", guidance="As it is.")
TWO = Item("KITE002A", "kite_name", type="nvarchar", returns=("CIN", "Local"))
THREE = Item("KITE003A", "kite_tail")


def lines(data: bytes) -> list[str]:
    return [found.text for found in parse(data).rows]


def cells(data: bytes, ref: str) -> list[str]:
    return next(found.values() for found in parse(data).rows if ref in found.values())


def started(**options: object) -> bytes:
    return table(
        row(
            "KITE001A",
            {NAME: "kite_id", TYPE: "int", GUIDANCE: '"As it\nis."', NOTES: "mine", 34: "kite"},
            blank="\u00a0",
        ),
        row("KITE002A", {NAME: '"kite_name"', TYPE: "nvarchar", RETURNS: "Local|CIN", 34: "kite"}, blank="0"),
        **options,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("options", [{}, {"newline": "\r\n"}, {"bom": "\ufeff"}, {"last": False}])
def test_only_the_cell_of_what_changed_differs(options: dict[str, object]) -> None:
    data, before = started(**options), document(ONE, TWO)
    after = document(ONE, replace(TWO, type="nchar"))
    assert followed(data, before, before) == data
    assert followed(data, before, after) == data.replace(b"nvarchar", b"nchar")


def test_quotes_and_line_breaks_of_a_cell_stay() -> None:
    after = document(replace(ONE, guidance="As it\nwas, once."), replace(TWO, name="kite_title"))
    found = followed(started(newline="\r\n"), document(ONE, TWO), after).decode()
    assert '"As it\nwas, once."' in found
    assert '"kite_title"' in found


def test_cell_that_the_change_does_not_touch_stays_wrong() -> None:
    data = table(row("KITE001A", {TYPE: "bigint", NAME: "other"}))
    found = followed(data, document(ONE), document(replace(ONE, guidance="New.")))
    assert cells(found, "KITE001A")[TYPE] == "bigint"
    assert cells(found, "KITE001A")[NAME] == "other"
    assert cells(found, "KITE001A")[GUIDANCE] == "New."


def test_what_is_emptied_holds_what_the_column_holds_elsewhere() -> None:
    data = table(*(row(f"KITE00{n}A", {GUIDANCE: "x" if n == 1 else "\u00a0"}) for n in (1, 2, 3)))
    found = followed(data, document(replace(ONE, guidance="x")), document(replace(ONE, guidance="")))
    assert cells(found, "KITE001A")[GUIDANCE] == "\u00a0"


def test_list_keeps_the_order_and_the_strangers_of_its_cell() -> None:
    data = table(row("KITE002A", {RETURNS: "Local| Odd |CIN"}))
    found = followed(data, document(TWO), document(replace(TWO, returns=("CIN", "Local", "SEN2"))))
    assert cells(found, "KITE002A")[RETURNS] == "Local|Odd|CIN|SEN2"


def test_part_of_one_system_alone_is_written() -> None:
    data = table(row("KITE001A", {45: "azeus : a  |mosaic:b", 63: "D"}), row("KITE002A", {63: "DataTesting"}))
    before = replace(ONE, cms=(CmsMapping("azeus", field="a"), CmsMapping("mosaic", field="b", status="D")))
    after = replace(ONE, cms=(CmsMapping("azeus", field="a"), CmsMapping("mosaic", field="c", status="DT")))
    found = cells(followed(data, document(before), document(after)), "KITE001A")
    assert (found[45], found[63]) == ("azeus : a  |mosaic : c", "DataTesting")


@pytest.mark.parametrize(
    "after",
    [
        replace(ONE, status="ZZ"),  # the column has no such word
        replace(ONE, guidance="0"),  # it would say nothing
        replace(ONE, domains=("a|b",)),  # it would say two
        replace(ONE, returns_map=(ReturnMapping("CIN", reference="a"), ReturnMapping("CIN", "x", "b"))),
        replace(ONE, returns_map=(ReturnMapping("Unknown", "x", mark="Y"),)),
    ],
)
def test_what_no_cell_can_say_is_left(after: Item) -> None:
    assert followed(started(), document(ONE, TWO), document(after, TWO)) == started()


def test_formula_is_written_as_text_and_read_back() -> None:
    after = document(replace(ONE, guidance="=cmd()", table_cells=(("dev_notes", "+1"),)), TWO)
    found = followed(started(), document(replace(ONE, table_cells=(("dev_notes", "mine"),)), TWO), after)
    told = cells(found, "KITE001A")
    assert (told[GUIDANCE], told[NOTES]) == ("'=cmd()", "'+1")
    assert dict(_told(found, after).item_by_ref["KITE001A"][1].table_cells)["dev_notes"] == "+1"


def _told(data: bytes, document: Document) -> Document:
    read = read_table(data, TABLE)
    assert not hasattr(read, "rule")
    return with_cells(document, read, {})  # type: ignore[arg-type]


class TestRows:
    def test_new_item_stands_behind_the_one_before_it(self) -> None:
        data = started(newline="\r\n", bom="\ufeff")
        found = followed(data, document(ONE, TWO), document(ONE, replace(THREE, description='Of "it"'), TWO))
        old, new = lines(data), lines(found)
        assert [new[0], new[1], new[3]] == old
        assert new[2].endswith("\r\n")
        assert cells(found, "KITE003A")[NAME] == "kite_tail"
        assert '"Of ""it"""' in new[2]
        assert cells(found, "KITE003A")[34] == "kite"

    def test_first_item_stands_before_the_next(self) -> None:
        found = followed(started(), document(ONE, TWO), document(THREE, ONE, TWO))
        assert [line.split(",")[33] for line in lines(found)[1:]] == ["KITE003A", *["KITE001A", "KITE002A"]]

    def test_last_line_without_an_end_keeps_none(self) -> None:
        data = started(last=False)
        found = followed(data, document(ONE, TWO), document(ONE, TWO, THREE))
        assert found.startswith(data + b"\n")
        assert not found.endswith(b"\n")

    def test_items_of_a_new_object_stand_at_the_end(self) -> None:
        before = document(ONE, TWO)
        wind = DataObject("wind", (replace(THREE, item_ref="WIND001A"), replace(THREE, item_ref="WIND002A")))
        found = followed(started(), before, replace(before, objects=(wind, *before.objects)))
        assert found.startswith(started())
        assert [line.split(",")[33] for line in lines(found)[-2:]] == ["WIND001A", "WIND002A"]

    def test_rows_of_a_removed_item_go_with_its_repeats(self) -> None:
        data = table(row("KITE001A"), "", row("KITE002A"), row("KITE001A"), "odd,row", row("ELSE001A"))
        found = followed(data, document(ONE, TWO), document(TWO))
        assert found == table("", row("KITE002A"), "odd,row", row("ELSE001A"))

    def test_moved_item_takes_its_row_along(self) -> None:
        data = table(*(row(f"KITE00{n}A") for n in (1, 2)), "", row("KITE003A"))
        found = followed(data, document(ONE, TWO, THREE), document(TWO, THREE, ONE))
        assert found == table(row("KITE002A"), "", row("KITE003A"), row("KITE001A"))

    def test_order_of_the_table_itself_is_left(self) -> None:
        data = table(row("KITE003A"), row("KITE001A"), row("KITE002A"))
        found = followed(data, document(ONE, TWO, THREE), document(ONE, replace(TWO, type="int"), THREE))
        assert [line.split(",")[33] for line in lines(found)[1:]] == ["KITE003A", "KITE001A", "KITE002A"]

    def test_item_in_another_object_stands_among_its_items(self) -> None:
        before = replace(document(ONE, TWO), objects=(DataObject("kite", (ONE, TWO)), DataObject("wind", (THREE,))))
        after = replace(before, objects=(DataObject("kite", (TWO,)), DataObject("wind", (ONE, THREE))))
        data = table(row("KITE001A", {34: "kite"}), row("KITE002A", {34: "kite"}), row("KITE003A", {34: "wind"}))
        found = followed(data, before, after)
        expected = row("KITE002A", {34: "kite"}), row("KITE001A", {34: "wind"}), row("KITE003A", {34: "wind"})
        assert found == table(*expected)

    def test_row_that_stood_there_for_no_item_becomes_the_new_items(self) -> None:
        data = table(row("KITE001A"), row("KITE002A", {NAME: "old", NOTES: "whose?"}))
        found = followed(data, document(ONE), document(ONE, TWO))
        assert len(lines(found)) == 3
        assert cells(found, "KITE002A")[NAME] == "kite_name"
        assert cells(found, "KITE002A")[NOTES] == ""

    def test_item_without_a_row_has_none_made_until_only_the_table_can_say_it(self) -> None:
        data = table(row("KITE001A"))
        assert followed(data, document(ONE, TWO), document(ONE, replace(TWO, type="int"))) == data
        after = document(ONE, replace(TWO, table_cells=(("dev_notes", "here"),)))
        assert cells(followed(data, document(ONE, TWO), after), "KITE002A")[NOTES] == "here"

    def test_rename_of_an_object_alters_the_cells_that_name_it(self) -> None:
        link = Relationship("kite", "kite_id", "wind", "wind_kite")
        wind = Item("WIND001A", "wind_kite")
        before = Document(objects=(DataObject("kite", (ONE,)), DataObject("wind", (wind,))), relationships=(link,))
        after = apply(before, [Edit("change_object", "kite", {"name": "ray"})]).document
        data = table(row("KITE001A", {34: "kite", PATH: "kite"}), row("WIND001A", {34: "wind", 41: "kite.kite_id"}))
        expected = table(row("KITE001A", {34: "ray", PATH: "kite"}), row("WIND001A", {34: "wind", 41: "ray.kite_id"}))
        assert followed(data, before, after) == expected


@pytest.mark.parametrize("data", [b"", b"a,b\nc,d\n", b'"never closed', "é".encode("latin-1")])
def test_table_of_another_shape_stays(data: bytes) -> None:
    assert followed(data, document(ONE), document(TWO)) == data


TEXT = st.text(alphabet="abc ,\"|\n=-'0é", max_size=8)
NAMES = st.sampled_from(["a", "b", "c_d"])


@st.composite
def items(draw: st.DrawFn) -> tuple[Item, ...]:
    refs = draw(st.lists(st.sampled_from([f"KITE00{n}A" for n in range(1, 7)]), unique=True, max_size=5))
    return tuple(
        Item(
            ref,
            draw(NAMES),
            description=draw(TEXT),
            guidance=draw(TEXT),
            type=draw(NAMES),
            required=draw(st.booleans()),
            primary_key=draw(st.booleans()),
            domains=tuple(draw(st.lists(NAMES, unique=True, max_size=2))),
            returns_map=tuple(
                ReturnMapping(name, mark="Y") for name in draw(st.lists(st.sampled_from(["CIN", "SEN2"]), unique=True))
            ),
            status=draw(st.sampled_from(["", "B", "T"])),
            table_cells=tuple(
                (name, text)
                for name in ("path", "dev_notes")
                if (text := draw(st.sampled_from(["", "x", "'=y", "=z\n0"])))
            ),
        )
        for ref in refs
    )


@settings(max_examples=2000 if SOAK else 60, deadline=None)
@given(items(), items(), st.sampled_from(["\n", "\r\n"]), st.booleans(), st.booleans())
def test_table_says_the_document_after_and_all_else_stays(
    before: tuple[Item, ...], after: tuple[Item, ...], newline: str, bom: bool, last: bool
) -> None:
    old, new = document(*before), document(*after)
    odd = row("ODD001A", {NAME: '"odd, one"', NOTES: "stays"}, blank="\u00a0")
    data = table(odd, "", newline=newline, bom="\ufeff" if bom else "", last=last)
    data = followed(data, document(), old)
    found = followed(data, old, new)
    told = _told(found, document(*(replace(item, table_cells=()) for item in after)))
    assert [item.table_cells for _, item in told.items()] == [item.table_cells for item in after]
    rows = {parsed.values()[33]: parsed for parsed in parse(found).rows if len(parsed.cells) > 1}
    assert sorted(rows.keys() - {"ODD001A", "item_ref"}) == sorted(item.item_ref for item in after)
    header = parse(found).rows[0].values()
    for entry, item in new.items():
        for column in columns_of(header):
            words = column.tell(new, entry, item)
            text = rows[item.item_ref].values()[column.place]
            assert column.agrees(text, words) or column.rewritten(text, (), words, {}) is None
    assert rows["ODD001A"].text.rstrip("\r\n") == odd
    same = {item.item_ref for item in before} & {item.item_ref for item in after if item in before}
    kept = {parsed.values()[33]: parsed.cells for parsed in parse(data).rows if len(parsed.cells) > 1}
    assert all(rows[ref].cells == kept[ref] for ref in same)


def test_new_table_says_what_the_document_says() -> None:
    both = document(replace(ONE, status="T"), TWO)
    made = new_table(both)
    assert made.startswith("\ufeffpath,RIIA".encode())
    assert b"\r\n" in made
    assert cells(made, "KITE001A")[54] == "T"
    assert followed(made, both, both) == made
