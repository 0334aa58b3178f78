"""Joining, being let in, the inbox and one's own pages: permissions, faults, hostile text, queries."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from changes_app.models import Event, Membership, Organisation
from changes_app.models.membership import MembershipState
from changes_app.people.actions import credentials, membership
from changes_app.workflow import EventKind, Role
from specs_app.models import Push, Specification
from tests.integration.people.conftest import Visitor, account, address, member, signed_in
from tests.mail_sink import MailSink

HOSTILE = ["<script>alert(1)</script>", "=cmd|' /C calc'!A0", '"><img src=x onerror=alert(1)>', "Ñörth 'shire' & Co"]
MOST_QUERIES = 12
JOIN, MEMBERS, INBOX = address("join/"), address("members/"), address("inbox/")


@pytest.fixture
def secretary(specification: Specification) -> Client:
    return signed_in(member(specification, "sec", Role.SECRETARIAT))


def ask(client: Client, organisation: str = "Northshire", note: str = "") -> str:
    return client.post(JOIN, {"organisation": organisation, "note": note}, follow=True).content.decode()


def the_request(page: str) -> str:
    """The address of the first request to join on a page."""
    found = re.search(rf'href="({re.escape(MEMBERS)}\d+/)"', page)
    assert found, page
    return found[1]


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, f"{path}: {answer.status_code}"
    return answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_visitor_signs_up_joins_and_may_then_propose(
    visitor: Visitor, specification: Specification, secretary: Client
) -> None:
    visitor.sign_up()
    visitor.client.post(visitor.link())
    visitor.sign_in()
    assert "You belong to no standard yet" in text(visitor.client, "/account/")
    assert "Your request is with the secretariat" in ask(visitor.client, "Northshire", "I keep the returns.")
    request = the_request(text(secretary, INBOX))
    page = text(secretary, request)
    assert "Ada Moss" in page
    assert "I keep the returns." in page
    assert "Nobody belongs to the standard for it yet" in page
    done = secretary.post(request, {"decision": "approve", "role": "member"}, follow=True).content.decode()
    assert "Ada Moss is now in: member." in done
    assert "You belong to" in text(visitor.client, JOIN)
    assert "Ask to join" not in text(visitor.client, INBOX)
    assert list(Event.objects.values_list("kind", flat=True).order_by("pk"))[-2:] == [
        EventKind.MEMBERSHIP_REQUESTED,
        EventKind.MEMBERSHIP_APPROVED,
    ]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("decision", "words"), [("approve", "You now belong to"), ("decline", "did not let you in")])
def test_letters_tell_the_secretariat_and_then_the_person(
    specification: Specification, secretary: Client, mail_sink: MailSink, decision: str, words: str
) -> None:
    ask(signed_in(account("ada", "Ada Moss")), "Shire & 'Sons'", "Ask <Jo>.")
    secretary.post(the_request(text(secretary, MEMBERS)), {"decision": decision, "role": "member"})
    asked, decided = mail_sink.delivered()
    assert asked["To"] == "sec@example.org"
    assert asked["Subject"].startswith("Ada Moss asks to join")
    assert "for Shire & 'Sons'." in asked.get_content()
    assert "Ask <Jo>." in asked.get_content()
    assert f"http://127.0.0.1:8000{MEMBERS}" in asked.get_content()
    assert decided["To"] == "ada@example.org"
    assert words in decided.get_content()


def test_request_that_is_declined_may_be_made_again(specification: Specification, secretary: Client) -> None:
    client = signed_in(account("ada"))
    ask(client)
    request = the_request(text(secretary, MEMBERS))
    secretary.post(request, {"decision": "decline", "role": "member"})
    assert "turned down your request" in text(client, JOIN)
    assert "Your request is with the secretariat" in ask(client, "Northshire Council")


def test_request_that_a_colleague_has_decided_is_said(specification: Specification, secretary: Client) -> None:
    ask(signed_in(account("ada")))
    request = the_request(text(secretary, MEMBERS))
    other = signed_in(member(specification, "two", Role.SECRETARIAT))
    other.post(request, {"decision": "approve", "role": "steering"})
    late = secretary.post(request, {"decision": "decline", "role": "member"})
    assert late.status_code == 409
    assert "This request is approved already" in late.content.decode()
    assert Membership.objects.get(user__username="ada").role == Role.STEERING


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_organisation_is_shown_as_text(specification: Specification, secretary: Client, name: str) -> None:
    ask(signed_in(account("ada")), name, name)
    assert Organisation.objects.get().name == name
    request = the_request(text(secretary, MEMBERS))
    pages = [text(secretary, MEMBERS), text(secretary, request), text(secretary, INBOX)]
    secretary.post(request, {"decision": "approve", "role": "member"})
    for page in [*pages, text(secretary, MEMBERS)]:
        assert "<script>alert" not in page
        assert "<img src=x" not in page


@pytest.mark.parametrize("name", ["", "   ", "x" * 201, "North\x00shire", "x" * 1_000_000])
def test_organisation_that_cannot_be_stored_keeps_what_was_typed(specification: Specification, name: str) -> None:
    client = signed_in(account("ada"))
    answer = client.post(JOIN, {"organisation": name, "note": "I keep <b>returns</b>."})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "There is a problem" in page
    assert "I keep &lt;b&gt;returns&lt;/b&gt;." in page
    assert not Membership.objects.exists()


def test_same_organisation_written_otherwise_is_the_same(specification: Specification) -> None:
    ask(signed_in(account("ada")), "Northshire  County Council")
    ask(signed_in(account("ben")), "northshire county council ")
    assert Organisation.objects.count() == 1


def test_what_was_typed_is_there_after_signing_in(specification: Specification, client: Client) -> None:
    person = account("ada")
    answer = client.post(JOIN, {"organisation": "Northshire", "note": "Hello"})
    assert answer.headers["Location"].startswith("/accounts/login/")
    client.force_login(person)
    page = text(client, JOIN)
    assert 'value="Northshire"' in page
    assert "Hello" in page


@pytest.mark.parametrize(
    ("role", "members", "inbox"),
    [
        (None, 302, 302),
        (Role.PUBLIC, 403, 200),
        (Role.MEMBER, 403, 200),
        (Role.STEERING, 403, 200),
        (Role.CHAIR, 403, 200),
        (Role.SECRETARIAT, 200, 200),
    ],
)
def test_who_may_open_what(
    specification: Specification, client: Client, role: Role | None, members: int, inbox: int
) -> None:
    entry = membership.request(specification=specification, by=account("ada"), organisation="Northshire")
    if role is not None:
        client = signed_in(account("you") if role == Role.PUBLIC else member(specification, "you", role, "Eastmoor"))
    decision = f"{MEMBERS}{entry.pk}/"
    assert [client.get(path).status_code for path in (MEMBERS, decision, INBOX)] == [members, members, inbox]
    sent = client.post(decision, {"decision": "approve", "role": "chair"})
    assert sent.status_code == (302 if role == Role.SECRETARIAT else members)
    entry.refresh_from_db()
    assert (entry.state == MembershipState.APPROVED) == (role == Role.SECRETARIAT)


def test_nobody_decides_on_their_own_membership(specification: Specification) -> None:
    admin = User.objects.create_superuser("root", "root@example.org", "x", first_name="Root")
    credentials.seal(admin)
    entry = membership.request(specification=specification, by=admin, organisation="Northshire")
    client = signed_in(admin)
    assert "your own request" in text(client, f"{MEMBERS}{entry.pk}/")
    assert client.post(f"{MEMBERS}{entry.pk}/", {"decision": "approve", "role": "chair"}).status_code == 403


def push(specification: Specification, problem: str = "It says no.") -> Push:
    """How a remote stands that refuses what is published."""
    now = timezone.now()
    columns = {"state": Push.State.REFUSED, "tried_at": now, "failing_since": now, "problem": problem}
    return Push.objects.create(specification=specification, address="/srv/git/there.git", **columns)


def test_secretariat_sees_trouble_with_git(specification: Specification, secretary: Client) -> None:
    detail = [{"message": "The source is at <b>abc</b>.", "remedy": "Merge the branch.", "file": "a.yml", "line": 7}]
    specification.source_state, specification.source_detail = "diverged", detail
    specification.save()
    page = text(secretary, INBOX)
    assert "went different ways" in page
    assert "The source is at &lt;b&gt;abc&lt;/b&gt;." in page
    assert "a.yml, line 7" in page
    assert "Nothing waits for you" not in page
    assert "went different ways" not in text(signed_in(account("ada")), INBOX)


def test_what_follows_from_trouble_with_the_source_is_not_told_twice(
    specification: Specification, secretary: Client
) -> None:
    row = push(specification, "It holds more.")
    row.state = Push.State.DIVERGED
    row.save()
    specification.source_url, specification.source_state = row.address, "rewritten"
    specification.save()
    assert "It holds more." not in text(secretary, INBOX)
    specification.source_url = "/srv/git/elsewhere.git"
    specification.save()
    assert "It holds more." in text(secretary, INBOX)


@pytest.mark.parametrize("path", [INBOX, "/account/inbox/"])
def test_secretariat_sees_that_nothing_is_passed_on(specification: Specification, secretary: Client, path: str) -> None:
    before = text(secretary, path)
    assert "the remote refuses" not in before
    row = push(specification, problem="It says no to main: <b>hook</b>.")
    page = text(secretary, path)
    assert "the remote refuses what is published" in page
    assert "It says no to main: &lt;b&gt;hook&lt;/b&gt;." in page
    assert row.address not in page
    assert "the remote refuses" not in text(signed_in(account("ada")), path)


def test_remote_that_refuses_counts_in_the_inbox_until_it_does_not(
    specification: Specification, secretary: Client
) -> None:
    def waiting() -> int:
        return int(secretary.get("/api/v1/inbox/").json()["waiting"])

    before, row = waiting(), push(specification)
    assert waiting() == before + 1
    row.state, row.failing_since = Push.State.CURRENT, None
    row.save()
    assert waiting() == before


def test_inbox_of_a_visitor_says_how_to_join(specification: Specification) -> None:
    assert f'href="{JOIN}"' in text(signed_in(account("ada")), INBOX)


@pytest.mark.parametrize("path", [INBOX, MEMBERS, JOIN, "/account/"])
def test_queries_do_not_grow(
    specification: Specification,
    secretary: Client,
    path: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(6):
        member(specification, f"old{number}", Role.MEMBER, f"Council {number}")
        membership.request(specification=specification, by=account(f"new{number}"), organisation=f"Shire {number}")
    with django_assert_max_num_queries(MOST_QUERIES):
        text(secretary, path)


def test_name_is_changed_for_the_record_from_now_on(specification: Specification) -> None:
    client = signed_in(account("ada", "Ada Moss"))
    assert 'value="Ada Moss"' in text(client, "/account/name/")
    assert client.post("/account/name/", {"full_name": " Ada  Lake "}).status_code == 302
    assert User.objects.get(username="ada").get_full_name() == "Ada Lake"
    wrong = client.post("/account/name/", {"full_name": "\x07bell"})
    assert wrong.status_code == 422
    assert "cannot be shown safely: U+0007" in wrong.content.decode()
