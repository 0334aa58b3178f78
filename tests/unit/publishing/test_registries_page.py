"""The page of validators and data types: what each is told, and which items name it."""

from __future__ import annotations

from specs_app.document.types import DataObject, Document, Item, Settings
from specs_app.document.validation import Argument, DataType, Validation, Validator
from specs_app.publishing.links import Links
from specs_app.publishing.pages.registries import RegistryRow, registries

ARGUMENT = Argument("fields", "array", "string", "Which dates.")
SETTINGS = Settings(
    validators=(Validator("required"), Validator("date after", "After another.", (ARGUMENT,))),
    datatypes=(DataType("knots", "A speed.", "int", "nn"), DataType("metres")),
)
ITEMS = (
    Item("KITE001A", "kite_speed", type="knots", required=True),
    Item("KITE002A", "kite_day", type="date", validators=(Validation("date after"), Validation("date after"))),
)
PAGE = registries(Document(SETTINGS, (DataObject("x_kite", ITEMS),)), Links("x", "v1"))


def test_entries_tell_their_arguments_and_what_they_are_narrower_than() -> None:
    (required, after), (knots, metres) = (registry.entries for registry in PAGE)
    assert (required.rows, metres.rows) == ((), ())
    assert after.rows == (RegistryRow("fields", "array of string", "Which dates."),)
    assert knots.rows == (RegistryRow("Narrower than", "", "int"), RegistryRow("Format", "", "nn"))


def test_entries_name_each_of_their_items_once() -> None:
    used = {entry.key: [link.href for link in entry.items] for registry in PAGE for entry in registry.entries}
    assert used == {
        "required": ["/x/items/KITE001A/?at=v1"],
        "date after": ["/x/items/KITE002A/?at=v1"],
        "knots": ["/x/items/KITE001A/?at=v1"],
        "metres": [],
    }


def test_anchor_of_a_key_with_a_blank_is_found_by_its_link() -> None:
    entry = PAGE[0].entries[1]
    assert entry.anchor == "validators-date%20after"
    assert Links("x").registry("validators", entry.key) == "/x/validators/#validators-date%2520after"
