"""Where two lines of change meet."""

from dataclasses import replace

import pytest

from specs_app.document.hashing import content_hash
from specs_app.document.merge import Conflict, conflicts
from specs_app.document.types import (
    Category,
    CategoryValue,
    CmsMapping,
    DataObject,
    Document,
    Item,
    Relationship,
    Settings,
    Term,
)
from specs_app.document.wording import word_diff

ITEM = Item("KITE001A", "kite_id", guidance="Base", description="Base")


def document(*items: Item) -> Document:
    return Document(objects=(DataObject("x_kite", items),))


def test_different_fields_of_one_item_do_not_meet() -> None:
    theirs, mine = replace(ITEM, guidance="Theirs"), replace(ITEM, description="Mine")
    assert conflicts(document(ITEM), document(theirs), document(mine)) == ()


def test_same_field_changed_is_told_with_both_sides() -> None:
    theirs, mine = replace(ITEM, guidance="Theirs"), replace(ITEM, guidance="Mine")
    found = conflicts(document(ITEM), document(theirs), document(mine))
    assert found == (Conflict("items/KITE001A", "guidance", "Base", "Theirs", "Mine"),)


def test_same_change_on_both_sides_is_agreement() -> None:
    both = document(replace(ITEM, guidance="Same"))
    assert conflicts(document(ITEM), both, both) == ()


def test_removed_there_and_changed_here_meet() -> None:
    found = conflicts(document(ITEM), document(), document(replace(ITEM, guidance="Mine")))
    assert [(conflict.address, conflict.field, conflict.mine) for conflict in found] == [
        ("items/KITE001A", "guidance", "Mine")
    ]


def test_hash_depends_on_content_and_not_on_the_order_of_keys() -> None:
    one = {"action": "change_item", "target": "KITE001A", "values": {"a": 1, "b": 2}}
    turned = {"values": {"b": 2, "a": 1}, "target": "KITE001A", "action": "change_item"}
    assert content_hash([one]) == content_hash([turned])
    assert content_hash([one]) != content_hash([{**one, "target": "KITE002A"}])


def test_word_diff_rebuilds_both_texts() -> None:
    before, after = "Sex, as recorded on a certificate.\nM or F", "Sex as recorded at birth.\nM, F or U"
    spans = word_diff(before, after)
    assert "".join(span.text for span in spans if span.kind != "added") == before
    assert "".join(span.text for span in spans if span.kind != "removed") == after


def test_word_diff_of_very_long_texts_keeps_what_they_share() -> None:
    spans = word_diff("word " * 5_000 + "\nend", "word " * 5_000 + "\nEND")
    assert [span.kind for span in spans] == ["same", "removed", "added"]


def test_another_return_on_each_side_meets_since_the_list_is_replaced_whole() -> None:
    base = replace(ITEM, returns=("CIN",))
    theirs, mine = replace(base, returns=("CIN", "RIIA")), replace(base, returns=("CIN", "SEN2"))
    found = conflicts(document(base), document(theirs), document(mine))
    assert found == (Conflict("items/KITE001A", "returns", ["CIN"], ["CIN", "RIIA"], ["CIN", "SEN2"]),)


def test_another_foreign_key_on_each_side_meets() -> None:
    link = Relationship("x_owl", "owl_id", "x_kite", "kite_id")
    theirs = replace(document(ITEM), relationships=(replace(link, parent_object="x_hawk"),))
    mine = replace(document(ITEM), relationships=(link,))
    (found,) = conflicts(document(ITEM), theirs, mine)
    assert (found.base, found.theirs, found.mine) == ([], ["x_hawk.owl_id"], ["x_owl.owl_id"])


def test_new_foreign_key_meets_another_item_under_the_name_that_it_meant() -> None:
    owl, later = Item("OWL001A", "owl_id"), Item("OWL001A", "owl_old_id")

    def having(*owls: Item, links: tuple[Relationship, ...] = ()) -> Document:
        return replace(
            document(ITEM), objects=(*document(ITEM).objects, DataObject("x_owl", owls)), relationships=links
        )

    mine = having(owl, links=(Relationship("x_owl", "owl_id", "x_kite", "kite_id"),))
    (found,) = conflicts(having(owl), having(later, Item("OWL002A", "owl_id")), mine)
    assert (found.address, found.theirs, found.mine) == (
        "relationships/x_kite.kite_id",
        ["x_owl.owl_old_id"],
        ["x_owl.owl_id"],
    )
    assert conflicts(having(owl), having(owl, Item("OWL002A", "owl_name")), mine) == ()


def test_mappings_to_different_systems_do_not_meet() -> None:
    theirs, mine = replace(ITEM, cms=(CmsMapping("alpha"),)), replace(ITEM, cms=(CmsMapping("beta"),))
    assert conflicts(document(ITEM), document(theirs), document(mine)) == ()


def test_code_added_here_meets_the_removal_of_its_list_there() -> None:
    base = replace(document(ITEM), categories=(Category("colour", (CategoryValue("1"),)),))
    mine = replace(base, categories=(Category("colour", (CategoryValue("1"), CategoryValue("2"))),))
    (found,) = conflicts(base, document(ITEM), mine)
    assert (found.address, found.theirs) == ("categories/colour/2", None)


@pytest.mark.parametrize(
    ("codes", "field", "after"),
    [
        ((CategoryValue("1"), CategoryValue("2")), "", {"value": "2"}),
        ((CategoryValue("1", "Red"),), "description", "Red"),
    ],
)
def test_list_removed_here_meets_what_became_of_its_codes_there(
    codes: tuple[CategoryValue, ...], field: str, after: object
) -> None:
    base = replace(document(ITEM), categories=(Category("colour", (CategoryValue("1"),)),))
    theirs = replace(base, categories=(Category("colour", codes),))
    (found,) = conflicts(base, theirs, document(ITEM))
    assert (found.address, found.field) == (f"categories/colour/{codes[-1].value}", field)
    assert (found.theirs, found.mine) == (after, None)


def test_registry_extended_on_both_sides_meets() -> None:
    def having(*keys: str) -> Document:
        return replace(document(ITEM), settings=Settings(domains=tuple(Term(key) for key in keys)))

    (found,) = conflicts(having("a"), having("a", "b"), having("a", "c"))
    assert (found.address, found.base, found.theirs, found.mine) == ("settings/domains", ["a"], ["a", "b"], ["a", "c"])


def test_word_diff_of_hostile_repetition_is_told_at_once() -> None:
    spans = word_diff("a\n" * 25_000, "b\n" * 25_000)
    assert [span.kind for span in spans] == ["removed", "added", "same"]
