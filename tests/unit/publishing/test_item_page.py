"""The page of an item: what it says of validation, how it is cited, and what stands for its history before the portal."""

from __future__ import annotations

from specs_app.document.types import DataObject, Document, Item, Settings
from specs_app.document.validation import DataType, Validation, Validator
from specs_app.publishing.links import Links
from specs_app.publishing.pages.item import Check, ItemPage, citation, item_page
from tests.versions import edition_of, version_with

SETTINGS = Settings(
    title="Kites",
    version="1.2",
    prefix="KIT",
    validators=(Validator("date_after", "The date comes after another."),),
    datatypes=(DataType("knots", "A speed."),),
)


def page_of(item: Item) -> ItemPage:
    entry = DataObject("x_kite", (item,))
    return item_page(Document(SETTINGS, (entry,)), entry, item, Links("x"))


def test_validation_is_told_with_its_arguments_and_what_the_registry_says() -> None:
    checks = (Validation("date_after", (("field_id", "KITE002A"),), "8840"), Validation("not_blank"))
    assert page_of(Item("KITE001A", "kite_id", validators=checks)).validation == (
        Check(
            "Date after: KITE002A (rule 8840)", "The date comes after another.", "/x/validators/#validators-date_after"
        ),
        Check("Not blank", "", ""),
    )


def test_type_of_the_standard_s_own_leads_to_its_registry() -> None:
    own, plain = (page_of(Item("KITE001A", "kite_id", type=name)).facts[0] for name in ("knots", "int"))
    assert [(link.text, link.href) for link in own.links] == [("knots", "/x/validators/#datatypes-knots")]
    assert (plain.value, plain.links) == ("int", ())


def test_item_is_cited_by_standard_version_reference_and_name() -> None:
    item = Item("KITE001A", "kite_id")
    entry = DataObject("x_kite", (item,))
    version = version_with(Document(SETTINGS, (entry,)))
    for called, cited in (
        ("1.1", "version 1.1"),
        ("1.1 and 1 change since (revision 0123456)", "version 1.1 and 1 change since (revision 0123456)"),
        ("after 1.2 (revision 0123456)", "the version after 1.2 (revision 0123456)"),
        ("revision 0123456", "revision 0123456"),
    ):
        assert citation(edition_of(version, called), entry, item) == f"Kites, {cited}: KITE001A (x_kite.kite_id)"


def test_last_change_of_the_metadata_leads_to_its_change_request() -> None:
    item = Item("KITE001A", "kite_id", metadata=(("change_id", "KIT-0001"), ("impact_title", "Longer tails")))
    [link] = page_of(item).last_change
    assert (link.text, link.href) == ("KIT-0001, Longer tails", "/x/changes/KIT-0001/")
