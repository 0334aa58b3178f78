"""The demo: made by the real actions, kept on a second run, refused where it does not belong."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from changes_app import demo
from changes_app.deciding.tallies import tally
from changes_app.models import ChangeRequest, Membership, OutboxMessage
from changes_app.people.actions import membership
from changes_app.proposals.actions import drafts
from changes_app.workflow import Role, Status
from specs_app.access import may_read
from specs_app.actions.synchronisation import sync
from specs_app.models import RevisionChange, Specification
from specs_app.projection.verification import verify
from specs_app.repository.credentials import Remote
from specs_app.versions.releases import releases_of, standing_of
from specs_app.versions.resolve import current
from tests.drivers import account, import_example
from tests.factories import git
from tests.jobs import run_due
from tests.mail_sink import MailSink

pytestmark = pytest.mark.django_db(transaction=True)


def state() -> dict[str, Any]:
    return {
        "changes": list(ChangeRequest.objects.order_by("sequence").values_list("number", "status", "content_hash")),
        "people": list(User.objects.order_by("pk").values_list("username", "password")),
        "members": list(Membership.objects.order_by("pk").values_list("user", "role", "organisation", "state")),
        "heads": list(Specification.objects.order_by("slug").values_list("slug", "published_revision")),
    }


def request_called(title: str) -> ChangeRequest:
    return ChangeRequest.objects.select_related("specification").get(title=title)


def test_demo_shows_every_status_role_and_class(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("bootstrap_demo")

    assert [verify(specification=entry) for entry in Specification.objects.all()] == [[], []]
    changes = ChangeRequest.objects.all()
    assert {change.status for change in changes} == set(Status)
    assert {change.change_class for change in changes} == {"local", "editorial", "compatible", "breaking"}
    assert set(Membership.objects.values_list("role", flat=True)) == set(Role) - {Role.PUBLIC}
    assert Membership.objects.requested().count() == 1
    assert not EmailAddress.objects.filter(verified=False).exists()
    told = demo.story()
    printed = capsys.readouterr().out
    for person in told["people"]:
        assert person["username"] in printed
        assert User.objects.get(username=person["username"]).check_password(told["password"])


@pytest.mark.one_database
def test_demo_shows_votes_that_do_not_count_and_a_conflict() -> None:
    demo.bootstrap()

    recused = tally(request_called("Name Larchway's column for step-free venues"))
    altered = tally(request_called("Record what a programme costs to join"))
    assert recused is not None
    assert altered is not None
    assert (recused.recusals, altered.void, altered.approvals) == (1, 1, 1)
    late = request_called("Say what counts as moving in")
    assert (late.status, [place["field"] for place in late.conflicts]) == (Status.CHANGES_REQUESTED, ["guidance"])


@pytest.mark.one_database
def test_demo_has_a_restricted_standard_with_a_notice_that_runs() -> None:
    demo.bootstrap()

    refuge = Specification.objects.get(slug="refuge")
    readers = {user.username for user in User.objects.all() if may_read(user, refuge)}
    assert readers == {"member", "steering", "steering2", "secretariat", "chair", "admin"}
    waiting = request_called("Tell a move to family from a move elsewhere")
    assert waiting.notice_runs
    assert waiting.fits("review")


@pytest.mark.one_database
def test_demo_of_an_earlier_edition_gets_what_has_come_since(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = demo.story()
    monkeypatch.setattr(demo, "story", lambda: {**whole, "specifications": whole["specifications"][:1]})
    demo.bootstrap()
    left = Membership.objects.get(user__username="steering3")
    membership.leave(membership=left, by=left.user)
    monkeypatch.undo()

    demo.bootstrap()

    assert Membership.objects.filter(specification__slug="refuge").count() == 5
    assert Membership.objects.get(user__username="steering3").state == "ended"


def test_demo_made_twice_keeps_what_is_there() -> None:
    demo.bootstrap()
    member = User.objects.get(username="member")
    member.set_password("something of their own")
    member.save()
    drafts.discard(change=ChangeRequest.objects.filter(status=Status.DRAFT).latest("sequence"), by=member)
    before = state()

    demo.bootstrap()

    assert state() == before


@pytest.mark.one_database
def test_demo_killed_on_the_way_is_finished_by_the_next_run(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = demo.story()
    cut = [{**entry, "changes": entry["changes"][:2]} for entry in whole["specifications"][:1]]
    monkeypatch.setattr(demo, "story", lambda: {**whole, "specifications": cut})
    demo.bootstrap()
    monkeypatch.undo()

    demo.bootstrap()

    assert ChangeRequest.objects.count() == sum(len(entry["changes"]) for entry in whole["specifications"])


@pytest.mark.one_database
def test_demo_that_fails_on_the_way_says_that_it_is_not_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(demo, "_change", full)
    with pytest.raises(CommandError, match=r"The demo is not whole\. No space left on device .* begin anew"):
        call_command("bootstrap_demo")


@pytest.mark.one_database
def test_demo_that_cannot_begin_says_that_none_was_made(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(demo, "import_specification", full)
    with pytest.raises(CommandError, match=r"No demo was made\. No space left on device"):
        call_command("bootstrap_demo")


@pytest.mark.one_database
def test_second_standard_follows_a_repository_of_its_own_and_is_pushed_to_it(
    settings: LazySettings, tmp_path: Path
) -> None:
    remote = tmp_path / "demo" / "refuge.git"
    settings.VAR_DIR, settings.SPEC_REMOTES = tmp_path, {"refuge": Remote(str(remote))}
    demo.bootstrap()
    run_due()
    refuge = Specification.objects.get(slug="refuge")
    assert refuge.push.state == "current"
    assert git(remote, "rev-parse", "main") == refuge.published_revision
    told = list(refuge.revisions.filter(kind="import").order_by("number").values_list("author_name", "subject"))
    assert told == [
        ("Sena Brandt", "Begin with refuges and stays"),
        ("Stefan Ward", "Leave sofas out"),
        ("Mina Okafor", "Say which evening a late arrival belongs to"),
        ("Priya Lang", "Record who left without a word"),
    ]
    changed = RevisionChange.objects.filter(revision__specification=refuge, revision__kind="import")
    assert list(changed.order_by("revision__number").values_list("address", flat=True)) == [
        "items/REFU002A",
        "items/STAY003A",
        "categories/stay_end_reason/L",
    ]
    report = sync(specification=refuge)
    assert (report.state, report.taken, report.push) == ("current", [], "current")
    before = state()
    shutil.rmtree(remote)
    demo.bootstrap()
    assert state() == before
    assert sync(specification=refuge).push == "current"
    assert git(remote, "rev-parse", "main") == refuge.published_revision


@pytest.mark.one_database
def test_demo_touches_no_remote_of_somebody_elses(settings: LazySettings, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "kept").write_text("")
    settings.VAR_DIR, settings.SPEC_REMOTES = tmp_path, {"refuge": Remote(str(theirs))}
    demo.bootstrap()
    assert [file.name for file in theirs.iterdir()] == ["kept"]
    assert Specification.objects.get(slug="refuge").source_url == ""


@pytest.mark.one_database
@pytest.mark.parametrize("site", ["https://portal.example.org", "http://10.0.0.7:8000"])
def test_demo_refuses_a_portal_that_others_reach(settings: LazySettings, site: str) -> None:
    settings.SITE_URL = site

    with pytest.raises(CommandError, match="known password"):
        call_command("bootstrap_demo")

    assert not User.objects.exists()
    assert not Specification.objects.exists()


@pytest.mark.one_database
def test_demo_refuses_a_portal_with_people_of_its_own() -> None:
    account("member")

    with pytest.raises(CommandError, match="people of its own"):
        call_command("bootstrap_demo")

    assert not Specification.objects.exists()


@pytest.mark.one_database
def test_demo_beside_another_specification_leaves_it_alone() -> None:
    other = import_example("ysd")

    demo.bootstrap()

    other.refresh_from_db()
    assert other.revisions.count() == 1
    assert not ChangeRequest.objects.filter(specification=other).exists()


@pytest.mark.one_database
def test_demo_has_three_releases_and_changes_since() -> None:
    demo.bootstrap()
    example = Specification.objects.get(slug="example")
    assert [release.version for release in releases_of(example, current(example)) if release.made_here] == [
        *("1.2.1", "1.2.0", "1.1.1")
    ]
    assert str(standing_of(example, current(example))).startswith("1.2.1 and 3 changes since")


@pytest.mark.one_database
def test_nothing_is_mailed_to_invented_people(mail_sink: MailSink) -> None:
    demo.bootstrap()
    assert mail_sink.delivered() == []
    assert not OutboxMessage.objects.filter(sent_at=None).exists()
