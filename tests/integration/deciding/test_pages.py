"""Reading and deciding proposals on their pages."""

import re
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from changes_app.deciding.ballots import poll
from changes_app.models import ChangeRequest, OutboxMessage
from changes_app.proposals.actions import drafts, submissions
from changes_app.workflow import Status
from tests.drivers import BREAKING, COMPATIBLE, EDITORIAL, World
from tests.integration.conftest import As

#: Those of the inbox, counted in the head of every page, and of the drawing of what the proposal does, among them.
MOST_QUERIES = 21


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


def test_voter_sees_why_they_cannot_vote(world: World, client_of: As) -> None:
    voter = world.people.voters[0]
    change = world.in_review(by=voter)
    assert "Nobody decides on their own proposal" in client_of(voter).get(page_of(change)).content.decode()
    assert (
        "made this proposal, so it has no vote"
        in client_of(world.people.colleague).get(page_of(change)).content.decode()
    )
    assert "Sign in to comment or vote" in Client().get(page_of(change)).content.decode()


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


def test_feed_tells_of_one_part_or_one_system(world: World) -> None:
    told, other = world.in_review(title="Told of"), world.in_review(COMPATIBLE, title="Of something else")
    everything, about_item = feed(), feed(address="items/YOUN002A")
    assert told.title in everything
    assert other.title in everything
    assert told.title in about_item
    assert other.title not in about_item
    assert told.title in feed(cms="larchway")
    assert 'rel="self"' in everything
    assert "<id>http://testserver/ysd/changes/feed/?cms=larchway</id>" in feed(cms="larchway")
    assert "<id>/" not in feed()
    assert other.title not in feed(cms="larchway")
    assert told.title not in feed(status="published")
    assert {Client().get("/ysd/changes/feed/", {key: "nope"}).status_code for key in ("cms", "status")} == {404}


def test_feed_of_a_system_tells_of_an_item_that_it_holds_no_longer(world: World) -> None:
    edit = {"action": "map_item", "target": "YOUN002A", "values": {"cms": "larchway", "marked": False, "table": None}}
    gone = world.published([{**edit, "values": {**edit["values"], "field": None, "source": None, "status": None}}])
    assert gone.number in feed(cms="larchway", status="published")


def feed(**query: str) -> str:
    answer = Client().get("/ysd/changes/feed/", query)
    assert answer.status_code == 200, query
    return answer.content.decode()


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
    assert "Eastmoor approved it" not in own.get(page_of(change)).content.decode()
    world.vote(change, world.people.voters[0])
    assert "Eastmoor approved it on " in own.get(page_of(change)).content.decode()
    assert "your vote counts" in own.get(page_of(change)).content.decode()
    assert "Another vote takes its place" in own.get(page_of(change)).content.decode()
    assert "A colleague of yours gave it" in colleague.get(page_of(change)).content.decode()


def test_vote_that_led_to_publication_is_not_said_to_be_open_to_another(world: World, client_of: As) -> None:
    change = world.published()
    page = client_of(world.people.voters[0]).get(page_of(change)).content.decode()
    assert "your vote counts." in page
    assert "Another vote takes its place" not in page


def test_voided_vote_shows_what_changed_and_is_confirmed_by_one_button(world: World, client_of: As) -> None:
    change = reworded(world, world.people.voters[0], "First words <b>")
    own, colleague = client_of(world.people.voters[0]), client_of(world.people.colleague)
    page = own.get(page_of(change)).content.decode()
    assert "Changed since your vote" in page
    assert "Said otherwise" in page.split("Confirm my vote")[0]
    assert "First words &lt;b&gt;" in page
    assert "Confirm my vote" not in colleague.get(page_of(change)).content.decode()

    form = page.split('aria-labelledby="your-vote"')[1].split("</form>")[0]
    pairs = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)
    sent = {name: unescape(value) for name, value in pairs}
    assert own.post(page_of(change, "vote"), sent).status_code == 302

    vote = poll(change).counted[0]
    assert (vote.verdict, vote.comment) == ("approve", "First words <b>")
    assert vote.content_hash == change.content_hash
    after = own.get(page_of(change)).content.decode()
    assert "1 earlier vote" in after
    assert "Confirm my vote" not in after


def test_voided_voters_are_asked_to_confirm_and_the_others_to_vote(world: World, client_of: As) -> None:
    OutboxMessage.objects.all().delete()
    change = reworded(world, world.people.voters[0])
    asked = {(row.kind, row.recipient) for row in OutboxMessage.objects.filter(subject__startswith=change.number)}
    assert ("confirm_vote", "ada@example.org") in asked
    assert ("vote_needed", "ada@example.org") in asked  # the first time, before the vote
    assert ("confirm_vote", "ben@example.org") not in asked
    assert ("vote_needed", "ben@example.org") in asked


def test_the_vote_that_will_publish_says_so_first(world: World, client_of: As) -> None:
    change = world.in_review(COMPATIBLE)
    second = client_of(world.people.voters[1])
    assert "the last one needed" not in second.get(page_of(change)).content.decode()
    world.vote(change, world.people.voters[0])
    page = second.get(page_of(change)).content.decode()
    assert "Your approval would be the last one needed: it will be published at once." in page
    assert page.index("the last one needed") < page.index("Send your vote")
    assert "the last one needed" not in client_of(world.people.colleague).get(page_of(change)).content.decode()


def test_content_voted_on_is_kept_once_a_version(world: World) -> None:
    change = world.in_review(BREAKING)
    for voter in world.people.voters[:2]:
        world.vote(change, voter)
    (kept,) = change.voted_contents.all()
    assert kept.words == {"title": change.title, "reason": change.reason, "benefit": change.benefit}
    assert (kept.differences, kept.content_hash) == (change.differences, change.content_hash)
    assert [edit["action"] for edit in kept.edits] == ["remove_item"]


def test_earlier_change_requests_are_listed_read_and_linked(world: World) -> None:
    change = world.in_review()
    client = Client()
    whole = client.get("/ysd/changes/").content.decode()
    assert "6 earlier change requests, from before the portal" in whole
    listed = client.get("/ysd/changes/?status=earlier&q=destinations").content.decode()
    assert "YSD-0002" in listed
    assert "YSD-0001/" not in listed
    assert change.number not in listed
    page = client.get("/ysd/changes/YSD-0002/").content.decode()
    assert "Before the portal" in page
    assert "/ysd/items/DEST003A/" in page
    assert "Send your vote" not in page
    assert "/ysd/changes/YSD-0004/" in client.get("/ysd/items/YOUN004A/").content.decode()
    assert client.get("/ysd/changes/YSD-0999/").status_code == 404


def test_earlier_change_request_by_rest_leads_to_the_change_log(world: World) -> None:
    answer = Client().get("/api/v1/specifications/ysd/changes/YSD-0002/", follow=True)
    assert answer.status_code == 200
    assert answer.json()["items"] == ["DEST003A"]
    assert Client().get("/api/v1/specifications/ysd/changes/YSD-0999/").status_code == 404


def test_steps_that_a_reader_can_never_take_are_not_listed(world: World, client_of: As) -> None:
    change = world.in_review()
    page = client_of(world.people.proposer).get(page_of(change)).content.decode()
    assert "Withdraw" in page
    assert "Reject" not in page
    assert "Next steps" not in Client().get(page_of(change)).content.decode()
    office = client_of(world.people.secretariat).get(page_of(change)).content.decode()
    assert "Reject" in office
    assert "Withdraw" not in office


def test_errors_say_what_to_enter_at_the_field_and_in_the_summary(world: World, client_of: As) -> None:
    change = world.in_review()
    voter, office = client_of(world.people.voters[0]), client_of(world.people.chair)
    for answer, words in (
        (
            voter.post(page_of(change, "vote"), {"content_hash": change.content_hash}),
            "Choose how your organisation votes.",
        ),
        (voter.post(page_of(change, "comment"), {"comment": ""}), "Enter your comment."),
        (office.post(page_of(change, "reject"), {"comment": ""}), "Enter a comment that says why."),
    ):
        assert answer.content.decode().count(words) == 2
        assert "This field is required" not in answer.content.decode()


def reworded(world: World, voter: User, comment: str = "") -> ChangeRequest:
    """A proposal that somebody approved, which says something else by now and is in review again."""
    change = world.in_review(COMPATIBLE)
    change = world.vote(change, voter, comment=comment)
    change = submissions.take("request_changes", change=change, by=world.people.chair, comment="Shorter.")
    change = drafts.update(change=change, by=world.people.proposer, reason="Said otherwise.")
    change = submissions.take("submit", change=change, by=world.people.proposer)
    return submissions.take("triage", change=change, by=world.people.secretariat)


def _voted(client: Client, change: ChangeRequest, verdict: str) -> str:
    sent = {"verdict": verdict, "comment": "So we think.", "content_hash": change.content_hash}
    return client.post(page_of(change, "vote"), sent, follow=True).content.decode()


def test_who_judges_a_proposal_reads_that_the_standard_has_changed_underneath_it(world: World, client_of: As) -> None:
    """It would go back to its proposer once it is approved; so much is known as soon as the other is published."""
    change = world.in_review(
        [{"action": "change_item", "target": "YOUN002A", "values": {"guidance": "The first one."}}]
    )
    page, told = page_of(change), "The standard has changed underneath this proposal"
    assert told not in Client().get(page).content.decode()
    world.published(EDITORIAL)
    for person in (world.people.voters[0], world.people.secretariat, world.people.proposer):
        body = client_of(person).get(page).content.decode()
        head = body.partition(told)[2].partition("What it does")[0]
        assert "The surname in use today." in head
        assert "it goes back to its proposer" in head
    answer = client_of(world.people.proposer).get(page_of(change, "conflicts"))
    assert answer.headers["Location"] == page  # it is settled once it is back


def test_collisions_are_told_in_words_on_both_proposals(world: World, client_of: As) -> None:
    wording, removal = world.in_review(EDITORIAL), world.submitted(BREAKING)
    for change, other, words in (
        (wording, removal, "removes item YOUN002A"),
        (removal, wording, "changes the guidance of item YOUN002A"),
    ):
        body = client_of(world.people.voters[0]).get(change.get_absolute_url()).content.decode()
        assert f"{other.number}</a> {words}" in body
