"""Who reads a restricted standard, beyond the addresses of the site: lists, mail, the admin, actions, versions."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser, Permission, User
from django.test import Client

from changes_app.deciding.actions import comments
from changes_app.errors import NotFound
from changes_app.models import Membership, OutboxMessage
from changes_app.people import readers
from changes_app.people.actions import membership
from changes_app.proposals.actions import submissions
from specs_app import access, queries
from specs_app.access import PORTAL
from specs_app.models import Specification
from tests.drivers import account
from tests.integration.access.conftest import REOPEN, SLUG, Closed
from tests.jobs import run_due

TITLE = "Youth Services Dataset"


def browser(person: User | AnonymousUser) -> Client:
    client = Client()
    if isinstance(person, User):
        client.force_login(person)
    return client


def test_who_may_read(closed: Closed) -> None:
    specification = closed.world.specification
    assert [name for name, who in closed.readers.items() if not access.may_read(who, specification)] == []
    assert [name for name, who in closed.strangers.items() if access.may_read(who, specification)] == []
    assert access.may_read(PORTAL, specification)


def test_people_are_chosen_by_the_rule_that_opens_pages(closed: Closed) -> None:
    specification = closed.world.specification
    everybody = list(User.objects.all())
    assert readers.among(everybody, specification) == [
        person for person in everybody if access.may_read(person, specification)
    ]
    assert readers.among(everybody, closed.other) == everybody


def test_member_whose_account_is_closed_may_not_read(closed: Closed) -> None:
    gone = closed.readers["administrator"], closed.readers["member"]
    User.objects.filter(pk__in=[person.pk for person in gone]).update(is_active=False)
    fresh = User.objects.filter(pk__in=[person.pk for person in gone])
    assert [person for person in fresh if access.may_read(person, closed.world.specification)] == []


def test_nobody_reads_where_no_app_says_who(closed: Closed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "_supplied", [])
    specification = closed.world.specification
    assert [name for name, who in closed.readers.items() if access.may_read(who, specification)] == []
    assert access.may_read(AnonymousUser(), closed.other)


def test_list_of_standards_takes_one_query_for_any_number(closed: Closed, django_assert_num_queries: object) -> None:
    for number in range(5):
        Specification.objects.create(
            slug=f"more{number}", title=f"More {number}", access="restricted", published_revision="0" * 40
        )
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = [entry.slug for entry in queries.specifications(closed.readers["member"])]
    assert found == ["tiny", SLUG]


@pytest.mark.parametrize(("name", "seen"), [("visitor", False), ("outsider", False), ("left", False), ("member", True)])
def test_list_names_it_to_its_members_alone(closed: Closed, name: str, seen: bool) -> None:
    client = browser((closed.readers | closed.strangers)[name])
    for path in ("/", "/api/v1/specifications/"):
        answer = client.get(path)
        assert (TITLE in answer.content.decode()) is seen, path
        assert "TIN specification" in answer.content.decode()
        assert "Cookie" in answer["Vary"]
        assert seen <= (answer.headers.get("Cache-Control") == "private, no-store")


def test_account_of_somebody_who_left_names_nothing(closed: Closed) -> None:
    left = closed.strangers["left"]
    page = browser(left).get("/account/").content.decode()
    assert TITLE not in page
    assert closed.changes["of one who left"].number not in page
    assert TITLE in browser(closed.readers["member"]).get("/account/").content.decode()


def test_account_of_somebody_who_asked_names_nothing(closed: Closed) -> None:
    assert TITLE not in browser(closed.strangers["asked to join"]).get("/account/").content.decode()


def test_not_found_page_leads_a_visitor_back_after_signing_in(closed: Closed) -> None:
    page = browser(AnonymousUser()).get(f"/{SLUG}/items/YOUN002A/?at=1.0.0").content.decode()
    assert "/accounts/login/?next=%2Fysd%2Fitems%2FYOUN002A%2F%3Fat%3D1.0.0" in page
    signed_in = browser(closed.strangers["outsider"]).get(f"/{SLUG}/items/YOUN002A/").content.decode()
    assert "/accounts/login/" not in signed_in


def test_unknown_item_of_a_standard_offers_no_sign_in(closed: Closed) -> None:
    page = browser(AnonymousUser()).get("/tiny/items/NOPE/").content.decode()
    assert "Sign in and come back" not in page


def test_mail_goes_to_whoever_may_still_read_it(closed: Closed) -> None:
    left = closed.strangers["left"]
    assert isinstance(left, User)
    before = OutboxMessage.objects.filter(recipient=left.email).count()
    OutboxMessage.objects.filter(recipient=closed.readers["member"].email).delete()
    world = closed.world
    submissions.take("triage", change=closed.changes["of one who left"], by=world.people.secretariat)
    submissions.take("reject", change=closed.changes["of one who left"], by=world.people.chair, comment="No.")
    submissions.take("reject", change=closed.changes["in_review"], by=world.people.chair, comment="No.")
    assert OutboxMessage.objects.filter(recipient=left.email).count() == before
    assert OutboxMessage.objects.filter(recipient=closed.readers["member"].email, kind="decided").exists()


def test_mail_about_a_published_change_spares_voters_who_left(closed: Closed) -> None:
    world = closed.world
    stays, leaves, decides = world.people.voters
    change = world.in_review(({"action": "change_item", "target": "YOUN001A", "values": {"guidance": "Another."}},))
    for voter in (stays, leaves):
        world.vote(change, voter, "abstain")
    Membership.objects.filter(user=leaves).delete()
    OutboxMessage.objects.all().delete()
    world.vote(change, decides)
    told = set(OutboxMessage.objects.filter(kind="published").values_list("recipient", flat=True))
    assert told == {person.email for person in (world.people.proposer, stays, decides)}


def test_person_turned_down_hears_nothing_of_it(closed: Closed) -> None:
    OutboxMessage.objects.all().delete()
    membership.decline(membership=closed.request, by=closed.world.people.secretariat)
    assert not OutboxMessage.objects.exists()


def test_person_let_in_reads_and_is_told(closed: Closed) -> None:
    OutboxMessage.objects.all().delete()
    membership.approve(membership=closed.request, by=closed.world.people.secretariat)
    assert access.may_read(closed.request.user, closed.world.specification)
    assert OutboxMessage.objects.get().kind == "membership_admitted"


def test_actions_know_nothing_of_it_for_a_stranger(closed: Closed) -> None:
    left = closed.strangers["left"]
    assert isinstance(left, User)
    with pytest.raises(NotFound):
        submissions.take("withdraw", change=closed.changes["of one who left"], by=left)
    with pytest.raises(NotFound):
        comments.add(change=closed.changes["in_review"], by=left, comment="Hello?")
    with pytest.raises(NotFound, match="ysd"):
        membership.request(specification=closed.world.specification, by=left, organisation="Westbay")


def test_admin_shows_a_standard_to_administrators_alone(closed: Closed) -> None:
    staff = account("staff", is_staff=True)
    staff.user_permissions.set(Permission.objects.filter(content_type__app_label="specs_app"))
    for path in ("/admin/specs_app/specification/", f"/admin/specs_app/specification/{closed.world.specification.pk}/"):
        assert TITLE not in browser(staff).get(path, follow=True).content.decode()
        assert TITLE in browser(closed.readers["administrator"]).get(path, follow=True).content.decode()


def test_reopened_standard_shows_its_whole_history(closed: Closed) -> None:
    """The public repository holds the revisions at which it was restricted."""
    restricted = Specification.objects.get(slug=SLUG).published_revision
    closed.world.published(REOPEN, title="Open it again")
    visitor = browser(AnonymousUser())
    assert visitor.get(f"/{SLUG}/").status_code == 200
    assert visitor.get(f"/{SLUG}/", {"at": restricted}).status_code == 200
    pinned = visitor.get(f"/api/v1/specifications/{SLUG}/", {"at": restricted})
    assert pinned.json()["access"] == "public"
    assert pinned["Cache-Control"].startswith("public")


def test_unchanged_is_said_to_readers_alone(closed: Closed) -> None:
    """A reader's ETag opens nothing: who reads is asked before it is compared."""
    path = f"/api/v1/specifications/{SLUG}/items/"
    etag = browser(closed.readers["member"]).get(path)["ETag"]
    again = {"If-None-Match": etag}
    assert browser(closed.readers["member"]).get(path, headers=again).status_code == 304
    assert browser(AnonymousUser()).get(path, headers=again).status_code == 404
    download = f"/{SLUG}/downloads/{SLUG}.csv"
    etag = browser(closed.readers["member"]).get(download)["ETag"]
    assert browser(AnonymousUser()).get(download, headers={"If-None-Match": etag}).status_code == 404


def test_what_was_made_for_a_reader_is_given_to_no_stranger(closed: Closed) -> None:
    """PDFs, scripts and comparisons are kept once they are made."""
    member, stranger = browser(closed.readers["member"]), browser(closed.strangers["outsider"])
    paths = (
        f"/{SLUG}/downloads/{SLUG}.pdf",
        f"/{SLUG}/downloads/sql/larchway-tsql.sql",
        f"/{SLUG}/compare/{closed.shas[0]}...{closed.shas[1]}/",
    )
    assert member.get(paths[0]).status_code == 202
    run_due()
    assert [member.get(path).status_code for path in paths] == [200] * 3
    assert [stranger.get(path).status_code for path in paths] == [404] * 3
