"""A vote whose caster leaves in the very moment of the decision: it is counted where the decision came first, and never after."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import User

from changes_app.deciding import tallies
from changes_app.errors import NotAllowed
from changes_app.models import ChangeRequest, Event, Membership
from changes_app.people.actions import membership
from changes_app.workflow import EventKind, Role, Status
from tests.drivers import World, admit, example_world
from tests.side_by_side import PATIENCE, at_once, by_itself, stopped_at, until_one_waits

LEAVING = (EventKind.MEMBERSHIP_ENDED, EventKind.MEMBERSHIP_CHANGED)


@pytest.fixture
def world(transactional_db: None) -> World:
    """A world that other threads see too."""
    return example_world()


def seat(world: World) -> Membership:
    """That of the one who leaves, the first voter, who votes for Eastmoor."""
    return Membership.objects.get(specification=world.specification, user=world.people.voters[0])


def end(world: World) -> Membership:
    return membership.end(membership=seat(world), by=world.people.secretariat, reason="Has moved on.")


def leave(world: World) -> Membership:
    return membership.leave(membership=seat(world), by=world.people.voters[0])


def take_the_role(world: World) -> Membership:
    given = {"role": Role.MEMBER, "organisation": "Eastmoor", "reason": "Votes no more."}
    return membership.change(membership=seat(world), by=world.people.secretariat, **given)


def move_elsewhere(world: World) -> Membership:
    given = {"role": Role.STEERING, "organisation": "Farshire", "reason": "Works there now."}
    return membership.change(membership=seat(world), by=world.people.secretariat, **given)


WAYS: tuple[Callable[[World], Membership], ...] = (end, leave, take_the_role, move_elsewhere)


def one_vote_short(world: World, name: str, voter: User) -> tuple[ChangeRequest, int]:
    """A proposal that needs two approvals and has one, with the number of the newest event; who leaves is still there."""
    admit(world.specification, world.people.voters[0], Role.STEERING, "Eastmoor")
    values = {"name": f"youn_{name}", "description": "One more", "type": "nvarchar", "max_field_size": "10"}
    edits: list[dict[str, Any]] = [{"action": "add_item", "target": "ysd_young_person", "values": values}]
    change = world.vote(world.in_review(edits), voter)
    return change, Event.objects.order_by("-pk").values_list("pk", flat=True)[0]


def published_in_order(change: ChangeRequest, since: int) -> bool:
    """Whether it was published: then with both votes, before one of their casters left. If not, it waits for one more."""
    change.refresh_from_db()
    left = Event.objects.get(kind__in=LEAVING, pk__gt=since)
    published = Event.objects.filter(change_number=change.number, kind=EventKind.PUBLISHED).first()
    counted = tallies.tally(change)
    assert counted is not None
    if published is None:
        assert (change.status, change.published_revision, counted.approvals) == (Status.IN_REVIEW, "", 1)
        return False
    assert change.status == Status.PUBLISHED
    assert {words.partition("(")[2] for words in change.decision["approved_by"]} == {"Eastmoor)", "Southdale)"}
    assert published.pk < left.pk
    assert published.at <= left.at
    return True


def test_who_has_left_before_the_decision_is_not_counted(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for way in WAYS:
        change, since = one_vote_short(world, f"before_{way.__name__}", world.people.voters[0])
        with ThreadPoolExecutor(2) as pool:
            with stopped_at("changes_app.people.actions.membership._record", monkeypatch) as left:
                leaving = pool.submit(by_itself, partial(way, world))
                assert left.wait(PATIENCE)
                voting = pool.submit(by_itself, partial(world.vote, change, world.people.voters[1]))
                assert until_one_waits()
            assert isinstance(leaving.result(), Membership)
            assert isinstance(voting.result(), ChangeRequest)
        assert not published_in_order(change, since), way


def test_who_leaves_after_the_decision_waits_for_it_and_was_counted(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for way in WAYS:
        change, since = one_vote_short(world, f"after_{way.__name__}", world.people.voters[0])
        with ThreadPoolExecutor(2) as pool:
            with stopped_at("changes_app.publication.publisher._commit", monkeypatch) as decided:
                voting = pool.submit(by_itself, partial(world.vote, change, world.people.voters[1]))
                assert decided.wait(PATIENCE)
                leaving = pool.submit(by_itself, partial(way, world))
                assert until_one_waits()
                assert not leaving.done()
            assert isinstance(voting.result(), ChangeRequest)
            assert isinstance(leaving.result(), Membership)
        assert published_in_order(change, since), way


def test_who_leaves_at_the_same_instant_is_counted_before_or_not_at_all(world: World) -> None:
    """The deciding vote is another's, then their own, which they may have no right to any more."""
    leaver, stays, _ = world.people.voters
    for number, way in enumerate(WAYS):
        first, last = (leaver, stays) if number % 2 else (stays, leaver)
        change, since = one_vote_short(world, f"round_{number}", first)
        voted, left = at_once(partial(world.vote, change, last), partial(way, world))
        assert isinstance(left, Membership), left
        assert isinstance(voted, ChangeRequest) or (last is leaver and isinstance(voted, NotAllowed)), voted
        published_in_order(change, since)
