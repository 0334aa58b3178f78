"""Conflicts are settled one by one: by page and by REST, and what was settled is what is published."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from knox.models import AuthToken

from changes_app.errors import Invalid, NotAllowed, NotFound, WrongStatus
from changes_app.models import ChangeRequest, Event
from changes_app.proposals import standard
from changes_app.proposals.actions import settlement, submissions
from changes_app.record.event_words import describe
from changes_app.workflow import EventKind, Status
from specs_app import queries
from specs_app.access import PORTAL
from specs_app.projection.verification import verify
from specs_app.versions import resolve
from tests.drivers import BREAKING, EDITORIAL, World

pytestmark = pytest.mark.one_database

MINE = (
    {"action": "change_item", "target": "YOUN002A", "values": {"guidance": "Mine.", "description": "My family name"}},
    {"action": "change_object", "target": "ysd_young_person", "values": {"title": "My young people"}},
)
THEIRS = (
    {"action": "change_item", "target": "YOUN002A", "values": {"guidance": "Theirs.", "description": "Their name"}},
    {"action": "change_object", "target": "ysd_young_person", "values": {"title": "Their young people"}},
)
THREE_WAYS = [
    {"address": "items/YOUN002A", "field": "guidance", "keep": "mine"},
    {"address": "items/YOUN002A", "field": "description", "keep": "theirs"},
    {"address": "objects/ysd_young_person", "field": "title", "keep": "other", "value": "Everybody's young people"},
]


def given_back(world: World) -> ChangeRequest:
    """A proposal with a vote that collides in three fields with what was published meanwhile."""
    mine = world.in_review(MINE)
    world.published(THEIRS)
    mine = world.vote_through(mine)
    assert (mine.status, len(mine.conflicts)) == (Status.CHANGES_REQUESTED, 3)
    return mine


def by_action(_world: World, change: ChangeRequest) -> None:
    settlement.settle(change=change, by=change.proposer, choices=THREE_WAYS)


def by_rest(world: World, change: ChangeRequest) -> None:
    answer = post(change.proposer, change, {"choices": THREE_WAYS, "revision": current(world)})
    assert answer.status_code == 200, answer.content
    assert answer.json()["conflicts"] == []


def by_page(_world: World, change: ChangeRequest) -> None:
    client = signed_in(change.proposer)
    page = client.get(address(change))
    text = page.content.decode()
    for words in ("Item YOUN002A, guidance", "Theirs.", "Mine.", "Their young people"):
        assert words in text, words
    answer = client.post(address(change), answers(page, THREE_WAYS))
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/ysd/changes/{change.number}/draft/")


def answers(page: Any, choices: list[dict[str, str]]) -> dict[str, str]:
    """The form filled in."""
    form = page.context["form"]
    sent = {"revision": form["revision"].value()}
    for conflict in form.conflicts:
        place = (conflict["address"], conflict["field"])
        choice = next(one for one in choices if (one["address"], one["field"]) == place)
        keep, *words = form._fields_of(conflict)
        sent |= {keep: choice["keep"]} | {name: choice.get("value", "") for name in words}
    return sent


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(change: ChangeRequest) -> str:
    return f"/ysd/changes/{change.number}/conflicts/"


def post(user: User, change: ChangeRequest, body: Any) -> Any:
    client = Client(headers={"Authorization": f"Bearer {AuthToken.objects.create(user)[1]}"})
    path = f"/api/v1/specifications/ysd/changes/{change.number}/settle/"
    return client.post(path, json.dumps(body), content_type="application/json")


def current(world: World) -> str:
    world.specification.refresh_from_db()
    return str(world.specification.published_revision)


@pytest.mark.parametrize("settle", [by_action, by_rest, by_page])
def test_three_conflicts_are_settled_three_ways_voted_and_published(world: World, settle: Any) -> None:
    mine = given_back(world)
    before = mine.content_hash
    settle(world, mine)
    mine = ChangeRequest.objects.get(pk=mine.pk)
    assert mine.content_hash != before
    assert mine.conflicts == []
    assert [edit.values for edit in mine.edits.all()] == [{"guidance": "Mine."}, {"title": "Everybody's young people"}]
    mine = submissions.take("submit", change=mine, by=mine.proposer)
    assert Event.objects.filter(kind=EventKind.SUBMITTED).latest("pk").data["void_votes"] == ["Eastmoor"]
    mine = world.vote_through(submissions.take("triage", change=mine, by=world.people.secretariat))
    assert mine.status == Status.PUBLISHED
    document = queries.at("ysd", mine.published_revision, viewer=PORTAL)[1].document
    entry, item = document.item_by_ref["YOUN002A"]
    assert (item.guidance, item.description, entry.title) == ("Mine.", "Their name", "Everybody's young people")
    assert list(verify(specification=world.specification)) == []


def test_record_says_what_was_done_with_each(world: World) -> None:
    mine = given_back(world)
    by_action(world, mine)
    event = Event.objects.get(kind=EventKind.REBASED)
    assert describe(event) == "Pat Tester (Northshire) settled 3 conflicts: kept 1, took 1, rewrote 1"
    assert {(one["field"], one["keep"]) for one in event.data["choices"]} == {
        ("guidance", "mine"),
        ("description", "theirs"),
        ("title", "other"),
    }
    assert event.data["before"] != event.data["after"]


def test_proposal_of_which_nothing_is_left_says_so(world: World) -> None:
    mine = given_back(world)
    client = signed_in(mine.proposer)
    page = client.get(address(mine))
    taken = [{**choice, "keep": "theirs"} for choice in THREE_WAYS]
    text = client.post(address(mine), answers(page, taken), follow=True).content.decode()
    assert "nothing of your proposal is left" in text
    mine.refresh_from_db()
    assert (mine.edits.count(), mine.differences) == (0, [])
    with pytest.raises(Invalid):
        submissions.take("submit", change=mine, by=mine.proposer)


def test_a_choice_that_is_missing_is_asked_for_and_nothing_typed_is_lost(world: World) -> None:
    mine = given_back(world)
    client = signed_in(mine.proposer)
    page = client.get(address(mine))
    sent = answers(page, THREE_WAYS)
    missing = next(name for name, value in sent.items() if value == "mine")
    answer = client.post(address(mine), {name: value for name, value in sent.items() if name != missing})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "There is a problem" in text
    assert "Choose what should stand: Item YOUN002A, guidance" in text
    assert "Everybody&#x27;s young people" in text
    assert ChangeRequest.objects.get(pk=mine.pk).conflicts


WRONG = {
    "nothing": ([], "missing-choice"),
    "one is missing": (THREE_WAYS[:2], "missing-choice"),
    "unknown": ([*THREE_WAYS, {"address": "items/NOPE", "field": "", "keep": "mine"}], "no-such-conflict"),
    "no words": ([*THREE_WAYS[:2], {**THREE_WAYS[2], "value": " "}], "missing-value"),
    "no such way": ([*THREE_WAYS[:2], {**THREE_WAYS[2], "keep": "both"}], "missing-choice"),
    "not one of the words": ([*THREE_WAYS[:2], {**THREE_WAYS[2], "keep": ["mine"]}], "missing-choice"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_choices_settle_nothing(world: World, name: str) -> None:
    mine = given_back(world)
    choices, code = WRONG[name]
    answer = post(mine.proposer, mine, {"choices": choices})
    assert answer.status_code == 400
    assert code in [error["code"] for error in answer.json()["errors"]]
    assert len(ChangeRequest.objects.get(pk=mine.pk).conflicts) == 3


@pytest.mark.parametrize("choices", [None, "mine", [1], [{"address": 1, "keep": {}, "what": 2}]])
def test_wrong_shapes_are_refused(world: World, choices: Any) -> None:
    assert post(world.people.proposer, given_back(world), {"choices": choices}).status_code == 400


def test_standard_that_moved_on_meanwhile_is_shown_again(world: World) -> None:
    mine = given_back(world)
    client = signed_in(mine.proposer)
    page = client.get(address(mine))
    seen = current(world)
    world.published([{"action": "change_item", "target": "YOUN002A", "values": {"guidance": "Newer."}}])
    refused = post(mine.proposer, mine, {"choices": THREE_WAYS, "revision": seen})
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/conflict")
    assert "Newer." in [one["theirs"] for one in refused.json()["conflicts"]]
    answer = client.post(address(mine), answers(page, THREE_WAYS))
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "has changed again" in text
    assert "Newer." in text
    assert "Everybody&#x27;s young people" in text
    assert client.post(address(mine), answers(answer, THREE_WAYS)).status_code == 302


def test_progress_elsewhere_does_not_ask_again(world: World) -> None:
    mine = given_back(world)
    seen = current(world)
    world.published([{"action": "change_item", "target": "YOUN003A", "values": {"guidance": "Elsewhere."}}])
    settlement.settle(change=mine, by=mine.proposer, choices=THREE_WAYS, revision=seen)


def test_edit_of_something_removed_can_only_be_dropped(world: World) -> None:
    mine = world.draft(EDITORIAL)
    world.published(BREAKING)
    mine = ChangeRequest.objects.get(pk=mine.pk)
    (conflict,) = standard.open_conflicts(mine)
    place = {"address": conflict["address"], "field": conflict["field"]}
    with pytest.raises(Invalid):
        settlement.settle(change=mine, by=mine.proposer, choices=[{**place, "keep": "mine"}])
    settled = settlement.settle(change=mine, by=mine.proposer, choices=[{**place, "keep": "theirs"}])
    assert settled.differences == []


def test_removal_of_something_reworded_is_settled_as_a_whole(world: World) -> None:
    mine = world.draft(BREAKING)
    values = {"guidance": "Theirs.", "description": "Their name"}
    world.published([{"action": "change_item", "target": "YOUN002A", "values": values}])
    mine = ChangeRequest.objects.get(pk=mine.pk)
    places = [{"address": one["address"], "field": one["field"]} for one in standard.open_conflicts(mine)]
    assert len(places) == 2
    mixed = [{**places[0], "keep": "mine"}, {**places[1], "keep": "theirs"}]
    with pytest.raises(Invalid) as caught:
        settlement.settle(change=mine, by=mine.proposer, choices=mixed)
    assert [problem.rule for problem in caught.value.problems] == ["bound-together"]
    kept = settlement.settle(change=mine, by=mine.proposer, choices=[{**place, "keep": "mine"} for place in places])
    assert [entry["kind"] for entry in kept.differences] == ["removed"]


def test_returns_and_foreign_keys_are_settled_as_a_whole(world: World) -> None:
    key = {"object": "ysd_young_person", "item": "youn_person_id"}
    other = {"object": "ysd_referral", "item": "refe_referral_id"}
    mine = world.draft(
        [{"action": "change_item", "target": "YOUN002A", "values": {"returns": ["PDR"], "foreign_key": key}}]
    )
    world.published(
        [{"action": "change_item", "target": "YOUN002A", "values": {"returns": ["SPO"], "foreign_key": other}}]
    )
    mine = ChangeRequest.objects.get(pk=mine.pk)
    found = standard.open_conflicts(mine)
    assert {one["field"] for one in found} == {"returns", ""}
    choices = [
        {"address": one["address"], "field": one["field"], "keep": "mine" if one["field"] else "theirs"}
        for one in found
    ]
    settled = settlement.settle(change=mine, by=mine.proposer, choices=choices)
    assert settled.edits.get().values == {"returns": ["PDR"]}


def test_only_the_proposer_settles_and_only_while_it_can_be_edited(world: World) -> None:
    mine = given_back(world)
    for person in (world.people.secretariat, world.people.chair, world.people.voters[0], world.people.admin):
        with pytest.raises(NotAllowed):
            settlement.settle(change=mine, by=person, choices=THREE_WAYS)
        assert signed_in(person).get(address(mine)).status_code == 403
    assert Client().get(address(mine)).status_code == 302
    draft = world.draft()
    with pytest.raises(NotFound):
        settlement.settle(change=draft, by=world.people.chair, choices=[])
    with pytest.raises(WrongStatus):
        settlement.settle(change=draft, by=draft.proposer, choices=[])
    assert "nothing to settle" in signed_in(draft.proposer).get(address(draft)).content.decode()
    with pytest.raises(WrongStatus):
        settlement.settle(change=world.in_review(), by=world.people.proposer, choices=[])


def test_what_is_under_review_is_not_settled_though_it_collides(world: World) -> None:
    mine = world.in_review(MINE)
    world.published(THEIRS)
    with pytest.raises(WrongStatus):
        settlement.settle(change=mine, by=mine.proposer, choices=THREE_WAYS)
    stored = ChangeRequest.objects.get(pk=mine.pk)
    assert (stored.status, stored.content_hash) == (Status.IN_REVIEW, mine.content_hash)


def test_unknown_revision_is_refused(world: World) -> None:
    mine = given_back(world)
    with pytest.raises(Invalid):
        settlement.settle(change=mine, by=mine.proposer, choices=THREE_WAYS, revision="0" * 40)


def registry_edit(key: str, value: Any) -> tuple[dict[str, Any], ...]:
    return ({"action": "change_settings", "target": "", "values": {key: value}},)


@pytest.mark.parametrize("key", ["cms", "domains", "statuses"])
def test_two_proposals_that_each_add_an_entry_do_not_meet(world: World, key: str) -> None:
    mine = world.submitted(registry_edit(key, {"mine": {"title": "Mine"}}))
    world.published(registry_edit(key, {"theirs": {"title": "Theirs"}}))
    mine = submissions.take("triage", change=mine, by=world.people.secretariat)
    assert standard.open_conflicts(ChangeRequest.objects.get(pk=mine.pk)) == []
    assert world.vote_through(mine).status == Status.PUBLISHED
    world.specification.refresh_from_db()
    entries = getattr(resolve.current(world.specification).document.settings, key)
    assert [entry.key for entry in entries][-2:] == ["theirs", "mine"]
    assert list(verify(specification=world.specification)) == []


def test_list_of_a_whole_registry_applies_and_still_meets_an_entry_that_came(world: World) -> None:
    standing = resolve.current(world.specification).document.settings.domains
    whole = [{"key": entry.key, "title": entry.title} for entry in standing]
    mine = world.submitted(registry_edit("domains", [*whole, {"key": "mine", "title": "Mine"}]))
    assert mine.change_class == "compatible"
    world.published(registry_edit("domains", {"theirs": {"title": "Theirs"}}))
    (found,) = standard.open_conflicts(ChangeRequest.objects.get(pk=mine.pk))
    assert found["address"] == "settings/domains"
    assert found["theirs"][-1] == "theirs"


def test_entry_that_both_sides_add_is_settled_by_itself(world: World) -> None:
    mine = world.submitted(registry_edit("domains", {"both": {"title": "Mine"}, "other": {"title": "Other"}}))
    world.published(registry_edit("domains", {"both": {"title": "Theirs"}}))
    mine = submissions.take("request_changes", change=mine, by=world.people.chair, comment="See the other one.")
    (found,) = standard.open_conflicts(mine)
    assert found["address"] == "settings/domains/both"
    choice = {"address": found["address"], "field": found["field"], "keep": "theirs"}
    mine = settlement.settle(change=mine, by=mine.proposer, choices=[choice])
    assert [edit.values for edit in mine.edits.all()] == [{"domains": {"other": {"title": "Other"}}}]
