"""Whatever is edited: right edits apply and are named, wrong ones are explained, and nothing raises."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from specs_app.document.diff import diff
from specs_app.document.edits import ACTIONS, Edit, apply, with_references
from specs_app.document.hashing import content_hash
from specs_app.document.merge import conflicts
from specs_app.document.types import Document
from tests.soak import SOAK
from tests.strategies import EDITS, documents, edits_for

quick = settings(
    max_examples=40 if SOAK else 5,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)
more = settings(quick, max_examples=150 if SOAK else 12)

JUNK = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=6),
        st.sampled_from(["\ud800", "a" * 600]),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=6,
)


def test_every_action_has_a_strategy() -> None:
    assert set(EDITS) == set(ACTIONS)


@given(document=documents())
@quick
def test_diff_of_a_document_with_itself_is_empty(document: Document) -> None:
    assert diff(document, document) == ()
    assert diff(document, replace(document)) == ()


@pytest.mark.parametrize("action", EDITS)
@given(data=st.data())
@quick
def test_fitting_edit_applies_and_is_named(action: str, data: st.DataObject) -> None:
    document = data.draw(documents().filter(lambda found: EDITS[action](found) is not None))
    edit = data.draw(edits_for(document, (action,)))
    applied = apply(document, [edit])
    assert applied.problems == ()
    assert bool(diff(document, applied.document)) == (document != applied.document)


@given(data=st.data())
@more
def test_edit_read_from_its_json_is_the_same(data: st.DataObject) -> None:
    edit = data.draw(edits_for(data.draw(documents())))
    assert Edit.from_json(edit.as_json(), 0) == edit
    assert content_hash([edit.as_json()]).startswith("sha256:")


@given(data=st.data())
@more
def test_edits_in_sequence_equal_edits_one_by_one(data: st.DataObject) -> None:
    document = data.draw(documents())
    first = data.draw(edits_for(document))
    between = apply(document, [first]).document
    second = data.draw(edits_for(between)) if between.objects else Edit("change_settings", "", {"title": "Bare"})
    assert apply(document, [first, second]).document == apply(between, [second]).document


@given(data=st.data())
@more
def test_edits_of_different_items_commute_and_do_not_conflict(data: st.DataObject) -> None:
    actions = ("change_item", "map_item")
    document = data.draw(documents())
    mine, theirs = data.draw(edits_for(document, actions)), data.draw(edits_for(document, actions))
    keys = {*mine.values} | {*theirs.values}
    if (
        mine.target == theirs.target
        or {"name", "foreign_key"} <= keys
        or mine.values.get("name", 1) == theirs.values.get("name")
    ):
        return  # the same item; or a name that the other edit goes by, or takes too
    left, right = apply(document, [mine]).document, apply(document, [theirs]).document
    assert apply(document, [mine, theirs]).document == apply(document, [theirs, mine]).document
    assert conflicts(document, left, right) == ()


@given(document=documents(), raw=JUNK, index=st.integers(0, 3))
@more
def test_junk_is_explained_and_changes_nothing(document: Document, raw: Any, index: int) -> None:
    edit = Edit.from_json(raw, index)
    assert isinstance(edit, Edit) or all(problem.pointer.startswith(f"/edits/{index}") for problem in edit)


@pytest.mark.parametrize("action", [*ACTIONS, "nonsense"])
@given(data=st.data())
@quick
def test_junk_values_are_explained_and_change_nothing(action: str, data: st.DataObject) -> None:
    document = data.draw(documents())
    targets = [entry.name for entry in document.objects]
    targets += [*document.item_by_ref, *document.category_by_name, "CIN", "", "nowhere", "a/b"]
    keys = st.sampled_from([*(ACTIONS[action].keys if action in ACTIONS else ()), "other/~key"])
    edit = Edit(action, data.draw(st.sampled_from(targets)), data.draw(st.dictionaries(keys, JUNK, max_size=3)))
    applied = apply(document, [edit])
    assert not applied.problems or applied.document == document
    assert all(problem.pointer.startswith("/edits/0") and problem.remedy for problem in applied.problems)
    assert all(problem.message.isprintable() for problem in applied.problems)
    assert with_references(document, [edit])[0].action == action
