"""Reading and deciding proposals on their pages."""

import re
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from changes_app.actions import drafts, submissions
from changes_app.models import ChangeRequest
from changes_app.workflow import Status
from tests.drivers import BREAKING, COMPATIBLE, EDITORIAL, World
from tests.integration.changes_pages.conftest import As

MOST_QUERIES = 14


def page_of(change: object, *parts: str) -> str:
    return "/".join(("/ysd/changes", str(getattr(change, "number", "")), *parts, ""))


def test_two_votes_on_the_page_publish(world: World, client_of: As) -> None:
    change = world.in_review(COMPATIBLE)
    for voter in world.people.voters[:2]:
        sent = {"verdict": "approve", "comment": "Good", "content_hash": change.content_hash}
        assert client_of(voter).post(page_of(change, "vote"), sent).status_code == 302
    change.refresh_from_db()
    assert change.status == Status.PUBLISHED
    assert change.published_revision[:7] in Client().get(page_of(change)).content.decode()


def test_vote_on_earlier_content_is_asked_again_with_its_words(world: World, client_of: As) -> None:
    change = world.in_review()
    sent = {"verdict": "approve", "comment": "My words", "content_hash": "sha256:old"}
    answer = client_of(world.people.voters[0]).post(page_of(change, "vote"), sent)
    assert answer.status_code == 409
    content = answer.content.decode()
    assert "My words" in content
    assert change.content_hash in content
    assert not change.reviews.exists()


def test_objection_without_reason_is_refused(world: World, client_of: As) -> None:
    change = world.in_review()
    sent = {"verdict": "object", "comment": "", "content_hash": change.content_hash}
    answer = client_of(world.people.voters[0]).post(page_of(change, "vote"), sent)
    assert answer.status_code == 400
    assert "There is a problem" in answer.content.decode()


def test_reader_sees_why_they_cannot_vote(world: World, client_of: As) -> None:
    change = world.in_review()
    assert (
        "Nobody decides on their own proposal" in client_of(world.people.proposer).get(page_of(change)).content.decode()
    )
    assert "Sign in first" in Client().get(page_of(change)).content.decode()


@pytest.mark.parametrize(
    ("step", "status"),
    [("request-changes", Status.CHANGES_REQUESTED), ("hold", Status.ON_HOLD), ("reject", Status.REJECTED)],
)
def test_office_takes_a_step_with_a_comment(world: World, client_of: As, step: str, status: str) -> None:
    change, client = world.in_review(), client_of(world.people.secretariat)
    assert client.get(page_of(change, step)).status_code == 200
    client.post(page_of(change, step), {"comment": "Because <b>"})
    change.refresh_from_db()
    assert change.status == status
    assert "Because &lt;b&gt;" in Client().get(page_of(change)).content.decode()


def test_step_that_needs_a_reason_asks_for_it(world: World, client_of: As) -> None:
    change = world.in_review()
    answer = client_of(world.people.secretariat).post(page_of(change, "reject"), {"comment": ""})
    assert "There is a problem" in answer.content.decode()
    change.refresh_from_db()
    assert change.status == Status.IN_REVIEW


def test_steps_are_refused_to_those_who_may_not(world: World, client_of: As) -> None:
    change = world.in_review()
    for person in (world.people.proposer, world.people.voters[0], world.people.outsider):
        client_of(person).post(page_of(change, "reject"), {"comment": "No"})
        change.refresh_from_db()
        assert change.status == Status.IN_REVIEW


def test_unknown_step_and_number_are_not_found(world: World, client_of: As) -> None:
    client = client_of(world.people.secretariat)
    assert client.get(page_of(world.in_review(), "explode")).status_code == 404
    assert client.get("/ysd/changes/YSD-9999/").status_code == 404


def test_comment_is_shown_as_text(world: World, client_of: As) -> None:
    change = world.in_review()
    client_of(world.people.voters[0]).post(page_of(change, "comment"), {"comment": "<img src=x onerror=alert(1)>"})
    content = Client().get(page_of(change)).content.decode()
    assert "<img src=x" not in content
    assert "<img src=x onerror=alert(1)>" in unescape(content)


@pytest.mark.parametrize("status", Status.values)
def test_page_in_every_status(
    world: World, client_of: As, status: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    change, client = world.drive(status), client_of(world.people.proposer)
    client.get("/ysd/")
    with django_assert_max_num_queries(MOST_QUERIES):
        assert client.get(page_of(change)).status_code == 200


def test_list_filters_and_its_queries_do_not_grow(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(6):
        world.submitted(COMPATIBLE if number % 2 else BREAKING, title=f"Proposal {number}")
    client = Client()
    with django_assert_max_num_queries(MOST_QUERIES):
        content = client.get("/ysd/changes/").content.decode()
    assert all(f"Proposal {number}" in content for number in range(6))
    narrowed = client.get("/ysd/changes/", {"class": "breaking", "q": "Proposal 2", "status": "open"}).content.decode()
    assert "Proposal 2" in narrowed
    assert "Proposal 4" not in narrowed


def test_open_proposals_stand_on_the_pages_they_would_change(world: World) -> None:
    change = world.in_review()
    assert change.number in Client().get("/ysd/items/YOUN002A/").content.decode()
    assert change.number not in Client().get("/ysd/items/YOUN001A/").content.decode()
    assert change.number in Client().get("/ysd/").content.decode()


def test_feed_holds_what_the_public_may_see(world: World) -> None:
    draft, seen = world.draft(title="Secret"), world.submitted(title="Told & <shown>")
    feed = Client().get("/ysd/changes/feed/").content.decode()
    assert seen.number in feed
    assert draft.number not in feed
    assert "<shown>" not in feed


def test_forms_on_a_page_with_an_error_still_lead_where_they_should(world: World, client_of: As) -> None:
    change = world.in_review()
    sent = {"verdict": "object", "comment": "", "content_hash": change.content_hash}

    answer = client_of(world.people.voters[0]).post(page_of(change, "vote"), sent)

    content = answer.content.decode()
    assert answer.status_code == 400
    assert f'action="{page_of(change, "vote")}"' in content
    assert f'action="{page_of(change, "comment")}"' in content
    assert 'href="#id_comment"' in content
    ids = re.findall(r' id="([^"]+)"', content)
    assert len(ids) == len(set(ids))


def test_vote_during_the_notice_says_where_it_has_led(world: World, client_of: As) -> None:
    change = world.in_review()
    change.rules = [{**rule, "notice_days": 7} for rule in change.rules]
    change.save()
    client = client_of(world.people.voters[0])

    approved = _voted(client, change, "approve")
    objected = _voted(client, change, "object")

    assert f"Your vote is counted. {change.number} is approved." in approved
    assert f"Your vote is counted. {change.number} goes back to the vote." in objected


def test_voter_reads_what_the_organisation_has_said(world: World, client_of: As) -> None:
    change = world.in_review(COMPATIBLE)
    own, colleague = client_of(world.people.voters[0]), client_of(world.people.colleague)
    assert "has voted" not in own.get(page_of(change)).content.decode()
    world.vote(change, world.people.voters[0])

    assert "Eastmoor has voted: approve, by you." in own.get(page_of(change)).content.decode()
    assert "by a colleague of yours" in colleague.get(page_of(change)).content.decode()
    change = submissions.request_changes(change=change, by=world.people.chair, comment="Shorter.")
    change = drafts.update(change=change, by=world.people.proposer, reason="Said otherwise.")
    change = submissions.submit(change=change, by=world.people.proposer)
    submissions.triage(change=change, by=world.people.secretariat)
    assert "Read what the proposal says now" in own.get(page_of(change)).content.decode()


def _voted(client: Client, change: ChangeRequest, verdict: str) -> str:
    sent = {"verdict": verdict, "comment": "So we think.", "content_hash": change.content_hash}
    return client.post(page_of(change, "vote"), sent, follow=True).content.decode()


def test_collisions_are_told_in_words_on_both_proposals(world: World, client_of: As) -> None:
    wording, removal = world.in_review(EDITORIAL), world.submitted(BREAKING)
    for change, other, words in (
        (wording, removal, "removes item YOUN002A"),
        (removal, wording, "changes the guidance of item YOUN002A"),
    ):
        body = client_of(world.people.voters[0]).get(change.get_absolute_url()).content.decode()
        assert f"{other.number}</a> {words}" in body
