"""What the head of every page asks of the database: two queries, which say of each proposal under vote what its own page says."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from changes_app.deciding.ballots import poll
from changes_app.following.workload import workload
from changes_app.models import ChangeRequest, Membership
from changes_app.people.actions import membership
from changes_app.proposals.actions import drafts, submissions
from changes_app.workflow import Role, Status
from tests.drivers import BREAKING, COMPATIBLE, World, account, import_example
from tests.integration.people.conftest import signed_in

#: A page that asks nothing of the database itself.
PAGE = "/help/"
SESSION_AND_USER = 2
#: What each reader's head costs beside: an administrator's needs the standards that nobody belongs to.
COSTS = {"pat": 2, "sec": 2, "ada": 2, "cha": 2, "out": 2, "adm": 3}


@pytest.fixture
def busy(world: World) -> World:
    """Votes that count, are void, of leavers and of movers, proposers of every kind, somebody who asks, another standard."""
    ada, ben, cyd = world.people.voters
    for _ in range(2):
        world.vote(world.vote(world.in_review(BREAKING), ada), ben)
    void = world.vote(world.in_review(COMPATIBLE), world.people.colleague)
    void = submissions.take("request_changes", change=void, by=world.people.chair, comment="Shorter.")
    drafts.update(change=void, by=world.people.proposer, reason="Said otherwise.")
    submissions.take("submit", change=void, by=world.people.proposer)
    submissions.take("triage", change=void, by=world.people.secretariat)
    world.vote(world.in_review(BREAKING, by=cyd), ada, verdict="object", comment="Needed.")
    admitted(world, ben, Role.MEMBER, "Southdale")
    admitted(world, cyd, Role.STEERING, "Southdale")
    admitted(world, world.people.proposer, Role.MEMBER, "Midvale")
    world.draft()
    world.on_hold()
    membership.request(specification=world.specification, by=account("asks"), organisation="Southdale")
    membership.add_member(specification=import_example("two"), user=ada, role=Role.CHAIR, organisation="Eastmoor")
    return world


def admitted(world: World, user: User, role: Role, organisation: str) -> None:
    membership.add_member(specification=world.specification, user=user, role=role, organisation=organisation)


def test_head_of_a_page_costs_two_queries(busy: World, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    workload(busy.people.admin)  # Django asks SQLite once a process whether it knows JSON
    for name, cost in COSTS.items():
        client = signed_in(User.objects.get(username=name))
        with django_assert_max_num_queries(SESSION_AND_USER + cost):
            page = client.get(PAGE).content.decode()
        told = re.search(r"Inbox(?: \((\d+)<)?", page)
        assert told
        assert int(told[1] or 0) == client.get("/api/v1/inbox/").json()["waiting"], name


def test_polls_of_the_inbox_are_those_of_each_proposal(busy: World) -> None:
    for name, known in {"pat": 3, "out": 0, "sec": 4, "ada": 4, "cha": 4, "adm": 4}.items():
        work = workload(User.objects.get(username=name))
        voted = [change for change in work.changes if change.status == Status.IN_REVIEW]
        assert work.polls == {change.pk: poll(change) for change in voted}, name
        assert len(voted) == known, name


def test_proposer_who_has_left_still_sees_the_votes(busy: World) -> None:
    pat = busy.people.proposer
    membership.leave(membership=Membership.objects.get(user=pat), by=pat)
    work = workload(pat)
    (shown,) = [one.changes for one in work.parts if one.part.key == "under-way"]
    said = [line.votes for line in work.lines(shown).values()]
    assert len(ChangeRequest.objects.filter(proposer=pat, status=Status.IN_REVIEW)) == 3
    assert "1 of 3 approvals" in said


def test_who_asks_to_be_let_in_is_told_to_the_secretariat_alone(busy: World) -> None:
    for person, asking in ((busy.people.secretariat, ["asks"]), (busy.people.admin, ["asks"]), (busy.people.chair, [])):
        assert [entry.user.username for entry in workload(person).requests] == asking


def test_head_counts_what_the_inbox_asks(busy: World) -> None:
    """The head reads less of less than the inbox, and comes to the same."""
    for user in User.objects.all():
        assert workload(user, asking=True).waiting == workload(user).waiting, user


def test_head_reads_no_long_column(busy: World) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert workload(busy.people.secretariat, asking=True).waiting
    read = [query["sql"] for query in queries if '"review_opened_at"' in query["sql"]]
    assert read
    assert not any(f'"{column}"' in sql for column in ("differences", "reason", "impact", "title") for sql in read)
