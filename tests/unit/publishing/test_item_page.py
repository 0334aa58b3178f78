"""The page of an item: what it says of validation, how it is cited, and what stands for its history before the portal."""

from __future__ import annotations

from specs_app.document.extracts import Extract
from specs_app.document.types import (
    Category,
    CategoryValue,
    Cms,
    CmsMapping,
    DataObject,
    Document,
    Item,
    Return,
    Settings,
)
from specs_app.document.validation import DataType, Validation, Validator
from specs_app.publishing.links import Links
from specs_app.publishing.pages.components import Link, Nudge
from specs_app.publishing.pages.item import ItemPage, citation, item_page
from specs_app.publishing.pages.item_facts import ItemCheck
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
        ItemCheck(
            "Date after: KITE002A (rule 8840)", "The date comes after another.", "/x/validators/#validators-date_after"
        ),
        ItemCheck("Not blank", "", ""),
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


def test_title_is_the_definition_where_that_is_a_label_and_what_is_missing_is_said() -> None:
    label, sentence = (
        page_of(Item("KITE001A", "kite_tail", words)) for words in ("Tail", "How long its tail is, in metres.")
    )
    assert (label.title, label.is_titled, label.at_a_glance[-1].key) == ("Tail", True, "Definition")
    assert label.no_definition == Nudge(
        "The definition is these few words.",
        "Suggest one that says more",
        "/x/changes/new/?item=KITE001A&form=wording&target=KITE001A",
    )
    assert (sentence.title, sentence.is_titled) == ("Kite tail", False)
    assert sentence.no_definition is None
    assert [link.text for link in sentence.contents] == ["Guidance", "Returns", "Systems", "History", "Cite"]


def test_system_fills_an_item_by_its_sql_by_a_mapping_or_not_at_all() -> None:
    mappings = (CmsMapping("a", source="t.a"), CmsMapping("b", source="t.b", status="R"), CmsMapping("c"))
    item = Item("KITE001A", "kite_id", cms=mappings)
    entry = DataObject("x_kite", (item,))
    systems = tuple(Cms(key, key.upper()) for key in "abcd")
    body = Extract("a", "x_kite", sql="SELECT k.ref AS kite_id FROM dbo.kites AS k")
    page = item_page(Document(Settings(cms=systems), (entry,), extracts=(body,)), entry, item, Links("x"))
    assert [(row.how, row.source) for row in page.speaking] == [
        ("SQL by hand", "k.ref"),
        ("Mapping", "t.b"),
        ("Said only (no source)", ""),
    ]
    assert page.speaking[0].body == Link("SQL written by hand", "/x/extracts/a/x_kite/")
    assert [link.text for link in page.silent] == ["D"]


def test_returns_stages_and_slips_are_told_apart() -> None:
    item = Item("KITE001A", "kite_id", returns=("FLY", "draft", "FLYY"), status="R")
    entry = DataObject("x_kite", (item,))
    registry = (Return("FLY", "Flights"), Return("draft", "A draft", kind="stage", meaning="Not agreed."))
    page = item_page(Document(Settings(returns=registry), (entry,)), entry, item, Links("x"))
    assert [(row.link.text, row.title) for row in page.returns] == [("FLY", "Flights"), ("FLYY", "")]
    assert [(row.link.text, row.meaning) for row in page.stages] == [("A draft", "Not agreed.")]
    assert [nudge.text for nudge in page.strays] == ["FLYY: not in the list of returns; perhaps FLY is meant."]
    assert [badge.text for badge in page.badges] == ["A draft", "R"]


def test_codes_in_the_guidance_lead_to_the_list_that_means_the_same() -> None:
    item = Item("KITE001A", "kite_sort", guidance="Code set D - Diamond kite L - Delta kite")
    entry = DataObject("x_kite", (item,))
    same = Category("kite_sort", (CategoryValue("L", "Delta"), CategoryValue("D", "Diamond")))
    other = Category("answer", (CategoryValue("L", "Left"), CategoryValue("D", "Declined")))
    for lists, said in (
        ((same,), "The code list Kite sort holds the same codes."),
        ((other,), "no code list holds them"),
        ((Category("sort", other.values), other), "There is a code list Sort with other codes."),
    ):
        page = item_page(Document(objects=(entry,), categories=lists), entry, item, Links("x"))
        assert page.no_list
        assert said in page.no_list.text
