"""Which problems a change brings, and which stood before, whatever their parts are called now."""

from dataclasses import replace

import pytest

from specs_app.document.edits import Edit, apply
from specs_app.document.types import DataObject, Document, Item, Relationship
from specs_app.lint.comparison import introduced
from specs_app.lint.runner import check
from tests.unit.lint.test_rules import FAULTS, LINK, PLAIN, SOUND, with_item

RENAMED = [
    Edit("change_item", "A1", {"name": "a_key"}),
    Edit("change_item", "A2", {"name": "a_second"}),
    Edit("change_category", "codes", {"name": "others"}),
    Edit("change_object", "x_a", {"name": "x_z"}),
]


def renamed(document: Document) -> Document:
    """The document with other names for everything, by the real edits as far as they apply."""
    return apply(document, RENAMED).document


@pytest.mark.parametrize(("rule", "document"), FAULTS)
def test_fault_that_stood_before_is_not_introduced_by_a_rename(rule: str, document: Document) -> None:
    assert introduced(document, renamed(document)) == ()
    assert introduced(document, renamed(document), known=check(document)) == ()


@pytest.mark.parametrize(("rule", "document"), FAULTS)
def test_fault_is_introduced_with_and_without_a_rename(rule: str, document: Document) -> None:
    assert rule in {problem.rule for problem in introduced(SOUND, document)}
    moved = apply(document, RENAMED[-1:]).document
    assert rule in {problem.rule for problem in introduced(SOUND, moved)}


def test_fault_that_a_new_name_brings_is_introduced() -> None:
    bad = replace(SOUND, objects=(replace(SOUND.objects[0], name="a"),), relationships=())
    before = replace(SOUND, relationships=())
    assert [problem.rule for problem in introduced(before, bad)] == ["bad-object-name"]
    assert "bad-name" in {problem.rule for problem in introduced(SOUND, with_item(name="A Other"))}


def test_one_more_of_the_same_problem_is_introduced() -> None:
    twice = tuple(Item("", "a_lost", "Lost", "int", status="ZZ") for _ in range(3))
    before = replace(SOUND, objects=(*SOUND.objects, DataObject("x_b", (PLAIN, *twice[:2]))))
    after = replace(SOUND, objects=(*SOUND.objects, DataObject("x_b", (PLAIN, *twice))))
    assert [problem.rule for problem in introduced(before, after)] == ["unknown-status"]
    assert introduced(after, before) == ()


def test_dangling_end_follows_its_object_and_stays_known() -> None:
    lost = Relationship("x_a", "gone", "x_a", "a_other")
    before = replace(SOUND, relationships=(LINK, lost))
    assert introduced(before, renamed(before)) == ()
