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
from specs_app.document.validation import Validator
from specs_app.document.wording import AROUND, shortened, word_diff

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


@pytest.mark.parametrize("between", ["word " * 400, " " * 2_000, f" {'x' * 2_000} ", "line\n" * 400])
def test_short_reading_of_a_difference_leaves_out_the_long_stretches_that_stayed_and_no_letter(between: str) -> None:
    before, after = f"{between}old one{between}{between}end", f"{between}new one{between}{between}END"
    spans = word_diff(before, after)
    short = shortened(spans)
    assert "".join(span.text for span in short) == "".join(span.text for span in spans)
    assert [span for span in short if span.kind in {"added", "removed"}] == [
        span for span in spans if span.kind in {"added", "removed"}
    ]
    assert sum(span.kind == "gap" for span in short) == 2
    assert all(len(span.text) <= AROUND for span in short if span.kind == "same")


def test_short_reading_of_a_short_text_is_the_text() -> None:
    spans = word_diff("As it is recorded. " * 10 + "old", "As it is recorded. " * 10 + "new")
    assert shortened(spans) == spans


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


OWL = DataObject("x_owl", (Item("OWL001A", "owl_id"),), description="Of owls")
NEW_OWL = DataObject("x_owl", (Item("OWL002A", "owl_id"),), description="Of owls")
BARN_OWL = replace(OWL, name="x_barn_owl")


@pytest.mark.parametrize(
    ("mine", "address", "field"),
    [
        ((replace(OWL, description="Of wise owls"),), "objects/x_owl", "name"),
        ((replace(OWL, items=(*OWL.items, Item("OWL003A", "owl_wing"))),), "items/OWL003A", "object"),
        ((replace(OWL, items=(*OWL.items, Item("", "owl_wing"))),), "items/x_owl.owl_wing", "object"),
        ((replace(OWL, name="x_night_owl"),), "objects/x_owl", "name"),
        ((), "objects/x_owl", "name"),
    ],
)
@pytest.mark.parametrize(("theirs", "later"), [((NEW_OWL, BARN_OWL), "x_barn_owl"), ((NEW_OWL,), None)])
def test_what_is_said_of_an_object_meets_another_under_its_name(
    mine: tuple[DataObject, ...], address: str, field: str, theirs: tuple[DataObject, ...], later: str | None
) -> None:
    found = conflicts(Document(objects=(OWL,)), Document(objects=theirs), Document(objects=mine))
    told = {(conflict.address, conflict.field): conflict.theirs for conflict in found}
    assert told[address, field] == later


@pytest.mark.parametrize(
    "theirs",
    [
        (replace(OWL, title="Owls", items=(*OWL.items, Item("OWL003A", "owl_beak"))),),
        (replace(OWL, items=()),),
        (OWL, DataObject("x_barn_owl", (Item("OWL004A", "owl_id"),))),
    ],
)
def test_an_object_that_kept_its_name_meets_nothing(theirs: tuple[DataObject, ...]) -> None:
    mine = replace(OWL, description="Of wise owls")
    assert conflicts(Document(objects=(OWL,)), Document(objects=theirs), Document(objects=(mine,))) == ()


def coloured(name: str, *lists: Category, items: tuple[Item, ...] = ()) -> Document:
    return replace(document(replace(ITEM, category=name), *items), categories=lists)


RED, BLUE = CategoryValue("1", "Red"), CategoryValue("2", "Blue")


@pytest.mark.parametrize(
    ("theirs", "later"),
    [
        (coloured("shade", Category("shade", (RED,)), Category("colour", (RED,))), "shade"),
        (coloured("colour", Category("colour", (CategoryValue("9"),))), "colour"),
    ],
)
@pytest.mark.parametrize(
    ("mine", "address"),
    [
        (coloured("colour", Category("colour", (RED, BLUE))), "categories/colour"),
        (coloured("colour", Category("colour", (replace(RED, description="Crimson"),))), "categories/colour"),
        (coloured("colour", Category("colour", (RED,)), items=(Item("KITE2", "n", category="colour"),)), "items/KITE2"),
    ],
)
def test_what_is_said_of_a_code_list_meets_another_under_its_name(
    theirs: Document, later: str, mine: Document, address: str
) -> None:
    base = coloured("colour", Category("colour", (RED,)))
    told = [conflict for conflict in conflicts(base, theirs, mine) if conflict.address == address]
    assert [conflict.theirs for conflict in told] == [later]


SHADE = coloured("shade", Category("shade", (RED,)))


@pytest.mark.parametrize(
    ("mine", "address", "said"),
    [
        (coloured("colour", Category("colour", (RED, BLUE))), "categories/colour", "colour"),
        (coloured("tone", Category("tone", (RED,))), "categories/colour", "tone"),
        (
            coloured("", Category("colour", (RED,)), items=(Item("KITE2", "n", category="colour"),)),
            "items/KITE2",
            "colour",
        ),
    ],
    ids=["code added", "renamed otherwise", "taken up"],
)
def test_what_is_said_of_a_code_list_meets_its_new_name(mine: Document, address: str, said: str) -> None:
    base = coloured("colour", Category("colour", (RED,)))
    (found,) = conflicts(base, SHADE, mine)
    assert (found.address, found.base, found.theirs, found.mine) == (address, "colour", "shade", said)


def test_new_name_of_a_code_list_meets_neither_itself_nor_other_codes() -> None:
    base = coloured("colour", Category("colour", (RED,)))
    assert conflicts(base, SHADE, SHADE) == ()
    assert conflicts(base, coloured("colour", Category("colour", (RED, BLUE))), SHADE) == ()


def test_relationship_taken_from_an_item_meets_another_under_its_name() -> None:
    link = Relationship("x_kite", "kite_id", "x_owl", "owl_id")
    base = Document(objects=(*document(ITEM).objects, OWL), relationships=(link,))
    theirs = replace(base, objects=(*document(ITEM).objects, NEW_OWL))
    (found,) = conflicts(base, theirs, replace(base, relationships=()))
    assert (found.address, found.base, found.theirs, found.mine) == (
        "relationships/x_owl.owl_id",
        ["x_kite.kite_id"],
        [],
        [],
    )


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


def test_registry_that_my_side_puts_in_place_as_a_list_meets() -> None:
    def having(*keys: str) -> Document:
        return replace(document(ITEM), settings=Settings(domains=tuple(Term(key) for key in keys)))

    assert conflicts(having("a"), having("a", "b"), having("a", "c")) == ()
    (found,) = conflicts(having("a"), having("a", "b"), having("a", "c"), whole=frozenset({"domains"}))
    assert (found.address, found.base, found.theirs, found.mine) == ("settings/domains", ["a"], ["a", "b"], ["a", "c"])


def test_validators_added_on_both_sides_meet_only_under_one_key() -> None:
    def having(*entries: Validator) -> Document:
        return replace(document(ITEM), settings=Settings(validators=entries))

    limit, theirs, mine = Validator("limit"), Validator("new", "Theirs"), Validator("new", "Mine")
    assert conflicts(having(limit), having(limit, Validator("other")), having(limit, mine)) == ()
    (found,) = conflicts(having(limit), having(limit, theirs), having(limit, mine))
    assert (found.address, found.base) == ("settings/validators/new", None)


def test_word_diff_of_hostile_repetition_is_told_at_once() -> None:
    spans = word_diff("a\n" * 25_000, "b\n" * 25_000)
    assert [span.kind for span in spans] == ["removed", "added", "same"]
