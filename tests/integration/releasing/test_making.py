"""A release is made of what was published: by action, page, REST and command, with a commit and a tag that say the same."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from knox.models import AuthToken

from changes_app.errors import Conflicting, Invalid, NotAllowed, ReleaseRefused
from changes_app.models import Event, OutboxMessage
from changes_app.publication.reconciliation import reconcile
from changes_app.record.event_words import describe
from changes_app.releasing import making
from changes_app.workflow import EventKind
from specs_app.models import Revision
from specs_app.projection.verification import verify
from specs_app.repository import pushing
from specs_app.repository.credentials import Remote
from specs_app.versions.releases import releases_of, standing_of
from specs_app.versions.resolve import current, pinned
from tests.drivers import BREAKING, COMPATIBLE, EDITORIAL, World, mirrored
from tests.factories import git, small_example

pytestmark = pytest.mark.django_db
#: What the example promises to take out in 2.0.0 is in nobody's way then.
GOES = {"action": "remove_item", "target": "YOUN005A", "values": {}}
TAKEN_OUT = (*BREAKING, GOES)
PAGE, REST = "/ysd/releases/new/", "/api/v1/specifications/ysd/releases/"


def make(world: World, **given: Any) -> Revision:
    world.specification.refresh_from_db()
    return making.make(specification=world.specification, by=world.people.secretariat, **given)


def called(world: World) -> str:
    world.specification.refresh_from_db()
    return str(standing_of(world.specification, current(world.specification)))


def rest(world: World, who: str = "secretariat") -> dict[str, str]:
    token = AuthToken.objects.create(user=getattr(world.people, who))[1]
    return {"Authorization": f"Bearer {token}"}


def test_release_is_a_commit_and_a_tag_that_git_reads(world: World) -> None:
    world.published(EDITORIAL)
    world.published(COMPATIBLE)
    assert called(world).startswith("after 1.1.0 (revision ")
    made = make(world, notes="Two things.\n\n- one\n- two")
    folder = mirrored(world.specification)
    assert git(folder, "rev-parse", "v1.2.0^{commit}") == made.sha
    assert git(folder, "cat-file", "-t", "v1.2.0") == "tag"
    told = git(folder, "for-each-ref", "refs/tags/v1.2.0", "--format=%(contents)")
    assert told.startswith("Youth Services Dataset 1.2.0\n\n> Two things.")
    changed = git(folder, "diff", "--stat=200", f"{made.sha}~", made.sha)
    assert "specification.yml" in changed
    lines = git(folder, "diff", "-U0", f"{made.sha}~", made.sha, "--", "specification.yml").splitlines()
    assert lines[-2:] == ["-version: 1.1.0", "+version: '1.2.0'"]
    assert git(folder, "fsck", "--strict", "--full") == ""
    assert list(verify(specification=world.specification)) == []
    assert called(world) == "1.2.0"
    release = releases_of(world.specification, current(world.specification))[0]
    assert (release.version, release.sha, release.made_here) == ("1.2.0", made.sha, True)
    assert release.words == "Two things.\n\n- one\n- two"
    assert release.date == timezone.localdate()


def test_one_more_change_is_told_as_one_since(world: World) -> None:
    world.published(EDITORIAL)
    make(world)
    change = world.published(COMPATIBLE)
    assert called(world) == f"1.1.1 and 1 change since (revision {change.published_revision[:7]})"
    assert str(standing_of(world.specification, pinned(world.specification, "1.1.1"))) == "1.1.1"


def test_notes_begin_with_what_changed_object_by_object(world: World) -> None:
    world.published(EDITORIAL)
    world.published(COMPATIBLE)
    make(world)
    release = releases_of(world.specification, current(world.specification))[0]
    assert release.words.startswith("Young people\n- Item YOUN010A (youn_shoe_size) added")
    assert "guidance changed" in release.words


@pytest.mark.parametrize(
    ("edits", "number"),
    [(EDITORIAL, "1.1.1"), (COMPATIBLE, "1.2.0"), (TAKEN_OUT, "2.0.0")],
    ids=["words", "add", "take"],
)
def test_number_follows_from_the_gravest_class(world: World, edits: Any, number: str) -> None:
    world.published(edits)
    make(world)
    assert called(world) == number


@pytest.mark.parametrize(
    "number",
    ["1.1.0", "1.0.9", "1.2", "one", "1.1.1", "2.0.0.0", "v2.0.0", "-1.2.0", "01.2.0", "1.02.0", "999999999.0.0"],
)
def test_number_that_is_no_next_one_is_refused(world: World, number: str) -> None:
    world.published(COMPATIBLE)
    with pytest.raises(Invalid) as caught:
        make(world, version=number)
    assert [problem.pointer for problem in caught.value.problems] == ["/version"]


def test_white_space_around_a_number_is_no_part_of_it(world: World) -> None:
    world.published(COMPATIBLE)
    make(world, version="1.2.0\n")
    assert called(world) == "1.2.0"


def test_number_of_a_release_that_exists_is_refused(world: World) -> None:
    world.published(EDITORIAL)
    make(world)
    world.published(COMPATIBLE)
    with pytest.raises(Invalid, match="cannot be made so") as caught:
        make(world, version="1.1.1")
    assert "There is a release 1.1.1 already" in caught.value.problems[0].message


def test_release_of_nothing_is_refused(world: World) -> None:
    world.published(EDITORIAL)
    make(world)
    with pytest.raises(ReleaseRefused) as caught:
        make(world)
    assert [problem.rule for problem in caught.value.problems] == ["release-nothing-new"]


def test_breaking_change_waits_for_its_notice(world: World) -> None:
    world.published(TAKEN_OUT)
    rule = {"action": "change_settings", "target": "settings", "values": {"rules": {"breaking": {"notice_days": 14}}}}
    world.published([rule], title="Ask for notice")
    today = timezone.localdate()
    with pytest.raises(ReleaseRefused) as caught:
        make(world, effective=today + timedelta(days=13))
    assert {problem.rule for problem in caught.value.problems} == {"release-notice"}
    assert "14 days of notice" in caught.value.problems[0].message
    assert called(world).startswith("after 1.1.0")
    make(world, effective=today + timedelta(days=14))
    assert called(world) == "2.0.0"


def test_what_was_promised_to_stay_or_to_go_is_in_the_way(world: World) -> None:
    def deprecate(target: str, release: str) -> dict[str, Any]:
        values = {"deprecated": {"since": "1.2.0", "remove_in": release}}
        return {"action": "change_item", "target": target, "values": values}

    world.published([deprecate("YOUN002A", "3.0.0")])
    make(world)
    world.published(BREAKING)
    with pytest.raises(ReleaseRefused) as caught:
        make(world)
    assert [(problem.rule, problem.address) for problem in caught.value.problems] == [
        ("release-removed-early", "items/YOUN002A"),
        ("release-removal-overdue", "items/YOUN005A"),
    ]


def test_error_in_the_files_is_in_the_way(world: World) -> None:
    tiny = small_example()
    with pytest.raises(ReleaseRefused) as caught:
        making.make(specification=tiny, by=None, version="1.0.0")
    assert "data/categories/broken.yml" in {problem.file for problem in caught.value.problems}


def test_only_the_office_makes_one(world: World) -> None:
    world.published(EDITORIAL)
    for name in ("proposer", "colleague", "outsider"):
        with pytest.raises(NotAllowed):
            making.make(specification=world.specification, by=getattr(world.people, name))
        client = Client()
        client.force_login(getattr(world.people, name))
        assert client.get(PAGE).status_code == 403
        assert client.post(REST, {}, "application/json", headers=rest(world, name)).status_code == 403
    assert Client().get(PAGE).status_code == 302
    assert Client().post(REST, {}, "application/json").status_code == 401
    assert not world.specification.releases.exists()


def test_everybody_who_belongs_is_told(world: World) -> None:
    world.published(EDITORIAL)
    make(world)
    event = Event.objects.get(kind=EventKind.RELEASED)
    assert describe(event) == "Sec Tester made release 1.1.1"
    mails = OutboxMessage.objects.filter(kind="released")
    assert set(mails.values_list("recipient", flat=True)) == {
        f"{name}@example.org" for name in ("pat", "ada", "ben", "cyd", "col", "sec", "cha")
    }
    assert "/ysd/releases/1.1.1/" in mails[0].body


def test_page_shows_what_it_holds_and_makes_it(world: World) -> None:
    world.published(COMPATIBLE)
    client = Client()
    client.force_login(world.people.secretariat)
    page = client.get(PAGE)
    assert "It holds 1 difference from" in page.content.decode()
    form = page.context["form"]
    sent = {name: form[name].value() for name in form.fields}
    sent["effective"] = "1/2/20"
    answer = client.post(PAGE, sent)
    assert answer.status_code == 422
    assert "Write the day as" in answer.content.decode()
    sent["effective"] = timezone.localdate().strftime("%d/%m/%Y")
    sent["version"] = "1.1.1"
    answer = client.post(PAGE, sent)
    assert answer.status_code == 400
    assert "The number is at least 1.2.0" in answer.content.decode()
    sent["version"] = "1.2.0"
    answer = client.post(PAGE, sent)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/ysd/releases/1.2.0/")
    assert called(world) == "1.2.0"


def test_page_that_was_read_before_a_publication_asks_again(world: World) -> None:
    first = world.published(EDITORIAL)
    world.published(COMPATIBLE)
    with pytest.raises(Conflicting):
        make(world, revision=first.published_revision)


def test_page_keeps_what_was_typed_and_takes_the_second_try(world: World) -> None:
    world.published(EDITORIAL)
    client = Client()
    client.force_login(world.people.secretariat)
    form = client.get(PAGE).context["form"]
    sent = {name: form[name].value() for name in form.fields} | {"version": "2.0.0", "notes": "Mine."}
    world.published(COMPATIBLE)
    answer = client.post(PAGE, sent)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Something was published since you read" in page
    assert "What it holds now" in page
    form = answer.context["form"]
    again = {name: form[name].value() for name in form.fields}
    assert (again["notes"], again["version"]) == ("Mine.", "2.0.0")
    assert client.post(PAGE, again | {"version": "1.2.0"}).status_code == 302
    assert called(world) == "1.2.0"


def test_page_names_the_day_and_leads_to_what_is_in_the_way(world: World) -> None:
    notice = {"action": "change_settings", "values": {"rules": {"breaking": {"notice_days": 14}}}}
    world.published(BREAKING)
    world.published((notice,))
    client = Client()
    client.force_login(world.people.secretariat)
    text = client.get(PAGE).content.decode()
    first = timezone.localdate() + timedelta(days=14)
    assert f"{first.day} {first:%B %Y} is the first day that keeps it" in text
    assert 'href="/ysd/items/YOUN005A/">YOUN005A was to be removed in release 2.0.0, and is still there.</a>' in text
    form = client.get(PAGE).context["form"]
    refused = client.post(PAGE, {name: form[name].value() for name in form.fields} | {"effective": first.isoformat()})
    assert refused.status_code == 409
    assert '<a href="#obstacles">Release 2.0.0 cannot be made yet.' in refused.content.decode()


def test_release_that_holds_from_a_later_day_is_not_told_as_over(world: World) -> None:
    world.published(COMPATIBLE)
    later = timezone.localdate() + timedelta(days=30)
    make(world, effective=later, notes="Less than <five>\nand more")
    page = Client().get("/ysd/releases/1.2.0/").content.decode()
    assert f'Holds from <time datetime="{later.isoformat()}">' in page
    assert "Released on" not in page
    feed = Client().get("/ysd/releases/feed/").content.decode()
    assert "<id>http://testserver/ysd/releases/feed/</id>" in feed
    assert f"<updated>{later.isoformat()}" not in feed
    assert "&lt;p&gt;Less than &amp;lt;five&amp;gt;&lt;br&gt;and more&lt;/p&gt;" in feed


def test_rest_makes_one_or_lists_what_is_in_the_way(world: World) -> None:
    world.published(COMPATIBLE)
    client, headers = Client(), rest(world)
    given = {"version": "1.2", "effective": "2020-01-01"}
    refused = client.post(REST, given, "application/json", headers=headers)
    assert refused.status_code == 400
    assert {error["pointer"] for error in refused.json()["errors"]} == {"/version", "/effective"}
    made = client.post(REST, {"notes": "For you."}, "application/json", headers=headers)
    assert made.status_code == 201
    assert made.json()["version"] == "1.2.0"
    again = client.post(REST, {}, "application/json", headers=headers)
    assert again.status_code == 409
    assert again.json()["errors"][0]["code"] == "release-nothing-new"
    assert client.post(REST, {"nots": ""}, "application/json", headers=headers).status_code == 400


def test_rest_says_that_something_was_published_since_and_speaks_of_no_proposal(world: World) -> None:
    first = world.published(EDITORIAL)
    world.published(COMPATIBLE)
    given = {"revision": first.published_revision}
    refused = Client().post(REST, given, "application/json", headers=rest(world)).json()
    assert (refused["status"], refused["type"]) == (409, "/problems/superseded")
    assert refused["title"] == "Something has changed since you read it"
    assert refused["detail"].startswith("Something was published since you read")
    assert "proposal" not in "".join(str(text) for text in refused.values())


def test_command_makes_one_or_says_why_not(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    change = world.published(EDITORIAL)
    with pytest.raises(CommandError, match="cannot be made so"):
        call_command("make_release", "ysd", "1.1.0")
    assert "There is a release 1.1.0 already" in capsys.readouterr().out
    call_command("make_release", "ysd", "--by", "sec")
    assert "Release 1.1.1 of ysd is revision" in capsys.readouterr().out
    assert pinned(world.specification, "1.1.1").commit.parents == (change.published_revision,)
    with pytest.raises(CommandError, match="no day"):
        call_command("make_release", "ysd", "--effective", "tomorrow")
    with pytest.raises(CommandError, match="no account"):
        call_command("make_release", "ysd", "--by", "nobody")


def test_older_database_takes_the_releases_of_a_newer_repository_in(world: World) -> None:
    change = world.in_review(EDITORIAL)
    with world.rows_undone():
        published = world.vote_through(change).published_revision
        made = make(world)
        mirrored(world.specification)
    world.specification.refresh_from_db()
    report = reconcile(specification=world.specification)
    assert (report.adopted, report.problems) == ([published, made.sha], [])
    assert called(world) == "1.1.1"
    assert releases_of(world.specification, current(world.specification))[0].made_here
    assert list(verify(specification=world.specification)) == []


def test_tag_of_somebody_else_is_no_release_of_ours(world: World) -> None:
    change = world.published(EDITORIAL)
    path = mirrored(world.specification)
    git(path, "update-ref", "refs/portal/releases/9.0.0", change.published_revision)
    git(path, "tag", "v9.0.0", change.published_revision)
    reconcile(specification=world.specification)
    assert not world.specification.releases.exists()
    assert git(path, "for-each-ref", "refs/portal/releases", "refs/tags") == ""


def test_release_reaches_the_remote_with_its_tag(world: World, tmp_path: Path, settings: Any) -> None:
    remote = tmp_path / "remote.git"
    git(tmp_path, "init", "-q", "--bare", "-b", "main", str(remote))
    settings.SPEC_REMOTES = {"ysd": Remote(str(remote))}
    world.published(EDITORIAL)
    made = make(world)
    mirrored(world.specification)
    pushing.push(world.specification)
    assert git(remote, "rev-parse", "main", "v1.1.1^{commit}").split() == [made.sha, made.sha]
    assert git(remote, "cat-file", "-t", "v1.1.1") == "tag"
