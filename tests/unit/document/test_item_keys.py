"""The table of an item's keys: whole, in agreement with the types and rows of an item, and followed by all that reads it."""

from dataclasses import fields, replace

import pytest

from changes_app.api.edit_schemas import values as edit_shape
from changes_app.proposals.forms.asking import About
from changes_app.proposals.forms.questions import FORMS
from specs_app import models
from specs_app.document.diff import diff
from specs_app.document.edits import Edit, apply
from specs_app.document.item_key import TEXTS, ItemKey
from specs_app.document.item_keys import ASKED, BY_NAME, IN_FORMS, ITEM_KEYS, WRITTEN
from specs_app.document.types import DataObject, Document, Item
from specs_app.projection.rows import COLUMNS
from specs_app.publishing.flat import item_columns, table
from specs_app.publishing.links import Links
from specs_app.publishing.pages.item import item_page
from specs_app.publishing.records import item_record
from specs_app.web.api.schemas import ITEM
from specs_app.yaml_files import reader, writer
from tests.corpus_files import example_repository

#: Keys that are no attribute: where an item stands, what it points at, and the parts of its mappings.
NO_ATTRIBUTE = {"object", "foreign_key", "cms_field", "cms_table", "cms_source"}
TYPES = {**dict.fromkeys(TEXTS, "str"), "flag": "bool", "words": "tuple[str, ...]", "table": "Extra"}
#: Texts that any line may be given for, whatever else stands in the specification.
PLAIN = [key for key in ASKED if key.kind in ("line", "prose") and key.grade and key.name not in ("name", "status")]


def test_table_has_each_attribute_of_an_item_once_and_of_its_kind() -> None:
    types = {part.name: part.type for part in fields(Item)}
    assert {key.name for key in ITEM_KEYS} - NO_ATTRIBUTE == {part.name for part in fields(Item)} - {"extra"}
    assert len(BY_NAME) == len(ITEM_KEYS)
    assert [key.name for key in ITEM_KEYS if key.kind in TYPES and types[key.name] != TYPES[key.kind]] == []


def test_rows_have_a_column_for_each_attribute_that_has_no_rows_of_its_own() -> None:
    attributes = [part.name for part in fields(Item) if part.name not in ("cms", "returns_map")]
    assert list(COLUMNS[models.Item]) == attributes


def test_every_key_has_a_place_in_files_and_forms() -> None:
    assert set(WRITTEN) == {key for key in ITEM_KEYS if key.in_file}
    assert set(IN_FORMS) == set(ASKED)
    assert all(key.label for key in ASKED)
    assert all(BY_NAME[key.form_behind].section == key.section for key in ASKED if key.form_behind)


@pytest.mark.parametrize("key", PLAIN, ids=lambda key: key.name)
def test_plain_text_is_taken_and_told_everywhere(key: ItemKey) -> None:
    reading = reader.read(example_repository())
    before = reading.document
    applied = apply(before, [Edit("change_item", "YOUN002A", {key.name: "Only this"})])
    assert applied.problems == ()
    (change,) = diff(before, applied.document)
    assert (change.kind, change.field, change.after, change.change_class) == (
        key.change,
        key.name,
        "Only this",
        key.grade,
    )
    files = {**example_repository(), **writer.write(reading, applied.document)[0]}
    again = reader.read(files).document
    assert again == applied.document
    entry, item = again.item_by_ref["YOUN002A"]
    assert getattr(item, key.name) == "Only this"
    record = item_record(again, entry, item)
    told = table(item_columns(again), [record])
    assert record[key.in_rest] == dict(zip(told.columns, told.rows[0], strict=True))[key.in_rest] == "Only this"
    assert FORMS["details"].stands(About(again, "YOUN002A"))[key.name] == "Only this"


@pytest.mark.parametrize("key", PLAIN, ids=lambda key: key.name)
def test_plain_text_is_asked_for_and_has_a_shape(key: ItemKey) -> None:
    for form, action in (("details", "change_item"), ("add_item", "add_item")):
        question = next(question for question in FORMS[form].questions() if question.key == key.name)
        assert (question.label, question.hint) == (key.label, key.hint)
        assert edit_shape(action)["properties"][key.name]["type"] == ["string", "null"]
    assert key.in_rest in ITEM().fields


def test_page_has_a_row_for_each_text_with_a_term() -> None:
    keys = [key for key in PLAIN if key.term]
    item = replace(Item("KITE001A", "kite_id"), **{key.name: f"The {key.name}" for key in keys})
    entry = DataObject("kite", (item,))
    page = item_page(Document(objects=(entry,)), entry, item, Links("kites"))
    facts = {fact.key: fact.value for fact in page.facts}
    assert [facts[key.term] for key in keys] == [f"The {key.name}" for key in keys]
