"""The parts of the inbox, with change requests brought to each status by the real actions."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries

from changes_app.models import ChangeRequest
from tests.drivers import COMPATIBLE, World, example_world
from tests.integration.people.conftest import signed_in

INBOX = "/ysd/inbox/"


@pytest.fixture
def world(db: None) -> World:
    return example_world()


def parts(user: User) -> dict[str, list[str]]:
    """The numbers in each part of a person's inbox, by the part's key, as their page shows them."""
    page = signed_in(user).get(INBOX).content.decode()
    sections = re.findall(r'<section class="portal-section" aria-labelledby="([\w-]+)">(.*?)</section>', page, re.S)
    return {key: re.findall(r'<span class="portal-whole">([\w-]+)</span>', body) for key, body in sections}


def overdue(change: ChangeRequest) -> None:
    """The rules of a change in review get a deadline that passed long ago."""
    change.refresh_from_db()
    change.rules = [{**rule, "deadline_days": 1} for rule in change.rules]
    assert change.review_opened_at
    change.review_opened_at = change.review_opened_at.replace(year=2020)
    change.save()


def test_each_person_sees_what_waits_for_them(world: World) -> None:
    draft, sent = world.draft(), world.submitted()
    review, late = world.in_review(), world.in_review()
    asked, held = world.changes_requested(), world.on_hold()
    world.rejected()
    overdue(late)
    everybody = world.people
    assert parts(everybody.secretariat) == {
        "new": [sent.number],
        "overdue": [late.number],
        "votes": [review.number],
        "held": [held.number],
        "asked": [asked.number],
    }
    assert set(parts(everybody.chair)) == {"new", "vote", "overdue", "votes", "held", "asked"}
    waiting = parts(everybody.voters[0])
    assert {key: set(numbers) for key, numbers in waiting.items()} == {"vote": {review.number, late.number}}
    assert parts(everybody.proposer) == {
        "returned": [asked.number],
        "drafts": [draft.number],
        "under-way": [sent.number, review.number, late.number, held.number],
    }
    assert parts(everybody.outsider) == {}


def test_vote_takes_a_proposal_out_of_the_inbox_of_the_whole_organisation(world: World) -> None:
    change = world.in_review(COMPATIBLE)
    assert parts(world.people.colleague) == {"vote": [change.number]}
    world.vote(change, world.people.voters[0])
    assert parts(world.people.colleague) == {}
    assert parts(world.people.voters[1]) == {"vote": [change.number]}


def test_own_proposal_does_not_wait_for_ones_own_vote(world: World) -> None:
    change = world.in_review(by=world.people.voters[0])
    assert parts(world.people.voters[0]) == {"under-way": [change.number]}


def test_approved_and_unpublished_shows_the_problem(world: World) -> None:
    change = world.approved()
    change.refresh_from_db()
    assert change.publication_problem
    assert parts(world.people.secretariat) == {"unpublished": [change.number]}
    page = signed_in(world.people.secretariat).get(INBOX).content.decode()
    assert "Problem:" in page


def test_queries_do_not_grow_with_proposals(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(3):
        world.draft()
        world.submitted()
        world.in_review()
    for user in (world.people.secretariat, world.people.chair, world.people.proposer):
        client = signed_in(user)
        for path in (INBOX, "/account/"):
            with django_assert_max_num_queries(12):
                assert client.get(path).status_code == 200
