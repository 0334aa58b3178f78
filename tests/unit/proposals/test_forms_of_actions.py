"""Every action and every value of it: a form that gives it, words, help, a shape in REST."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from changes_app.api.edit_schemas import values as rest_shape
from changes_app.proposals.forms.asking import About, EditForm, Question, RawEdit
from changes_app.proposals.forms.edits import AnswerForm
from changes_app.proposals.forms.questions import FORMS, form_of, recall
from changes_app.proposals.forms.words import told
from specs_app.document.describe import describe
from specs_app.document.diff import diff
from specs_app.document.edits import ACTIONS, Edit, apply
from specs_app.document.types import Document
from specs_app.yaml_files import reader
from tests.drivers import EXAMPLE

PERSON = "ysd_young_person"
#: All that an item may be said to be, as the page sends it.
ITEM: dict[str, Any] = {
    "name": "youn_shoe_size",
    "description": "Shoe size",
    "guidance": "As worn today.",
    "type": "nvarchar",
    "max_field_size": "10",
    "category": "recorded_sex",
    "required": "on",
    "unique": "on",
    "primary_key": "on",
    "foreign_key": "ysd_team.team_team_id",
    "returns": ["PDR"],
    "places-0-where": "PDR/Young people",
    "places-0-reference": "Shoe",
    "domains": ["identity"],
    "validators-0-validator": "",
    "validators-0-validator-other": "in_set",
    "validators-0-values": "options = [a, b]",
    "validators-0-rule": "203",
    "expected_data": "A number",
    "join_type": "",
    "join_type-other": "LEFT",
    "status": "B",
    "sensitivity": "personal",
    "synthetic": "generator = number\nsizes = [3, 4]",
    "deprecated-since": "1.2.0",
    "deprecated-replaced_by": "YOUN003A",
    "deprecated-remove_in": "2.0.0",
    "after": "YOUN002A",
}
OTHER = {
    "deprecated-replaced_by": "YOUN002A",
    "type": "nchar",
    "domains": [],
    "domains-more": ["location"],
    "sensitivity": "none",
}


@dataclass(frozen=True)
class Case:
    """A form, what it is about, and answers that ask for all that it can."""

    form: str
    target: str = ""
    answers: dict[str, Any] = field(default_factory=dict)
    chosen: str = ""


CASES = (
    Case("wording", "YOUN002A", {"guidance": "The surname in use.", "description": "Surname"}),
    Case("item_returns", "YOUN002A", {"returns": ["PDR"], "places-0-where": "SPO", "places-0-reference": "Name"}),
    Case("details", "YOUN003A", ITEM | OTHER),
    Case(
        "map_item",
        "YOUN002A",
        {
            "table": "CLIENT",
            "field": "NAME",
            "source": "a.B",
            "status": "B",
            "note": "Look.",
            "variants": "A copy = c.D",
        },
        "harbour",
    ),
    Case(
        "item_checks",
        "YOUN002A",
        {"required": "on", "validators-0-validator": "in_set", "validators-0-values": "options = [a]"},
    ),
    Case(
        "table_cells",
        "YOUN002A",
        {"table_cells-0-column": "dev_notes", "table_cells-0-text": "Ask the team."},
    ),
    Case("deprecate", "YOUN002A", {"deprecated-since": "1.2.0"}),
    Case("move_item", "YOUN002A", {"after": "YOUN003A"}),
    Case("remove_item", "YOUN009A"),
    Case("add_item", PERSON, ITEM | {"item_ref": "YOUN099A", "systems-harbour-marked": "on"}),
    Case("change_object", PERSON, {"name": "ysd_person", "title": "People", "description": "All of them"}),
    Case(
        "add_relationship",
        PERSON,
        {"child": f"{PERSON}.youn_given_name", "parent": "ysd_team.team_team_id", "relation": "1:1"},
    ),
    Case(
        "remove_relationship",
        "ysd_referral",
        {"relationship": "ysd_referral.refe_person_id>ysd_young_person.youn_person_id"},
    ),
    Case("remove_object", "ysd_plan_review"),
    Case("add_object", "", {"name": "ysd_bicycle", "title": "Bicycles", "description": "One row each"}),
    Case(
        "add_value",
        "recorded_sex",
        {"value": "Z", "description": "Other", "valid_from": "2026-04-01", "valid_to": "2027-03-31", "after": "^first"},
    ),
    Case(
        "change_value",
        "recorded_sex/U",
        {
            "value": "UU",
            "description": "?",
            "valid_from": "2026-04-01",
            "valid_to": "2027-03-31",
            "after": "^first",
            "replaced_by-0-code": "F",
            "replaced_by-1-code": "M",
        },
    ),
    Case("remove_value", "recorded_sex/U"),
    Case("change_category", "recorded_sex", {"name": "sex"}),
    Case("remove_category", "unused"),
    Case("add_category", "", {"name": "colour", "values": "1 = Red\n2 = Blue | 2026-04-01 | 2027-03-31\n3"}),
    Case(
        "add_return",
        "",
        {
            "name": "BIKE",
            "title": "Bicycle count",
            "kind": "stage",
            "meaning": "Being counted.",
            "sections": "Part 1\nPart 2 = The second",
        },
    ),
    Case("remove_return", "TMP"),
    Case("change_return", "SPO", {"title": "Outcomes", "kind": "stage", "meaning": "All of it.", "sections": "Part 1"}),
    Case("add_system", "", {"key": "heron", "title": "Heron", "dialect": "postgres"}),
    Case("change_system", "harbour", {"title": "Harbour 2", "dialect": "postgres"}),
    Case("remove_system", "spare"),
    Case("add_domain", "", {"key": "travel", "title": "Travel", "description": "On wheels"}),
    Case("change_domain", "identity", {"title": "Who", "description": "Names"}),
    Case("remove_domain", "spare"),
    Case(
        "add_validator",
        "",
        {"key": "shorter", "description": "No longer than that", "args": "than = integer | | How long\nloud = boolean"},
    ),
    Case("change_validator", "in_set", {"description": "One of these", "args": "options = array | string"}),
    Case("remove_validator", "spare"),
    Case("add_datatype", "", {"key": "plate", "description": "A number plate", "extends": "word", "format": "AA99"}),
    Case("change_datatype", "word", {"description": "One word", "extends": "", "format": "a-z"}),
    Case("remove_datatype", "spare"),
    Case(
        "add_parameter", "", {"key": "since", "type": "date", "default": "2020-01-31", "description": "The first day"}
    ),
    Case("change_parameter", "years", {"type": "integer", "default": "7", "description": ""}),
    Case("remove_parameter", "years"),
    Case(
        "add_join", "", {"cms": "larchway", "table": "B", "parent": "A", "columns": "X = Y\nZ = Z", "at_most_one": "on"}
    ),
    Case("change_join", "larchway:A:B", {"columns": "X = Z", "at_most_one": ""}),
    Case("remove_join", "larchway:A:B"),
    Case(
        "add_row_scope",
        "",
        {
            "cms": "",
            "object": "ysd_team",
            "cohort": "TEAM001A",
            "window": "TEAM002A",
            "years": ":years",
            "dated_only": "on",
            "sentinels": "-1\n0",
            "none_because": "Few",
        },
    ),
    Case("change_row_scope", "ysd_young_person", {"cohort": "YOUN002A", "sentinels": "-1"}),
    Case("remove_row_scope", "ysd_young_person"),
    Case("add_lookup", "", {"cms": "harbour", "item": "YOUN003A", "codes": "m = 1\nf = 2"}),
    Case("change_lookup", "YOUN002A", {"codes": "m = 2"}),
    Case("remove_lookup", "YOUN002A"),
    Case(
        "authority",
        "900",
        {
            "name": "North Moor",
            "region": "Far north",
            "stage": "awaiting",
            "system": "",
            "system-other": "Heron",
            "variant": "warehouse",
            "database": "PostgreSQL",
            "version": "16",
            "versions": "front_end_vers = 3",
            "header": "Ours",
        },
    ),
    Case(
        "authority_places",
        "900",
        {
            "source_schema": "casework.copy",
            "target_database": "reports",
            "target_schema": "ysd",
            "temporary": "on",
            "temporary_prefix": "#own_",
            "no_count_on": "on",
        },
    ),
    Case("authority_parameters", "900", {"parameters": "years = 5"}),
    Case(
        "authority_left_out",
        "900",
        {
            "left_out_kinds": ["create_idx"],
            "left_out": "create_pk = [ysd_team]",
            "left_out_objects-more": ["ysd_session"],
        },
    ),
    Case("authority_names", "900", {"local_names-0-item_ref": "YOUN002A", "local_names-0-field": "NAME"}),
    Case("remove_authority", "900"),
    Case(
        "add_authority",
        "",
        {
            "code": "901",
            "name": "Eastbrook",
            "region": "East",
            "stage": "live",
            "system": "Larchway Casework",
            "variant": "warehouse",
            "database": "SQL Server",
            "version": "2019",
            "versions": "front_end_vers = 3",
            "header": "Ours",
            "source_schema": "casework.copy",
            "target_database": "reports",
            "target_schema": "ysd",
            "temporary": "on",
            "temporary_prefix": "#own_",
            "no_count_on": "on",
            "parameters": "years = 5",
            "left_out_kinds": ["create_idx"],
            "left_out": "create_pk = [ysd_team]",
            "left_out_objects-more": ["ysd_session"],
            "local_names-0-item_ref": "YOUN002A",
            "local_names-0-field": "NAME",
        },
    ),
    Case("add_status", "", {"key": "X", "title": "Given up", "description": "Nobody works on it"}),
    Case("change_status", "B", {"title": "Waiting", "description": "For anybody"}),
    Case("remove_status", "spare"),
    Case("change_extract", "harbour/ysd_team", {"sql": "  SELECT 2 AS team_team_id"}),
    Case("object_sql", "ysd_venue", {"sql": "SELECT 1 AS venu_venue_id", "variant": "quay"}, "harbour"),
    Case("system_sql", "harbour", {"sql": "SELECT 1 AS venu_venue_id"}, "ysd_venue"),
    Case("remove_extract", "harbour/ysd_team"),
    Case(
        "about_standard",
        "",
        {
            "title": "Bicycles",
            "publisher": "A club",
            "description": "All",
            "short_name": "Bikes",
            "mark": "BI",
            "colour": "plum",
            "version": "2.0.0",
            "public_comments": "",
        },
    ),
    Case("access", "", {"access": "restricted"}),
    Case("table", "", {"path": "docs/items.csv"}),
    Case(
        "rule",
        "breaking",
        {
            "approvals": "4",
            "quorum": "5",
            "objection_blocks": "",
            "consultation_days": "1",
            "final_comment_days": "2",
            "deadline_days": "3",
            "notice_days": "4",
        },
    ),
)


def _example() -> Document:
    """The bundled example, with entries that nothing names."""
    return _with(
        DOCUMENT,
        (
            Edit("add_category", "unused", {"values": ["1"]}),
            Edit("add_return", "TMP", {}),
            Edit("set_extract", "harbour/ysd_team", {"sql": "SELECT 1 AS team_team_id"}),
            Edit("change_settings", "", {"validators": {"in_set": {"args": [{"name": "options", "type": "array"}]}}}),
            Edit("change_settings", "", {"validators": {"spare": {}}, "datatypes": {"word": {}, "spare": {}}}),
            Edit(
                "change_settings",
                "",
                {
                    "parameters": {"years": {"type": "integer", "default": "6", "description": "How far back"}},
                    "joins": {"larchway:A:B": {"columns": {"X": "Y"}, "at_most_one": True}},
                    "row_scopes": {"ysd_young_person": {"sentinels": ["0"]}},
                    "lookups": {"YOUN002A": {"codes": {"m": "1"}}},
                },
            ),
            *(
                Edit("change_settings", "", {key: [*_entries(key), {"key": "spare", "title": "Spare"}]})
                for key in ("cms", "domains", "statuses")
            ),
        ),
    )


def _entries(key: str) -> list[dict[str, str]]:
    names = {"cms": ("key", "title", "dialect")}.get(key, ("key", "title"))
    return [{name: getattr(entry, name) for name in names} for entry in getattr(DOCUMENT.settings, key)]


def _with(document: Document, edits: tuple[Edit, ...]) -> Document:
    applied = apply(document, edits)
    assert applied.problems == ()
    return applied.document


def _read(folder: Path) -> Document:
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return reader.read(files).document


DOCUMENT = _read(EXAMPLE)
STANDS = _example()


def edits_of(case: Case) -> list[RawEdit]:
    """What the answers of a case come to."""
    about = About(STANDS, case.target, case.chosen)
    form = AnswerForm(FORMS[case.form], about, {}, _sent(case.answers))
    assert form.is_valid(), form.errors
    return form.edits()


class _Sent(dict[str, Any]):
    """Sent answers; a list where there are several to one question."""

    def getlist(self, name: str) -> list[str]:
        value = self.get(name, [])
        return value if isinstance(value, list) else [value]


def _sent(answers: dict[str, Any]) -> _Sent:
    return _Sent({name: value for name, value in answers.items() if value != ""})


GIVEN = {case.form: edits_of(case) for case in CASES}


def test_every_form_has_a_case() -> None:
    assert GIVEN.keys() == FORMS.keys()


@pytest.mark.parametrize("action", ACTIONS)
def test_action_and_each_of_its_values_can_be_asked_for_by_a_form(action: str) -> None:
    given = [edit for edits in GIVEN.values() for edit in edits if edit["action"] == action]
    assert given
    assert {key for edit in given for key in edit["values"]} == set(ACTIONS[action].keys)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.form)
def test_edit_applies_and_is_told_in_words(case: Case) -> None:
    edits = [Edit(**edit) for edit in GIVEN[case.form]]
    after = _with(STANDS, tuple(edits))
    changes = diff(STANDS, after)
    assert changes
    sentences = [describe(change) for change in changes]
    for words in (*sentences, *(told(edit.as_json(), STANDS.settings)[1] for edit in edits)):
        assert not _keys_in(words), words
    for edit in edits:
        title, _ = told(edit.as_json(), STANDS.settings)
        assert title
        assert "{" not in title
        assert edit.action not in title


def _keys_in(words: str) -> set[str]:
    """The keys of settings and values that stand in a text as they are written in files."""
    keys = {key for action in ACTIONS.values() for key in action.keys if "_" in key}
    return {key for key in keys if key in words.split()}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.form)
def test_stored_edit_opens_again_as_it_was_asked_for(case: Case) -> None:
    for edit in GIVEN[case.form]:
        form = form_of(edit["action"], edit["values"])
        assert form is not None
        found = recall(form, edit)
        about = About(STANDS, found.target or case.target, found.chosen)
        bound = AnswerForm(form, about, found.values, _sent(_as_sent(AnswerForm(form, about, found.values))))
        assert bound.is_valid(), bound.errors
        assert bound.edits() == [edit]


def _as_sent(form: AnswerForm) -> dict[str, Any]:
    """What a browser sends of a form that nobody touched."""
    shown = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in shown.items() if value not in (None, False, "")}


def _questions(form: EditForm) -> Iterator[Question]:
    for question in form.questions():
        yield question
        yield from question.columns if question.kind in ("group", "rows", "each") else ()


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: form.key)
def test_each_question_has_a_label_and_help(form: EditForm) -> None:
    assert form.choice
    assert form.note or form.sections
    for question in _questions(form):
        assert question.label
        assert question.hint or question.kind in ("flag", "place", "each"), question.key
        assert question.missing or not question.required, question.key


@pytest.mark.parametrize("action", ACTIONS)
def test_each_value_has_a_shape_in_rest(action: str) -> None:
    assert rest_shape(action)["properties"].keys() == set(ACTIONS[action].keys)
