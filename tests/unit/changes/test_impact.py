"""Who is touched: on small documents."""

from dataclasses import replace

from changes_app.impact import addresses, measure
from specs_app.document.diff import diff
from specs_app.document.types import (
    Category,
    CategoryValue,
    CmsMapping,
    DataObject,
    Document,
    Item,
    Relationship,
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


def test_no_change_touches_nothing() -> None:
    assert not any(measure(BASE, BASE, ()).as_dict().values())
