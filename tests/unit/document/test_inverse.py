"""What takes a change back: for any edits of any document, and for what each kind of edit does."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from specs_app.document.diff import Change, diff
from specs_app.document.edits import Edit, apply
from specs_app.document.inverse import inverse
from specs_app.document.types import Category, CategoryValue, DataObject, Document, Item, Settings
from specs_app.document.validation import by_key, faults
from specs_app.yaml_files import reader
from tests.corpus import CORPUS, corpus_files, needs_corpus
from tests.soak import SOAK
from tests.strategies import EDITS, SETTINGS, documents, edits_for

quick = settings(
    max_examples=60 if SOAK else 4,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)
more = settings(quick, max_examples=400 if SOAK else 25)

pytestmark = pytest.mark.one_database
#: As after the removal of all items.
BARE = Document(SETTINGS, (DataObject("try_no"),), (Category("no", (CategoryValue("1"),)),))


def unsayable(change: Change, document: Document) -> bool:
    """Whether no edit can give it back: a code that begins or ends with a blank, a validator that its registry does not allow, the
    order of a registry that is given by entries, what an authority says of an object or item that is gone."""
    if change.address.startswith("authorities/"):
        return change.field.partition("/")[0] in {"left_out", "left_out_objects", "local_names"}
    if change.kind == "code_added":
        return bool(change.after["value"] != change.after["value"].strip())
    if change.field == "validators":
        item = document.item_by_ref[change.address.partition("/")[2]][1]
        registry = by_key(document.settings.validators)
        return any(list(faults(entry, registry)) for entry in item.validators)
    return change.field == "order" and change.address.startswith(
        ("settings/returns/", "settings/validators/", "settings/datatypes/")
    )


def require_inverse(document: Document, edits: list[Edit]) -> None:
    """The inverse applies, gives the document again, and says of what it cannot give back that it does not."""
    after = apply(document, edits).document
    found = inverse(document, after)
    applied = apply(after, found.edits)
    assert applied.problems == ()
    assert diff(applied.document, document) == found.left
    assert [change for change in found.left if not unsayable(change, document)] == []


@pytest.mark.parametrize("action", EDITS)
@given(data=st.data())
@quick
def test_inverse_of_an_edit_gives_the_document_again(action: str, data: st.DataObject) -> None:
    document = data.draw(documents().filter(lambda found: EDITS[action](found) is not None))
    require_inverse(document, [data.draw(edits_for(document, (action,)))])


@given(data=st.data())
@more
def test_inverse_of_any_edits_gives_the_document_again(data: st.DataObject) -> None:
    document = data.draw(documents())
    edits: list[Edit] = []
    for _ in range(data.draw(st.integers(1, 5))):
        now = apply(document, edits).document
        if now.objects:
            edits.append(data.draw(edits_for(now)))
    require_inverse(document, edits)


def test_what_no_edit_can_say_is_named() -> None:
    item = Item("TA001A", "kite", type="int", extra=(("colour", "red"),))
    document = Document(Settings(), (DataObject("kites", (item,)),))
    found = inverse(document, apply(document, [Edit("remove_item", "TA001A")]).document)
    assert [edit.action for edit in found.edits] == ["add_item"]
    assert [(change.address, change.field, change.after) for change in found.left] == [
        ("items/TA001A", "extra", {"colour": "red"})
    ]


def test_code_list_comes_back_without_the_codes_that_no_edit_can_say() -> None:
    """Also where that is all of them, as items may still name the list."""
    item = Item("TA001A", "kite", type="int", category="tails")
    tails = Category("tails", (CategoryValue(" long"),))
    document = Document(Settings(), (DataObject("kites", (item,)),), (tails,))
    edits = [Edit("change_item", "TA001A", {"category": None}), Edit("remove_category", "tails")]
    found = inverse(document, apply(document, edits).document)
    assert [(edit.action, dict(edit.values)) for edit in found.edits] == [
        ("add_category", {}),
        ("change_item", {"category": "tails"}),
    ]
    assert [(change.kind, change.after["value"]) for change in found.left] == [("code_added", " long")]


@pytest.mark.parametrize("action", [action for action, edits in EDITS.items() if edits(BARE) is not None])
@given(data=st.data())
@quick
def test_inverse_of_an_edit_where_no_object_has_items(action: str, data: st.DataObject) -> None:
    require_inverse(BARE, [data.draw(edits_for(BARE, (action,)))])


@pytest.mark.parametrize("first", ["new_on", "new_no"])
def test_new_items_that_point_at_each_other_go_again(first: str) -> None:
    """Within an object that stays, whichever of them is named first."""
    other = {"new_on": "new_no", "new_no": "new_on"}[first]
    point = {"child_object": "try_no", "parent_object": "try_no"}
    edits = [
        Edit("add_item", "try_no", {"name": first, "type": "nvarchar"}),
        Edit(
            "add_item",
            "try_no",
            {"name": other, "type": "nvarchar", "foreign_key": {"object": "try_no", "item": first}},
        ),
        Edit("add_relationship", "", {**point, "child_item": first, "parent_item": other}),
    ]
    require_inverse(BARE, edits)
    require_inverse(BARE, edits[:2])


def test_names_that_changed_places_change_back() -> None:
    items = (Item("TA001A", "one", type="int"), Item("TA002A", "two", type="int"))
    document = Document(Settings(), (DataObject("kites", items),))
    swapped = Document(
        Settings(), (DataObject("kites", (replace(items[0], name="two"), replace(items[1], name="one"))),)
    )
    found = inverse(document, swapped)
    assert (found.left, diff(apply(swapped, found.edits).document, document)) == ((), ())


@needs_corpus
def test_removed_items_of_the_real_specification_come_back_whole_but_for_what_is_named() -> None:
    files = {path.relative_to(CORPUS).as_posix(): path.read_bytes() for path in corpus_files("")}
    document = reader.read({name: data for name, data in files.items() if not name.startswith(".git/")}).document
    left: list[Change] = []
    tried = 0
    for key in list(document.item_by_ref)[::12]:
        removed = apply(document, [Edit("remove_item", key)])
        if not removed.problems:
            tried += 1
            left += inverse(document, removed.document).left
    assert tried > 20
    # A return that the file names twice, and words written into a foreign key.
    assert {(change.kind, change.address.partition("/")[0]) for change in left} <= {
        ("return", "items"),
        ("wording", "relationships"),
        ("relationship", "relationships"),
    }
    assert len(left) <= tried // 10
