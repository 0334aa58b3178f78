"""A name means the part that it was given to: a vote on one part is not published onto another. By page and by REST."""

from __future__ import annotations

from typing import Any

import pytest

from changes_app.models import ChangeRequest
from changes_app.proposals.actions import submissions
from changes_app.workflow import Status
from specs_app.projection.verification import verify
from tests.doors import Door
from tests.drivers import World

Edit = dict[str, Any]


def edit(action: str, target: str, **values: Any) -> Edit:
    return {"action": action, "target": target, "values": values}


def now(change: ChangeRequest) -> ChangeRequest:
    return ChangeRequest.objects.select_related("specification", "proposer").get(pk=change.pk)


def given_back(world: World, door: Door, mine: Edit, *meanwhile: list[Edit]) -> ChangeRequest:
    """Voted through by one door after others were published; it must have stopped and nothing may be published of it."""
    change = world.in_review([mine])
    for edits in meanwhile:
        world.published(edits, title="Other names")
    for voter in (*world.people.voters, world.people.chair):
        if now(change).status == Status.IN_REVIEW:
            door.vote(now(change), voter, "approve")
    change = now(change)
    assert (change.status, change.published_revision) == (Status.CHANGES_REQUESTED, "")
    assert list(verify(specification=world.specification)) == []
    return change


#: An object called otherwise, and another one under its name.
RENAMED = [edit("change_object", "ysd_team", name="ysd_crew")]
ANOTHER = [
    edit("add_object", "ysd_team", title="Teams"),
    edit("add_item", "ysd_team", name="team_team_id", type="nvarchar", description="Key", primary_key=True),
]


@pytest.mark.parametrize(
    ("mine", "field"),
    [
        (edit("change_object", "ysd_team", title="Crews"), "name"),
        (edit("change_object", "ysd_team", name="ysd_staff"), "name"),
        (edit("add_item", "ysd_team", name="team_size", type="int", description="Heads"), "object"),
    ],
    ids=["described", "renamed", "extended"],
)
def test_an_object_under_the_name_of_another_is_not_changed(world: World, door: Door, mine: Edit, field: str) -> None:
    change = given_back(world, door, mine, RENAMED, ANOTHER)
    assert ("ysd_team", "ysd_crew") in [
        (one["base"], one["theirs"]) for one in change.conflicts if one["field"] == field
    ]
    assert "ysd_crew" in door.read(change, change.proposer)


#: The same of a code list that items use.
LIST_RENAMED = [edit("change_category", "consent_answer", name="consent_given")]
ANOTHER_LIST = [edit("add_category", "consent_answer", values=[{"value": "Y", "description": "Yes to photographs"}])]


@pytest.mark.parametrize(
    "mine",
    [
        edit("add_value", "consent_answer", value="L", description="Later"),
        edit("change_item", "YOUN002A", category="consent_answer"),
    ],
    ids=["code", "use"],
)
def test_a_code_list_under_the_name_of_another_is_not_changed(world: World, door: Door, mine: Edit) -> None:
    change = given_back(world, door, mine, LIST_RENAMED, ANOTHER_LIST)
    assert "consent_given" in door.read(change, change.proposer)


@pytest.mark.parametrize("keep", ["mine", "theirs"])
def test_a_proposal_that_meant_another_object_is_settled(world: World, door: Door, keep: str) -> None:
    change = given_back(world, door, edit("change_object", "ysd_team", title="Crews"), RENAMED, ANOTHER)
    status, text = door.settle(change, change.proposer, keep)
    assert (status < 400, now(change).conflicts) == (True, []), text
    if keep == "theirs":
        assert list(now(change).edits.all()) == []
        return
    door.step(now(change), change.proposer, "submit")
    world.vote_through(submissions.take("triage", change=now(change), by=world.people.secretariat))
    assert now(change).status == Status.PUBLISHED
    assert "Crews" in door.look("ysd", "objects/ysd_team/")
    assert "Crews" not in door.look("ysd", "objects/ysd_crew/")
