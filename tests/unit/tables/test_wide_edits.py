"""What was altered in the table by hand becomes edits of the items, or a problem; never a guess."""

from dataclasses import replace
from typing import Any

import pytest

from specs_app.document.types import Cms, CmsMapping, Document, Item, Return, ReturnMapping, Term
from specs_app.tables.wide_edits import hand_edits
from specs_app.tables.wide_rows import followed, new_table
from tests.wide_tables import GUIDANCE, NAME, TABLE, document, row, table

ONE = Item("KITE001A", "kite_id", type="int", guidance="Once.", returns=("CIN",), primary_key=True)
TWO = Item("KITE002A", "kite_name", type="nvarchar")


def standing(*items: Item) -> Document:
    """A specification with the registries that its items name."""
    found = document(*items)
    registries = {
        "cms": (Cms("mosaic", "M"), Cms("azeus", "A")),
        "returns": (Return("CIN"), Return("AnnexA"), Return("SSDA903")),
        "domains": (Term("kites"),),
    }
    return replace(found, settings=replace(found.settings, **registries))


@pytest.mark.parametrize(
    ("place", "text", "values"),
    [
        (35, "kites", {"domains": ("kites",)}),
        (36, "pk", {"primary_key": True}),
        (37, "nchar", {"type": "nchar"}),
        (38, "20", {"max_field_size": "20"}),
        (38, "max", {"max_field_size": "MAX"}),
        (39, "kite_title", {"name": "kite_title"}),
        (40, "Its name", {"description": "Its name"}),
        (42, "x", {"expected_data": "x"}),
        (53, "x", {"expected_data": "x"}),
        (43, "AnnexA|CIN", {"returns": ("AnnexA", "CIN")}),
        (44, "mosaic", {"cms": (CmsMapping("mosaic"),)}),
        (45, "mosaic : name", {"cms": (CmsMapping("mosaic", marked=False, field="name"),)}),
        (46, "mosaic : kites", {"cms": (CmsMapping("mosaic", marked=False, table="kites"),)}),
        (47, "Yes", {"required": True}),
        (50, "LEFT", {"join_type": "LEFT"}),
        (51, "'=x", {"guidance": "=x"}),
        (54, "Test", {"status": "T"}),
        (60, "dbo.K.NAME", {"cms": (CmsMapping("mosaic", marked=False, source="dbo.K.NAME"),)}),
        (60, "ask us", {"cms": (CmsMapping("mosaic", marked=False, note="ask us"),)}),
        (61, "K.NAME", {"cms": (CmsMapping("mosaic", marked=False, variants=(("Essex Data Warehouse", "K.NAME"),)),)}),
        (2, "Y", {"returns_map": (ReturnMapping("CIN", mark="Y"),)}),
        (5, "[Y]", {"returns_map": (ReturnMapping("AnnexA", "List 2", mark="[Y]"),)}),
        (76, "Name", {"returns_map": (ReturnMapping("CIN", reference="Name"),)}),
    ],
)
def test_cell_is_taken_as_what_it_says(place: int, text: str, values: dict[str, Any]) -> None:
    now = standing(ONE, TWO)
    old, new = (table(row("KITE001A"), row("KITE002A", cells)) for cells in ({}, {place: text}))
    found = hand_edits(old, new, new, then=now, now=now, path=TABLE)
    assert (found.problems, found.taken) == ((), ("KITE002A",))
    assert found.document.item_by_ref["KITE002A"][1] == replace(TWO, **values)
    assert found.document.item_by_ref["KITE001A"][1] == ONE
    beside = {49: "Yes"} if place == 36 else {}  # the other cell that says the key
    assert followed(new, now, found.document) == table(row("KITE001A"), row("KITE002A", {place: text, **beside}))


@pytest.mark.parametrize(
    ("place", "text"),
    [
        *(
            (34, "ray"),
            (35, "unknown"),
            (36, "pk|fk"),
            (38, "huge"),
            (39, "Not A Name"),
            (41, "nowhere"),
            (41, "ray.no"),
        ),
        *(
            (43, "Unknown"),
            (44, "unheard"),
            (45, "mosaic name"),
            (47, "Maybe"),
            (54, "Soon"),
            (2, "X"),
            (52, "KITE009A"),
        ),
    ],
)
def test_cell_that_nothing_can_be_made_of_is_a_problem_with_its_line(place: int, text: str) -> None:
    now = standing(ONE, TWO)
    old, new = (table(row("KITE001A"), row("KITE002A", cells)) for cells in ({}, {place: text}))
    found = hand_edits(old, new, new, then=now, now=now, path=TABLE)
    assert found.document is now
    assert [(one.rule, one.line, one.address) for one in found.problems] == [
        ("table-edit-not-taken", 3, "items/KITE002A")
    ]


def test_what_is_emptied_is_taken_away() -> None:
    now = standing(ONE)
    old, new = (table(row("KITE001A", {GUIDANCE: text})) for text in ("Once.", "\u00a0"))
    found = hand_edits(old, new, new, then=now, now=now, path=TABLE)
    assert found.document.item_by_ref["KITE001A"][1].guidance == ""


def test_yaml_that_moved_too_wins() -> None:
    then, now = standing(ONE), standing(replace(ONE, guidance="Twice."))
    old, new = (table(row("KITE001A", {GUIDANCE: text})) for text in ("Once.", "Thrice."))
    assert hand_edits(old, new, new, then=then, now=now, path=TABLE).document is now


def test_cell_that_was_altered_again_is_left_to_the_later_commit() -> None:
    now = standing(ONE)
    old, new, last = (table(row("KITE001A", {GUIDANCE: text})) for text in ("Once.", "Twice.", "Thrice."))
    assert hand_edits(old, new, last, then=now, now=now, path=TABLE).document is now
    found = hand_edits(new, last, last, then=now, now=now, path=TABLE)
    assert found.document.item_by_ref["KITE001A"][1].guidance == "Thrice."


def test_wrong_cell_does_not_hold_up_the_others() -> None:
    now = standing(ONE, TWO)
    old = table(row("KITE001A"), row("KITE002A"))
    new = table(row("KITE001A", {GUIDANCE: "New."}), row("KITE002A", {NAME: "kite_id", GUIDANCE: "Newer."}))
    found = hand_edits(old, new, new, then=now, now=now, path=TABLE)
    assert found.taken == ("KITE001A", "KITE002A")
    assert [item.guidance for _, item in found.document.items()] == ["New.", "Newer."]
    assert [one.line for one in found.problems] == [3]


@pytest.mark.parametrize("data", [b"", b"a,b\n", b'"'])
def test_table_of_another_shape_says_nothing(data: bytes) -> None:
    now = standing(ONE)
    assert hand_edits(data, new_table(now), data, then=now, now=now, path=TABLE).document is now
