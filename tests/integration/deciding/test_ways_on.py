"""Where a proposal leads next: visitors to signing in and back, voters to the ballot, the refused to where they came from."""

import pytest
from django.test import Client

from tests.drivers import COMPATIBLE, World
from tests.integration.conftest import As
from tests.integration.deciding.test_pages import page_of

pytestmark = pytest.mark.one_database


def test_visitor_is_asked_to_sign_in_and_led_back(world: World, client: Client) -> None:
    change, done = world.in_review(), world.published()
    page, after = (client.get(page_of(one)).content.decode() for one in (change, done))
    assert f'href="/accounts/login/?next=%2Fysd%2Fchanges%2F{change.number}%2F">Sign in to comment or vote</a>' in page
    assert "Sign in to comment</a>" in after


def test_sign_in_at_the_head_of_a_page_leads_back_to_it(world: World, client: Client) -> None:
    page = client.get("/ysd/items/?type=date&page=1").content.decode()
    assert 'href="/accounts/login/?next=%2Fysd%2Fitems%2F%3Ftype%3Ddate%26page%3D1">Sign in</a>' in page
    assert 'href="/accounts/login/">Sign in</a>' in client.get("/").content.decode()


def test_voter_is_led_to_the_ballot_until_they_have_voted(world: World, client_of: As) -> None:
    change, voter = world.in_review(COMPATIBLE), world.people.voters[0]
    page = client_of(voter).get(page_of(change)).content.decode()
    assert 'href="#vote">Give the vote of Eastmoor</a>' in page
    assert 'id="vote"' in page
    world.vote(change, voter)
    assert "Give the vote of" not in client_of(voter).get(page_of(change)).content.decode()


def test_who_may_take_steps_is_led_to_them_from_the_top(world: World, client_of: As) -> None:
    change = world.submitted()
    office = client_of(world.people.secretariat).get(page_of(change)).content.decode()
    assert 'href="#steps">Pass to the steering group, request changes, put on hold or reject</a>' in office
    assert 'href="#steps">Next steps</a>' in office
    proposer = client_of(world.people.proposer).get(page_of(change)).content.decode()
    assert 'href="#steps">Withdraw</a>' in proposer
    voter = client_of(world.people.voters[0]).get(page_of(change)).content.decode()
    assert 'href="#steps"' not in voter


def test_refusal_leads_back_to_the_proposal_and_its_standard(world: World, client_of: As) -> None:
    change, client = world.submitted(), client_of(world.people.voters[0])
    refused = client.get(f"/ysd/changes/{change.number}/colleagues/")
    missing = client.get("/ysd/changes/YSD-9999/why/")
    assert (refused.status_code, missing.status_code) == (403, 404)
    assert f'href="/ysd/changes/{change.number}/">Back to {change.number}</a>' in refused.content.decode()
    assert 'href="/ysd/">Go to the standard</a>' in refused.content.decode()
    assert 'href="/ysd/">Go to the standard</a>' in missing.content.decode()
    assert "YSD-9999/" not in missing.content.decode().partition("<main")[2]


def test_long_text_shows_what_changes_in_it_and_the_whole_on_demand(world: World, client: Client) -> None:
    guidance = "As the family says it. " * 60
    first = ({"action": "change_item", "target": "YOUN002A", "values": {"guidance": guidance + "Old."}},)
    world.published(first)
    second = ({"action": "change_item", "target": "YOUN002A", "values": {"guidance": guidance + "New."}},)
    page = client.get(page_of(world.in_review(second))).content.decode()
    short, _, whole = page.partition("The whole text, with what changes in it")
    assert "words as they are" in short
    assert short.count("As the family says it.") < 10
    assert whole.count("As the family says it.") >= 60
