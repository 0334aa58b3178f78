"""From a part of the standard to a form and back to an edit."""

import pytest

from changes_app.proposals.forms.asking import About
from changes_app.proposals.forms.edits import AnswerForm
from changes_app.proposals.forms.questions import FORMS
from specs_app.document.types import DataObject, Document, Item, Return, Settings

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
