"""From a part of the standard to a form and back to an edit."""

import pytest

from changes_app.proposals.forms import options
from changes_app.proposals.forms.asking import About
from changes_app.proposals.forms.edits import AnswerForm
from changes_app.proposals.forms.questions import FORMS
from changes_app.proposals.forms.words import told
from specs_app.document.types import Category, CategoryValue, DataObject, Document, Item, Return, Settings
from specs_app.document.validation import DataType

ITEM = Item("KITE001A", "kite_tail", type="int", returns=("CIN", "SEN2", "CIN", "Loca;"))
DOCUMENT = Document(Settings(returns=(Return("CIN", "In need"), Return("SEN2"))), (DataObject("x_kite", (ITEM,)),))


@pytest.mark.parametrize(
    ("returns", "values"),
    [
        (["CIN", "SEN2", "CIN", "Loca;"], {}),
        (["CIN", "SEN2", "Loca;"], {"returns": ["CIN", "SEN2", "Loca;"]}),
        (["CIN", "SEN2", "CIN"], {"returns": ["CIN", "SEN2", "CIN"]}),
    ],
)
def test_repeated_return_has_a_box_of_its_own_to_take_away(returns: list[str], values: dict[str, list[str]]) -> None:
    data = {"name": "kite_tail", "type": "int", "returns": returns}
    form = AnswerForm(FORMS["details"], About(DOCUMENT, "KITE001A"), {}, data)
    assert form.is_valid(), form.errors
    assert [edit["values"] for edit in form.edits()] == ([values] if values else [])
    labels = [label for _, label in form.fields["returns"].choices]  # type: ignore[attr-defined]
    assert labels == ["In need", "SEN2", "In need (named once more)", "Loca;"]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("1/4/2026", "2026-04-01"), ("31.12.2026", "2026-12-31"), ("2026-04-01", "2026-04-01"), ("4/26", "4/26")],
)
def test_day_is_taken_as_it_is_written_in_britain(typed: str, stored: str) -> None:
    document = Document(categories=(Category("colour", (CategoryValue("1"),)),))
    form = AnswerForm(FORMS["change_value"], About(document, "colour/1"), {}, {"value": "1", "valid_from": typed})
    assert form.is_valid(), form.errors
    assert form.edits() == [{"action": "change_value", "target": "colour/1", "values": {"valid_from": stored}}]


def test_each_type_is_offered_once_as_it_is_written_most() -> None:
    written = ("Datetime", "datetime", "int", "datetime")
    items = tuple(Item(f"KITE{number:03}A", f"kite_{number}", type=word) for number, word in enumerate(written))
    about = About(Document(Settings(datatypes=(DataType("INT"), DataType("word"))), (DataObject("x_kite", items),)))
    assert [key for key, _ in options.types(about)] == ["datetime", "int", "word"]


ENDS = {"child_object": "x_line", "child_item": "line_kite_id", "parent_object": "x_kite", "parent_item": "kite_id"}


@pytest.mark.parametrize(
    ("action", "target", "values", "title", "more"),
    [
        (
            "add_relationship",
            "",
            {**ENDS, "relation": "1:1"},
            "Add the relationship of x_line to x_kite by line_kite_id",
            "how many",
        ),
        ("remove_relationship", "", ENDS, "Remove the relationship of x_line to x_kite by line_kite_id", ""),
        (
            "remove_relationship",
            "x_line.line_kite_id>x_kite.kite_id",
            {},
            "Remove the relationship of x_line to x_kite by line_kite_id",
            "",
        ),
    ],
)
def test_edit_of_a_relationship_says_which(
    action: str, target: str, values: dict[str, str], title: str, more: str
) -> None:
    assert told({"action": action, "target": target, "values": values}, Settings()) == (title, more)
