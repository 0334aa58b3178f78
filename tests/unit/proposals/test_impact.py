"""Who is touched: on small documents."""

from dataclasses import replace

from changes_app.proposals.impact import addresses, measure
from specs_app.document.diff import diff
from specs_app.document.extracts import Extract
from specs_app.document.types import (
    Category,
    CategoryValue,
    Cms,
    CmsMapping,
    DataObject,
    Document,
    Item,
    Relationship,
    Return,
    Settings,
    Term,
)

PERSON = Item("PERS001A", "person_id", type="nvarchar", primary_key=True, returns=("CIN",), cms=(CmsMapping("alpha"),))
SEX = Item("PERS002A", "sex", type="nvarchar", category="sex", returns=("CIN", "SSDA903"), cms=(CmsMapping("beta"),))
LINK = Item("ADDR001A", "person_id", type="nvarchar")
BASE = Document(
    objects=(DataObject("person", (PERSON, SEX)), DataObject("address", (LINK,))),
    categories=(Category("sex", (CategoryValue("F"), CategoryValue("M"))),),
    relationships=(Relationship("person", "person_id", "address", "person_id"),),
)


def with_item(old: Item, new: Item) -> Document:
    """The base with one item altered."""
    objects = tuple(
        replace(entry, items=tuple(new if item == old else item for item in entry.items)) for entry in BASE.objects
    )
    return replace(BASE, objects=objects)


def test_wording_touches_returns_and_systems_but_no_sql() -> None:
    after = with_item(SEX, replace(SEX, guidance="As recorded."))
    impact = measure(BASE, after, diff(BASE, after)).as_dict()
    assert (impact["items"], impact["objects"]) == (["PERS002A"], ["person"])
    assert (impact["returns"], impact["cms"]) == (["CIN", "SSDA903"], ["beta"])
    assert (impact["tables"], impact["sql"], impact["dependents"]) == ([], False, [])


def test_type_of_a_key_reaches_its_dependents_and_the_sql() -> None:
    after = with_item(PERSON, replace(PERSON, type="int"))
    impact = measure(BASE, after, diff(BASE, after))
    assert impact.dependents == ("address.person_id",)
    assert impact.tables == ("person",)


def test_a_code_reaches_the_items_that_use_its_list() -> None:
    after = replace(BASE, categories=(Category("sex", (CategoryValue("F"), CategoryValue("M"), CategoryValue("U"))),))
    changes = diff(BASE, after)
    impact = measure(BASE, after, changes)
    assert addresses(changes) == ("categories/sex/U",)
    assert (impact.categories, impact.items, impact.returns) == (("sex",), ("PERS002A",), ("CIN", "SSDA903"))
    assert impact.tables == ()


def test_a_code_list_under_another_name_reaches_its_items_and_no_sql() -> None:
    after = replace(
        with_item(SEX, replace(SEX, category="gender")), categories=(replace(BASE.categories[0], name="gender"),)
    )
    changes = diff(BASE, after)
    impact = measure(BASE, after, changes)
    assert addresses(changes) == ("categories/gender", "categories/sex")
    assert (impact.categories, impact.items, impact.returns) == (("gender",), ("PERS002A",), ("CIN", "SSDA903"))
    assert (impact.tables, impact.dependents) == ((), ())


def test_a_removed_item_is_named_with_its_returns() -> None:
    after = replace(BASE, objects=(replace(BASE.objects[0], items=(PERSON,)), BASE.objects[1]))
    impact = measure(BASE, after, diff(BASE, after))
    assert (impact.items, impact.returns, impact.tables) == (("PERS002A",), ("CIN", "SSDA903"), ("person",))


def test_a_relationship_reaches_both_ends() -> None:
    after = replace(BASE, relationships=())
    impact = measure(BASE, after, diff(BASE, after))
    assert set(impact.objects) == {"person", "address"}
    assert set(impact.items) == {"PERS001A", "ADDR001A"}


def test_a_new_object_is_a_new_table() -> None:
    after = replace(BASE, objects=(*BASE.objects, DataObject("plan", (Item("PLAN001A", "plan_id", type="int"),))))
    assert measure(BASE, after, diff(BASE, after)).tables == ("plan",)


def test_a_mapping_reaches_its_own_system_and_no_return() -> None:
    two = replace(SEX, cms=(CmsMapping("alpha"), CmsMapping("beta", source="person.sex")))
    before = with_item(SEX, replace(SEX, cms=(CmsMapping("alpha"), CmsMapping("beta"))))
    impact = measure(before, with_item(SEX, two), diff(before, with_item(SEX, two)))
    assert (impact.items, impact.cms, impact.returns) == (("PERS002A",), ("beta",), ())


def test_a_body_reaches_its_system_its_table_and_the_items_that_it_takes_from_elsewhere() -> None:
    before, after = (
        replace(BASE, extracts=(Extract("alpha", "person", "", f"SELECT p.ID AS person_id, {source} AS sex FROM p"),))
        for source in ("p.SEX", "UPPER(p.SEX)")
    )
    impact = measure(before, after, diff(before, after))
    assert (impact.items, impact.cms, impact.returns, impact.tables) == (("PERS002A",), ("alpha",), (), ("person",))
    new = measure(BASE, after, diff(BASE, after))
    assert (new.items, new.cms, new.tables) == ((), ("alpha",), ("person",))


def test_a_return_reaches_itself_alone() -> None:
    after = with_item(SEX, replace(SEX, returns=("CIN", "SSDA903", "SEN2")))
    impact = measure(BASE, after, diff(BASE, after))
    assert (impact.items, impact.returns, impact.cms) == (("PERS002A",), ("SEN2",), ())


def test_a_new_section_reaches_its_return_and_another_title_its_system() -> None:
    before = replace(BASE, settings=Settings(cms=(Cms("alpha", "Alpha"),), returns=(Return("CIN"), Return("SSDA903"))))
    registries = Settings(
        cms=(Cms("alpha", "Alpha Two"),), returns=(Return("CIN", sections=(Term("A1"),)), Return("SSDA903"))
    )
    after = replace(BASE, settings=registries)
    impact = measure(before, after, diff(before, after))
    assert (impact.returns, impact.cms, impact.items, impact.tables) == (("CIN",), ("alpha",), (), ())


def test_a_removed_object_reaches_who_points_at_it_and_not_what_it_points_at() -> None:
    visit = DataObject("visit", (Item("VISI001A", "address_id", type="nvarchar"),))
    key = Item("ADDR002A", "address_id", type="nvarchar", primary_key=True)
    links = (*BASE.relationships, Relationship("address", "address_id", "visit", "address_id"))
    before = replace(BASE, objects=(BASE.objects[0], DataObject("address", (LINK, key)), visit), relationships=links)
    after = replace(before, objects=(BASE.objects[0], visit), relationships=())
    impact = measure(before, after, diff(before, after))
    assert set(impact.objects) == {"address", "visit"}
    assert "PERS001A" not in impact.items
    assert impact.dependents == ("visit.address_id",)


def test_words_of_a_key_reach_nobody_who_points_at_it() -> None:
    after = with_item(PERSON, replace(PERSON, description="The key."))
    assert measure(BASE, after, diff(BASE, after)).dependents == ()


def test_words_of_an_object_reach_no_item() -> None:
    after = replace(BASE, objects=(replace(BASE.objects[0], title="Person"), BASE.objects[1]))
    impact = measure(BASE, after, diff(BASE, after))
    assert (impact.objects, impact.items, impact.returns) == (("person",), (), ())


def test_a_list_that_an_item_takes_up_counts() -> None:
    after = with_item(PERSON, replace(PERSON, category="sex"))
    impact = measure(BASE, after, diff(BASE, after))
    assert (impact.categories, impact.items) == (("sex",), ("PERS001A",))


def test_a_relationship_alters_the_sql_of_its_child_alone() -> None:
    after = replace(BASE, relationships=())
    assert measure(BASE, after, diff(BASE, after)).tables == ("address",)


def test_no_change_touches_nothing() -> None:
    assert not any(measure(BASE, BASE, ()).as_dict().values())
