"""The page of an object: one sentence, also where nobody has written it; and the lists of returns and code lists beside it."""

from __future__ import annotations

from datetime import date

import pytest

from specs_app.document.structure import structure_sentence
from specs_app.document.types import (
    Category,
    CategoryValue,
    DataObject,
    Document,
    Item,
    Relationship,
    Return,
    Settings,
)
from specs_app.document.validity import day_of, successors, valid_on
from specs_app.publishing.links import Links
from specs_app.publishing.pages.objects import object_page
from specs_app.publishing.pages.returns import return_list

CHILD = DataObject("x_kite", (Item("K1", "kite_id", returns=("AIR", "draft", "AIRR")), Item("K2", "kite_owner")))
OWNER = DataObject("x_owner", (Item("O1", "owner_id"),), description="Whom kites belong to.")
ALONE = DataObject("x_wind")
REGISTRY = (Return("AIR", "Air count"), Return("draft", "Draft", kind="stage", meaning="Not agreed."))
DOCUMENT = Document(
    Settings(table_prefix="x_", returns=REGISTRY),
    (CHILD, OWNER, ALONE),
    relationships=(Relationship("x_owner", "owner_id", "x_kite", "kite_owner"),),
)


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        (CHILD, "Each record belongs to one record of Owner; 2 items, asked for by AIR and AIRR."),
        (OWNER, "Records of Kite belong to it; 1 item."),
        (ALONE, "No items yet."),
    ],
)
def test_structure_says_what_is_true(entry: DataObject, sentence: str) -> None:
    assert structure_sentence(DOCUMENT, entry) == sentence


def test_sentence_is_the_description_or_made_and_said_to_be() -> None:
    written, made = (object_page(DOCUMENT, entry, Links("x")) for entry in (OWNER, CHILD))
    assert (written.sentence, written.no_sentence) == ("Whom kites belong to.", None)
    assert made.sentence.startswith("Each record belongs")
    assert made.no_sentence
    assert made.no_sentence.href == "/x/changes/new/?object=x_kite&form=change_object&target=x_kite"
    assert [link.text for link in made.returns] == ["AIR", "AIRR"]


def test_list_of_returns_keeps_stages_and_slips_apart() -> None:
    found = return_list(DOCUMENT, Links("x"))
    assert [(row.key, row.items) for row in found.returns] == [("AIR", 1)]
    assert [(row.key, row.meaning) for row in found.stages] == [("draft", "Not agreed.")]
    assert [row.meaning for row in found.strays] == ["AIRR: not in the list of returns; perhaps AIR is meant"]


@pytest.mark.parametrize("text", ["", "2026-13-40", "2026-1-1", "20260101", "x", "2026-01-01T00:00", "٢٠٢٦-01-01"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert day_of(text) is None


def test_codes_are_valid_between_their_days_both_counted() -> None:
    values = (
        CategoryValue("A"),
        CategoryValue("B", valid_to="2025-03-31", extra=(("replaced_by", "C"),)),
        CategoryValue("C", valid_from="2025-04-01"),
        CategoryValue("D", valid_from="soon"),
    )
    codes = {
        day: [value.value for value in valid_on(Category("x", values), date.fromisoformat(day))]
        for day in ("2025-03-31", "2025-04-01")
    }
    assert codes == {"2025-03-31": ["A", "B", "D"], "2025-04-01": ["A", "C", "D"]}
    assert [successors(value) for value in values] == [(), ("C",), (), ()]
