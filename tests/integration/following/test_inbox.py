"""The parts of the inbox, with change requests brought to each status by the real actions."""

from __future__ import annotations

import re
from dataclasses import replace

from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from changes_app.models import ChangeRequest
from changes_app.people.actions import membership
from changes_app.proposals.actions import colleagues, drafts, submissions
from changes_app.workflow import Role
from tests.drivers import COMPATIBLE, PASSWORD, World, admit, import_example, member
from tests.integration.people.conftest import signed_in

INBOX = "/ysd/inbox/"


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
    assert set(parts(everybody.chair)) == {"new", "vote", "overdue", "held", "asked"}
    waiting = parts(everybody.voters[0])
    assert {key: set(numbers) for key, numbers in waiting.items()} == {"vote": {review.number, late.number}}
    assert parts(everybody.proposer) == {
        "returned": [asked.number],
        "drafts": [draft.number],
        "under-way": [sent.number, review.number, late.number, held.number],
    }
    assert parts(everybody.outsider) == {}


def test_draft_waits_with_the_colleague_who_was_let_in_and_leads_to_where_it_is_written(world: World) -> None:
    draft, pat = world.draft(), world.people.proposer
    admit(world.specification, world.people.outsider, Role.MEMBER, "Northshire")
    assert parts(world.people.outsider) == {}
    colleagues.let_in(change=draft, by=pat, username="out")
    assert parts(world.people.outsider) == {"let-in": [draft.number]}
    assert parts(pat) == {"drafts": [draft.number]}
    page = signed_in(world.people.outsider).get("/account/inbox/").content.decode()
    assert f'href="/ysd/changes/{draft.number}/draft/"' in page


def test_what_a_colleague_may_write_counts_at_the_head_and_stands_in_rest_until_it_is_sent(world: World) -> None:
    mate = world.people.outsider
    admit(world.specification, mate, Role.MEMBER, "Northshire")
    draft, back = world.draft(), world.changes_requested()
    for change in (draft, back):
        colleagues.let_in(change=change, by=world.people.proposer, username="out")
    assert parts(mate) == {"returned-let-in": [back.number], "let-in": [draft.number]}
    answer = signed_in(mate).get("/api/v1/inbox/").json()
    assert answer["waiting"] == 2
    assert [part["key"] for part in answer["parts"]] == ["returned-let-in", "let-in"]
    assert "Inbox (2<span" in signed_in(mate).get("/ysd/items/").content.decode()
    submissions.take("submit", change=back, by=world.people.proposer)
    colleagues.end(change=draft, by=world.people.proposer, username="out")
    assert parts(mate) == {}


def test_proposal_given_back_stands_once_with_an_office_that_was_let_in(world: World) -> None:
    back, other = world.changes_requested(), world.changes_requested()
    membership.add_member(
        specification=world.specification, user=world.people.chair, role=Role.CHAIR, organisation="Northshire"
    )
    colleagues.let_in(change=back, by=world.people.proposer, username="cha")
    assert parts(world.people.chair) == {"returned-let-in": [back.number], "asked": [other.number]}


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


def test_a_vote_that_was_voided_stands_in_a_part_of_its_own(world: World) -> None:
    voter = world.people.voters[0]
    change = world.vote(world.in_review(COMPATIBLE), voter)
    change = submissions.take("request_changes", change=change, by=world.people.chair, comment="Shorter.")
    change = drafts.update(change=change, by=world.people.proposer, reason="Said otherwise.")
    change = submissions.take("submit", change=change, by=world.people.proposer)
    submissions.take("triage", change=change, by=world.people.secretariat)
    assert parts(voter) == {"confirm": [change.number]}
    assert parts(world.people.colleague) == {"vote": [change.number]}


def test_inbox_of_all_has_every_standard_and_what_a_row_needs(world: World) -> None:
    other = import_example("two")
    membership.add_member(specification=other, user=world.people.voters[0], role=Role.STEERING, organisation="Eastmoor")
    membership.add_member(specification=other, user=world.people.proposer, role=Role.MEMBER, organisation="Northshire")
    elsewhere = World(other, replace(world.people, secretariat=member(other, "sec2", Role.SECRETARIAT)))
    here, there = world.in_review(COMPATIBLE), elsewhere.in_review(title="There")
    here.rules = [{**rule, "deadline_days": 3} for rule in here.rules]
    here.save()
    page = signed_in(world.people.voters[0]).get("/account/inbox/").content.decode()
    assert here.get_absolute_url() in page
    assert there.get_absolute_url() in page
    assert "Waiting for your vote (2)" in page
    assert "compatible, from <span" in page
    assert "sent today, due on" in page
    assert "0 of 2 approvals" in page
    assert there.get_absolute_url() not in signed_in(world.people.voters[0]).get(INBOX).content.decode()


def test_inbox_of_all_leads_to_what_became_of_ones_proposals(world: World) -> None:
    change, client = world.published(), signed_in(world.people.proposer)
    page = client.get("/account/inbox/").content.decode()
    assert change.get_absolute_url() not in page
    assert 'href="/account/#proposals"' in page
    assert change.get_absolute_url() in client.get("/account/").content.decode()
    assert "#proposals" not in signed_in(world.people.outsider).get("/account/inbox/").content.decode()


def test_head_of_every_page_has_the_count_and_the_name(world: World) -> None:
    world.in_review(COMPATIBLE)
    page = signed_in(world.people.voters[0]).get("/ysd/items/YOUN002A/").content.decode()
    assert re.search(r"Inbox \(1<span[^>]*> waiting for you</span>\)", page)
    assert "Ada Tester" in page
    assert "Inbox" not in Client().get("/ysd/items/YOUN002A/").content.decode()


def test_signing_in_leads_to_the_inbox_unless_a_page_was_asked_for(world: World) -> None:
    sent = {"login": "ada@example.org", "password": PASSWORD}
    assert Client().post("/accounts/login/", sent).headers["Location"] == "/account/inbox/"
    back = Client().post("/accounts/login/?next=/ysd/items/", {**sent, "next": "/ysd/items/"})
    assert back.headers["Location"] == "/ysd/items/"


def test_inbox_by_rest_is_the_same(world: World) -> None:
    change = world.in_review(COMPATIBLE)
    assert Client().get("/api/v1/inbox/").status_code in {401, 403}
    answer = signed_in(world.people.voters[0]).get("/api/v1/inbox/").json()
    assert answer["waiting"] == 1
    (part,) = answer["parts"]
    assert (part["key"], [row["id"] for row in part["changes"]]) == ("vote", [change.number])
    assert part["changes"][0]["votes"] == "0 of 2 approvals"


def test_queries_do_not_grow_with_proposals(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(3):
        world.draft()
        world.submitted()
        world.in_review()
    for user in (world.people.secretariat, world.people.chair, world.people.proposer):
        client = signed_in(user)
        for path in (INBOX, "/account/", "/account/inbox/"):
            with django_assert_max_num_queries(16):
                assert client.get(path).status_code == 200
