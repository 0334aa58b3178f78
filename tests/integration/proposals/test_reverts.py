"""A published change is taken back as a proposal: by action, page and REST, on the standard as it is by then."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from knox.models import AuthToken

from changes_app.errors import Invalid, WrongStatus
from changes_app.models import ChangeRequest, Event
from changes_app.proposals.actions import drafts, reverts, settlement, submissions
from changes_app.record.event_words import describe
from changes_app.workflow import EventKind, Status
from specs_app.document.diff import diff
from specs_app.projection.verification import verify
from specs_app.versions.resolve import current
from tests.drivers import BREAKING, EDITORIAL, World, trailers_of


def guidance(text: str) -> tuple[dict[str, object], ...]:
    return ({"action": "change_item", "target": "YOUN002A", "values": {"guidance": text}},)


def head(world: World) -> object:
    world.specification.refresh_from_db()
    return current(world.specification).document


def taken_back(world: World, change: ChangeRequest) -> ChangeRequest:
    """The draft of the revert, given a reason and voted through."""
    draft = reverts.revert(change=change, by=world.people.proposer)
    drafts.update(change=draft, by=draft.proposer, reason="It was wrong.")
    submitted = submissions.take("submit", change=draft, by=draft.proposer)
    return world.vote_through(submissions.take("triage", change=submitted, by=world.people.secretariat))


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(change: ChangeRequest) -> str:
    return f"/{change.specification.slug}/changes/{change.number}/"


@pytest.mark.parametrize("edits", [EDITORIAL, BREAKING], ids=["words", "item"])
def test_revert_that_is_voted_through_gives_the_standard_as_it_was(
    world: World, edits: tuple[dict[str, object], ...]
) -> None:
    before = head(world)
    change = world.published(edits)
    assert diff(head(world), before)  # type: ignore[arg-type]
    again = taken_back(world, change)
    assert again.status == Status.PUBLISHED
    assert diff(head(world), before) == ()  # type: ignore[arg-type]
    assert ("Reverts", change.number) in trailers_of(world.specification, again.published_revision)
    assert list(verify(specification=world.specification)) == []


def test_draft_of_a_revert_says_what_it_reverts(world: World) -> None:
    change = world.published()
    draft = reverts.revert(change=change, by=world.people.voters[0])
    assert (draft.title, draft.reason, draft.reverts, draft.conflicts) == (
        f"Revert {change.number}: {change.title}",
        "",
        change,
        [],
    )
    world.specification.refresh_from_db()
    assert draft.base_revision == world.specification.published_revision
    event = Event.objects.get(kind=EventKind.REVERT_BEGUN)
    assert (event.change_number, describe(event)) == (
        draft.number,
        f"Ada Tester (Eastmoor) began a draft that reverts {change.number}",
    )
    with pytest.raises(Invalid, match="not complete"):
        submissions.take("submit", change=draft, by=draft.proposer)


def test_standard_that_has_moved_on_is_shown_with_three_sides_and_settled(world: World) -> None:
    before = head(world)
    change = world.published(guidance("First."))
    world.published(guidance("Second."))
    draft = reverts.revert(change=change, by=world.people.proposer)
    old = before.item_by_ref["YOUN002A"][1].guidance  # type: ignore[attr-defined]
    assert draft.conflicts == [
        {"address": "items/YOUN002A", "field": "guidance", "base": "First.", "theirs": "Second.", "mine": old}
    ]
    page = signed_in(draft.proposer).get(f"{address(change)}revert/").content.decode()
    assert "As it was published" in page
    assert "First." in page
    assert "Second." in page
    choice = [{"address": "items/YOUN002A", "field": "guidance", "keep": "mine"}]
    settled = settlement.settle(change=draft, by=draft.proposer, choices=choice)
    assert (settled.conflicts, settled.differences[0]["after"]) == ([], old)


def test_part_that_is_gone_since_is_a_conflict_and_can_be_left_out(world: World) -> None:
    change = world.published(
        (*guidance("First."), {"action": "change_item", "target": "YOUN004A", "values": {"guidance": "Kept."}})
    )
    world.published(BREAKING)
    draft = reverts.revert(change=change, by=world.people.proposer)
    assert [one["address"] for one in draft.conflicts] == ["items/YOUN002A"]
    choices = [{"address": one["address"], "field": one["field"], "keep": "theirs"} for one in draft.conflicts]
    settled = settlement.settle(change=draft, by=draft.proposer, choices=choices)
    assert [one["address"] for one in settled.differences] == ["items/YOUN004A"]


def test_neighbour_that_is_gone_since_gives_way_to_the_one_before_it(world: World) -> None:
    change = world.published(({"action": "remove_item", "target": "YOUN005A"},))
    world.published(({"action": "remove_item", "target": "YOUN004A"},))
    draft = reverts.revert(change=change, by=world.people.proposer)
    (edit,) = draft.edits.filter(action="add_item")
    assert (edit.values["item_ref"], edit.values["after"], draft.conflicts) == ("YOUN005A", "YOUN003A", [])


def test_what_was_taken_back_already_is_refused_in_words(world: World) -> None:
    change = world.published()
    taken_back(world, change)
    with pytest.raises(Invalid, match="is left to be reverted"):
        reverts.revert(change=change, by=world.people.proposer)


def test_only_what_is_published_is_reverted(world: World) -> None:
    with pytest.raises(WrongStatus, match="only what is published can be reverted"):
        reverts.revert(change=world.in_review(), by=world.people.proposer)


def test_reference_of_a_removed_item_is_for_its_revert_alone(world: World) -> None:
    change = world.published(BREAKING)
    again = {"action": "add_item", "target": "ysd_young_person"}
    values = {"item_ref": "YOUN002A", "name": "youn_other", "type": "int"}
    with pytest.raises(Invalid):
        world.draft(({**again, "values": values},))
    assert reverts.revert(change=change, by=world.people.proposer).edits.get(action="add_item").values["item_ref"] == (
        "YOUN002A"
    )


def test_page_begins_the_draft_and_both_pages_lead_to_the_other(world: World) -> None:
    change, proposer = world.published(), world.people.proposer
    client = signed_in(proposer)
    assert f'href="{address(change)}revert/"' in client.get(address(change)).content.decode()
    asked = client.get(f"{address(change)}revert/")
    assert b"Begin the draft" in asked.content
    answer = client.post(f"{address(change)}revert/", follow=True)
    draft = ChangeRequest.objects.get(reverts=change)
    assert answer.request["PATH_INFO"] == f"{address(draft)}draft/"
    assert f'It reverts <a class="govuk-link" href="{address(change)}">' in answer.content.decode()
    assert f'Reverted by <a class="govuk-link" href="{address(draft)}">' in client.get(address(change)).content.decode()
    assert draft.number not in Client().get(address(change)).content.decode()


def test_page_says_what_keeps_it_from_being_reverted(world: World) -> None:
    change = world.published()
    taken_back(world, change)
    client = signed_in(world.people.proposer)
    assert b"Nothing of it is left" in client.get(f"{address(change)}revert/").content
    answer = client.post(f"{address(change)}revert/")
    assert (answer.status_code, b"is left to be reverted" in answer.content) == (422, True)


def test_rest_begins_the_draft_and_tells_both_ways(world: World) -> None:
    change, by = world.published(guidance("First.")), world.people.proposer
    world.published(guidance("Second."))
    client = Client(headers={"authorization": f"Bearer {AuthToken.objects.create(user=by)[1]}"})
    place = f"/api/v1/specifications/ysd/changes/{change.number}/"
    answer = client.post(f"{place}revert/", "{}", content_type="application/json")
    assert answer.status_code == 201, answer.content
    told = answer.json()
    assert (told["status"], told["reverts"], told["unreverted"], len(told["conflicts"])) == (
        "draft",
        change.number,
        [],
        1,
    )
    assert client.get(place).json()["reverted_by"] == [told["id"]]
    assert Client().get(place).json()["reverted_by"] == []
    refused = client.post(
        f"/api/v1/specifications/ysd/changes/{told['id']}/revert/", "{}", content_type="application/json"
    )
    assert refused.status_code == 409
    assert client.post(f"{place}revert/", '{"x": 1}', content_type="application/json").status_code == 400
