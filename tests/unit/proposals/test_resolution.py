"""Every place that an edit alters is claimed by it, so that a conflict there can be settled."""

from __future__ import annotations

from typing import Any

import pytest

from changes_app.proposals.resolution import CLAIMS, Settlement, claims, settled
from specs_app.document.diff import diff
from specs_app.document.edits import ACTIONS, Edit, apply
from specs_app.document.merge import conflicts
from specs_app.document.types import Document
from specs_app.yaml_files.reader import read
from tests.corpus_files import example_repository

LINK = {"child_object": "ysd_young_person", "child_item": "youn_family_name"}
EDITS: dict[str, tuple[str, dict[str, Any]]] = {
    "add_object": ("ysd_award", {"title": "Awards"}),
    "change_object": ("ysd_team", {"title": "Teams of the service", "description": "One row a team."}),
    "remove_object": ("ysd_destination", {}),
    "add_item": ("ysd_team", {"name": "team_size", "type": "int", "item_ref": "TEAM099A"}),
    "change_item": (
        "YOUN002A",
        {"guidance": "New.", "returns": ["SPO"], "validators": [{"validator": "notblank"}], "after": ""},
    ),
    "remove_item": ("YOUN002A", {}),
    "move_item": ("YOUN002A", {"after": ""}),
    "map_item": ("YOUN002A", {"cms": "kestrel", "note": "Asked."}),
    "add_category": ("award_kind", {"values": ["A"]}),
    "change_category": ("recorded_sex", {"name": "sex_recorded"}),
    "remove_category": ("spare", {}),
    "add_value": ("recorded_sex", {"value": "Q"}),
    "change_value": ("recorded_sex/F", {"description": "Another"}),
    "remove_value": ("recorded_sex/F", {}),
    "add_relationship": ("", {**LINK, "parent_object": "ysd_team", "parent_item": "team_team_id"}),
    "remove_relationship": ("ysd_referral.refe_person_id>ysd_young_person.youn_person_id", {}),
    "set_extract": ("larchway/ysd_team", {"sql": "SELECT 1 AS team_team_id"}),
    "remove_extract": ("larchway/ysd_venue", {}),
    "add_authority": ("901", {"name": "Eastbrook", "temporary": True}),
    "change_authority": (
        "900",
        {"name": "Northmoor and Vale", "left_out": {"create_fk": None}, "parameters": {"years": "4"}, "header": "Ours"},
    ),
    "remove_authority": ("900", {}),
    "add_return": ("NEW", {"title": "New"}),
    "change_return": ("PDR", {"title": "Another title"}),
    "remove_return": ("SPARE", {}),
    "change_settings": (
        "",
        {
            "title": "Other",
            "rules": {"breaking": {"approvals": 4}},
            "publisher": "Others",
            "validators": {"postcode": {"description": "A postcode."}},
            "datatypes": {"year": {"extends": "integer"}},
        },
    ),
}
#: What can be removed.
UNUSED = (
    Edit("add_category", "spare", {"values": ["A"]}),
    Edit("add_return", "SPARE"),
    Edit("set_extract", "larchway/ysd_venue", {"sql": "SELECT 1 AS venu_venue_id"}),
)


@pytest.fixture(scope="module")
def example() -> Document:
    return read(example_repository()).document


def test_every_action_has_its_claims() -> None:
    assert CLAIMS.keys() == ACTIONS.keys() == EDITS.keys()


@pytest.mark.parametrize("action", EDITS)
def test_every_place_that_an_edit_alters_is_claimed(example: Document, action: str) -> None:
    edit = Edit(action, *EDITS[action])
    before = apply(example, UNUSED).document
    after = apply(before, [edit])
    changes = diff(before, after.document)
    places = [
        {"address": change.address.partition(">")[0], "field": "returns" if change.kind == "return" else change.field}
        for change in changes
    ]
    own = list(claims(edit, before))
    unclaimed = [place for place in places if not any(claim.meets(place) for claim in own)]
    assert (unclaimed, after.problems) == ([], ())
    assert places


def test_what_is_published_takes_one_key_out_and_leaves_the_others(example: Document) -> None:
    edits = (
        Edit("change_item", "YOUN002A", {"guidance": "Mine.", "description": "Mine too."}),
        Edit("change_settings", "", {"rules": {"breaking": {"approvals": 4}, "editorial": {"approvals": 2}}}),
    )
    place = {"address": "items/YOUN002A", "field": "guidance"}
    rule = {"address": "settings/rules/breaking", "field": ""}
    left = settled(edits, example, place, Settlement(**place, keep="theirs"))
    left = settled(left, example, rule, Settlement(**rule, keep="theirs"))
    assert [edit.values for edit in left] == [{"description": "Mine too."}, {"rules": {"editorial": {"approvals": 2}}}]


def test_an_edit_of_which_nothing_is_left_goes(example: Document) -> None:
    edit = Edit("change_item", "YOUN002A", {"guidance": "Mine."})
    theirs = apply(example, [Edit("change_item", "YOUN002A", {"guidance": "Theirs."})]).document
    (conflict,) = conflicts(example, theirs, apply(example, [edit]).document)
    place = Settlement(conflict.address, conflict.field, "theirs")
    assert settled([edit], example, conflict.as_dict(), place) == ()
