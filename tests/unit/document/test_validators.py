"""The registries of validators and data types, and what an item asks through them."""

from dataclasses import replace
from typing import Any

import pytest

from specs_app.document.diff import classify, diff
from specs_app.document.edits import Edit, apply
from specs_app.document.types import DataObject, Document, Item, Return, Settings, Term
from specs_app.document.validation import Argument, DataType, Validation, Validator, from_settings, to_settings
from specs_app.document.values import Table
from specs_app.yaml_files.reader import read
from tests.versions import write

LIMIT = Validation("limit", (("", "20"),))
WING = Item("WING001A", "wing", type="year", returns=("CIN",), validators=(LIMIT,))
DOCUMENT = Document(
    Settings(
        returns=(Return("CIN", sections=(Term("Part 1"),)), Return("RIIA")),
        validators=(
            Validator("required", args=(Argument("enabled", "boolean"),)),
            Validator("limit", "So many.", (Argument("characters", "integer", help="The number of characters."),)),
            Validator("behind", args=(Argument("items", "array", "string"),)),
            Validator("when", args=(Argument("test", "string"), Argument("then", "validation"))),
            Validator("spare", extra=(("owner", "us"),)),
        ),
        datatypes=(DataType("year", extends="integer"), DataType("spare")),
    ),
    (DataObject("wings", (WING,)),),
)


def settings_after(values: dict[str, Any]) -> Settings:
    applied = apply(DOCUMENT, [Edit("change_settings", "", values)])
    assert applied.problems == ()
    return applied.document.settings


def validators_after(*validators: Any) -> tuple[Validation, ...]:
    applied = apply(DOCUMENT, [Edit("change_item", "WING001A", {"validators": list(validators)})])
    assert applied.problems == ()
    return applied.document.item_by_ref["WING001A"][1].validators


def test_registry_entries_are_added_changed_and_removed_one_by_one() -> None:
    after = settings_after(
        {
            "validators": {
                "spare": {"description": "Now said."},
                "behind": None,
                "next": {"args": [{"name": "to", "type": "string"}]},
            },
            "datatypes": {"spare": None, "year": {"format": "yyyy"}},
        }
    )
    assert [entry.key for entry in after.validators] == ["required", "limit", "when", "spare", "next"]
    assert after.validators[3] == Validator("spare", "Now said.", extra=(("owner", "us"),))
    assert after.validators[4].args == (Argument("to", "string"),)
    assert after.datatypes == (DataType("year", extends="integer", format="yyyy"),)


@pytest.mark.parametrize(
    ("action", "target", "values", "rule"),
    [
        ("change_settings", "", {"validators": {"limit": None}}, "still-used"),
        ("change_settings", "", {"datatypes": {"year": None}}, "still-used"),
        ("remove_return", "CIN", {}, "still-used"),
        ("remove_return", "SEN2", {}, "unknown-return"),
        ("change_settings", "", {"validators": {"nobody": None}}, "unknown-entry"),
        ("change_settings", "", {"validators": None}, "wrong-type"),
        ("change_settings", "", {"validators": {"two words": {}}}, "bad-name"),
        ("change_settings", "", {"validators": {"spare": {"args": [{"name": "rule"}]}}}, "empty-or-repeated"),
        (
            "change_settings",
            "",
            {"validators": {"spare": {"args": [{"name": "a", "type": "cobol"}]}}},
            "unknown-choice",
        ),
    ],
)
def test_registry_entry_that_cannot_go_or_come_is_refused(action: str, target: str, values: Any, rule: str) -> None:
    applied = apply(DOCUMENT, [Edit(action, target, values)])
    assert [problem.rule for problem in applied.problems] == [rule]
    assert applied.document is DOCUMENT


def test_entry_goes_where_the_same_proposal_takes_it_from_its_items() -> None:
    edits = [
        Edit("remove_return", "CIN"),
        Edit("change_settings", "", {"validators": {"limit": None}}),
        Edit("change_item", "WING001A", {"returns": [], "validators": None}),
    ]
    applied = apply(DOCUMENT, edits)
    assert applied.problems == ()
    assert [entry.key for entry in applied.document.settings.returns] == ["RIIA"]


def test_validators_of_an_item_take_their_arguments_and_the_returns_rule() -> None:
    found = validators_after(
        {"validator": "limit", "values": {"characters": 30}, "rule": "SSDA903 103"},
        {"validator": "behind", "values": {"items": ["WING001A"]}},
        {"validator": "when", "values": {"test": "a > b", "then": {"limit": {"characters": 5}}}},
    )
    assert found[0] == Validation("limit", (("characters", "30"),), "SSDA903 103")
    assert found[1].values == (("items", ("WING001A",)),)
    assert found[2].values[1] == ("then", Table((("limit", Table((("characters", "5"),))),)))


def test_validator_given_as_it_stands_keeps_the_form_of_the_file() -> None:
    assert validators_after({"validator": "limit", "values": {"characters": 20}}) == (LIMIT,)


@pytest.mark.parametrize(
    ("given", "rule", "where"),
    [
        ({"validator": "nobody"}, "unknown-validator", "0/validator"),
        ({"validator": "unique"}, "missing-value", "0/validator"),
        ({"values": {}}, "missing-value", "0/validator"),
        ({"validator": "limit"}, "bad-validator-argument", "0/values/characters"),
        ({"validator": "limit", "values": {"characters": "few"}}, "bad-validator-argument", "0/values/characters"),
        (
            {"validator": "limit", "values": {"characters": 2, "shoe": 1}},
            "bad-validator-argument",
            "0/values/shoe",
        ),
        ({"validator": "behind", "values": {"items": "WING001A"}}, "bad-validator-argument", "0/values/items"),
        (
            {"validator": "when", "values": {"test": "x", "then": {"limit": {"characters": "few"}}}},
            "bad-validator-argument",
            "0/values/then",
        ),
        ({"validator": "limit", "shoe": 1}, "unknown-key", "0"),
        ("limit", "wrong-type", "0"),
    ],
)
def test_validator_that_does_not_fit_the_registry_is_refused_where_it_stands(given: Any, rule: str, where: str) -> None:
    applied = apply(DOCUMENT, [Edit("change_item", "WING001A", {"validators": [given]})])
    assert applied.problems[0].rule == rule
    assert applied.problems[0].pointer == f"/edits/0/values/validators/{where}"


def test_any_validator_may_be_named_where_nothing_is_registered() -> None:
    bare = replace(DOCUMENT, settings=Settings())
    edit = Edit("change_item", "WING001A", {"validators": [{"validator": "anything", "values": {"a": 1}}]})
    assert apply(bare, [edit]).problems == ()


@pytest.mark.parametrize(
    "validation",
    [
        Validation("a"),
        Validation("a", (("", "20"),)),
        Validation("a", (("", ("b", "c")),)),
        Validation("a", (("b", None),)),
        Validation("a", (("b", "c"), ("d", ("e",))), "R 1"),
        Validation("a", (), "R 1"),
        Validation("a", (("rule", ("x",)),)),
    ],
)
def test_validator_is_read_as_it_is_written(validation: Validation) -> None:
    assert from_settings("a", to_settings(validation)) == validation


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (("limit", "behind"), ("behind", "limit")),
        (("limit", "limit", "behind"), ("behind", "limit")),
        (("limit",), ("behind", "limit", "limit")),
        (("limit", "behind"), ()),
    ],
)
def test_validators_are_written_in_any_order_and_number(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    def having(names: tuple[str, ...]) -> Document:
        told = tuple(Validation(name, (("a", str(place)),)) for place, name in enumerate(names))
        return replace(DOCUMENT, objects=(DataObject("wings", (replace(WING, required=True, validators=told),)),))

    files = {path: data or b"" for path, data in write({}, having(before), with_settings=True).items()}
    changed = {**files, **write(files, having(after))}
    found = read({path: data for path, data in changed.items() if data is not None}).document
    assert found.objects == having(after).objects


@pytest.mark.parametrize(
    ("given", "grade"),
    [
        ([], "compatible"),
        ([{"validator": "limit", "values": {"characters": 20}, "rule": "CIN 1"}], "compatible"),
        ([{"validator": "limit", "values": {"characters": 10}}], "breaking"),
        (
            [
                {"validator": "limit", "values": {"characters": 20}},
                {"validator": "behind", "values": {"items": ["a"]}},
            ],
            "breaking",
        ),
    ],
)
def test_demand_that_comes_narrows_and_one_that_goes_widens(given: list[Any], grade: str) -> None:
    after = apply(DOCUMENT, [Edit("change_item", "WING001A", {"validators": given})]).document
    assert classify(diff(DOCUMENT, after)) == grade


def test_section_gains_a_title() -> None:
    values = {"sections": [{"key": "Part 1", "title": "The first"}, "Part 2"]}
    after = apply(DOCUMENT, [Edit("change_return", "CIN", values)]).document
    assert after.settings.returns[0].sections == (Term("Part 1", "The first"), Term("Part 2"))
    assert classify(diff(DOCUMENT, after)) == "compatible"
