"""What the OpenAPI schema says of edits is what their readers take: no less, and in form no more."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

from jsonschema import Draft202012Validator

from changes_app.api import edit_schemas
from specs_app.document.edits import ACTIONS, Edit, apply
from specs_app.document.extracts import Extract
from specs_app.document.problems import Problem
from tests.unit.document.test_edits import DOCUMENT

#: Any name will do for an object here: its beginning is no matter of form.
FREE = replace(
    DOCUMENT,
    settings=replace(DOCUMENT.settings, table_prefix=""),
    extracts=(Extract("alpha", "x_kite", "", "SELECT 1 AS kite_id\n"),),
)
#: A target of each action in the document of the tests of edits.
TARGETS = {
    "add_object": "x_new",
    "change_object": "x_kite",
    "remove_object": "x_pilot",
    "add_item": "x_kite",
    "change_item": "KITE002A",
    "remove_item": "OWLX001A",
    "move_item": "KITE002A",
    "map_item": "KITE002A",
    "add_category": "fresh",
    "change_category": "unused",
    "remove_category": "unused",
    "add_value": "colour",
    "change_value": "colour/1",
    "remove_value": "colour/1",
    "add_relationship": "",
    "remove_relationship": "x_pilot.pilot_kite_id>x_kite.kite_id",
    "add_return": "NEW",
    "change_return": "RIIA",
    "remove_return": "RIIA",
    "change_settings": "",
    "set_extract": "alpha/x_kite",
    "remove_extract": "alpha/x_kite",
    "add_authority": "901",
    "change_authority": "332",
    "remove_authority": "332",
}
#: Values that make an edit whole, so that one more is judged by itself.
WHOLE = {
    "add_item": {"name": "kite_string", "type": "int"},
    "map_item": {"cms": "alpha"},
    "add_authority": {"name": "Eastbrook"},
    "change_category": {"name": "used"},
    "add_value": {"value": "2"},
    "add_relationship": {
        "child_object": "x_pilot",
        "child_item": "pilot_kite_id",
        "parent_object": "x_kite",
        "parent_item": "kite_tail",
    },
}
#: One of every kind of JSON, right and wrong for some reader or other.
VALUES: list[Any] = [
    *(None, True, False, 0, 1, 5, -1, 365, 70_000, 10**400, 1.5),
    *("", "a", "kite", "Kite", "two words", "a\nb", "'); DROP TABLE", "x" * 64, "x" * 501, "x" * 50_001),
    *(
        "max",
        "12",
        "012",
        "65535",
        "65536",
        "99999",
        "nvarchar(10)",
        "2026-11-21",
        "KITE009A",
        "KITE002A",
        "personal",
        "1:M",
        "tsql",
        "R",
    ),
    *([], [""], ["a"], ["sky"], ["CIN"], ["alpha"], [1], [None], ["a"] * 1001, [{}], [[]]),
    *(
        [{"key": "sky"}],
        [{"key": ""}],
        [{"key": "R", "title": 5}],
        [{"key": "beta", "dialect": "cobol"}],
        [{"shoe": 1}],
    ),
    *(
        [{"value": "3"}],
        [{"value": 3}],
        [{"value": "3", "shoe": 1}],
        [{"return": "CIN", "section": "Part 1"}],
        [{"return": 1}],
    ),
    *(
        {},
        {"a": 1},
        {"since": "1.1"},
        {"object": "x_kite", "item": "kite_id"},
        {"object": "x_kite"},
        {"a b": 1},
        {"a": {"b": [1]}},
    ),
    *(
        {"editorial": {"approvals": 2}},
        {"editorial": {"approvals": 0}},
        {"editorial": {"notice_days": 366}},
        {"shoe": {}},
    ),
    *({"breaking": {"objection_blocks": None}}, {"breaking": {"quorum": None}}, {"breaking": None}),
]
#: What is wrong in form, whatever the standard holds.
FORM = {"wrong-type", "unknown-key", "bad-name", "bad-type", "bad-size", "bad-number", "bad-reference", "too-long"}


def test_every_action_has_a_target_here() -> None:
    assert TARGETS.keys() == ACTIONS.keys()


def test_every_value_of_every_action_has_a_shape_and_none_is_left_over() -> None:
    named = {(action, key) for action, known in ACTIONS.items() for key in known.keys}
    assert [key for _, key in named if key not in edit_schemas.VALUES] == []
    for key in edit_schemas.VALUES:
        action, dot, name = key.rpartition(".")
        assert (action, name) in named if dot else key in {name for _, name in named}, key


def test_schema_takes_what_the_readers_take_and_refuses_what_they_refuse_for_its_form() -> None:
    for action, known in ACTIONS.items():
        validator = Draft202012Validator(edit_schemas.edit(action))
        for key, value in product(known.keys, VALUES):
            edit = {"action": action, "target": TARGETS[action], "values": {**WHOLE.get(action, {}), key: value}}
            problems = _judged(edit)
            fits = validator.is_valid(edit)
            assert fits or problems, f"{action} takes {key}={str(value)[:60]!r}, of which the schema says nothing"
            wrong = [problem for problem in problems if problem.rule in FORM and f"/values/{key}" in problem.pointer]
            assert not (fits and wrong), f"{action} refuses {key}={str(value)[:60]!r}: {wrong[0].message}"


def test_edit_that_is_none_is_refused_by_schema_and_reader() -> None:
    validator = Draft202012Validator(edit_schemas.EDIT)
    for raw in (
        None,
        [],
        {},
        {"action": "fly"},
        {"action": "remove_item"},
        {"action": ["add_item"], "target": "x_kite"},
        {"action": "remove_item", "target": 5},
        {"action": "remove_item", "target": "OWLX001A", "shoe": 1},
        {"action": "remove_item", "target": "OWLX001A", "values": {"a": 1}},
        {"action": "map_item", "target": "KITE002A"},
        {"action": "remove_item", "target": "x" * 501},
    ):
        assert not validator.is_valid(raw), raw
        assert _judged(raw), raw
    for raw in (
        {"action": "remove_item", "target": "OWLX001A"},
        {"action": "remove_item", "target": "OWLX001A", "values": None},
        {"action": "change_settings", "values": {"title": "Kites"}},
    ):
        assert validator.is_valid(raw), raw
        assert not _judged(raw), raw


def _judged(raw: object) -> tuple[Problem, ...]:
    """What the reader of edits, then the edit itself, say is wrong."""
    read = Edit.from_json(raw)
    return apply(FREE, [read]).problems if isinstance(read, Edit) else read
