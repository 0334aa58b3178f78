"""The queue as administrators see it, and who is none does not."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from changes_app.errors import NotAllowed
from changes_app.models import Event
from changes_app.people.actions import jobs
from changes_app.workflow import EventKind
from specs_app.jobs import queue
from specs_app.models import Push
from specs_app.repository.credentials import Remote
from tests.factories import SLUG, small_example
from tests.integration.jobs import samples
from tests.integration.people.conftest import account, signed_in
from tests.jobs import run_due

pytestmark = pytest.mark.django_db
PAGE = "/account/jobs/"


@pytest.fixture
def administrator() -> User:
    user = account("root", "Ruth Root")
    user.is_superuser = True
    user.save()
    return user


def shown(client: Client) -> str:
    return " ".join(client.get(PAGE).content.decode().split())


def test_page_without_jobs_says_so(administrator: User) -> None:
    page = shown(signed_in(administrator))
    for words in ("No job is due.", "No job has failed.", "No job runs.", "No job waits."):
        assert words in page


def test_page_lists_what_failed_with_its_error_and_what_waits(administrator: User) -> None:
    samples.fail_for_good.enqueue()
    samples.write.enqueue("/nowhere/a", "<b>word")
    run_due()
    samples.tell.enqueue()
    page = shown(signed_in(administrator))
    assert "NeverAgain: no use at all" in page
    assert "No such file or directory" in page
    assert "&lt;b&gt;word" in page
    assert "Say how far it is" in page
    assert "1 job is due" in page


def test_failed_job_is_tried_again_and_that_is_recorded(administrator: User) -> None:
    samples.fail_for_good.enqueue()
    run_due()
    (failed,) = queue.listed(queue.FAILED, 10)
    client = signed_in(administrator)
    assert "is tried again" in client.post(f"{PAGE}{failed.key}/again/", follow=True).content.decode()
    assert [(row.key, row.tries) for row in queue.listed(queue.WAITING, 10)] == [(failed.key, 0)]
    event = Event.objects.get(kind=EventKind.JOB_RETRIED)
    assert (event.actor_id, event.data["job"]) == (administrator.pk, "Fail for good")
    assert EventKind.JOB_RETRIED.told(event.data) == "had a job tried again: Fail for good"
    assert client.post(f"{PAGE}{failed.key}/again/").status_code == 404
    assert Event.objects.filter(kind=EventKind.JOB_RETRIED).count() == 1


def test_job_that_waits_for_its_next_try_need_not_wait(administrator: User) -> None:
    samples.fail.enqueue()
    run_due()
    (waits,) = queue.listed(queue.WAITING, 10)
    assert waits.may_be_hastened
    signed_in(administrator).post(f"{PAGE}{waits.key}/again/")
    assert run_due() == 1


def test_page_tells_how_each_remote_stands(administrator: User, settings: LazySettings) -> None:
    settings.SPEC_REMOTES = {SLUG: Remote("/srv/git/there.git"), "typo": Remote("/srv/git/other.git")}
    client = signed_in(administrator)
    assert "Nothing has been pushed anywhere." in shown(client)
    now = timezone.now()
    Push.objects.create(
        specification=small_example(),
        address="/srv/git/there.git",
        state=Push.State.DIVERGED,
        references={"refs/heads/main": "0123456789abcdef"},
        tried_at=now,
        failing_since=now,
        problem="Its branch holds <b>others</b>.",
    )
    page = shown(client)
    for words in (
        "/srv/git/there.git",
        "The remote holds what is not here",
        "0123456789ab</td>",
        "Its branch holds &lt;b&gt;others&lt;/b&gt;.",
        "run sync_spec, which takes its commits in or merges them",
        "never",
        "The settings name a remote for “typo”",
    ):
        assert words in page
    assert f"for “{SLUG}”" not in page


def test_page_tells_how_each_source_stands(administrator: User) -> None:
    client = signed_in(administrator)
    assert "No standard follows a source." in shown(client)
    found = small_example()
    found.source_url, found.source_branch, found.source_state = "/srv/git/source.git", "trunk", "rewritten"
    found.source_detail = [{"message": "It holds <i>less</i>.", "remedy": "Have it put back."}]
    found.save()
    page = shown(client)
    for words in (
        "/srv/git/source.git",
        "trunk",
        "The source was rewritten",
        "It holds &lt;i&gt;less&lt;/i&gt;. Have it",
    ):
        assert words in page


def test_others_see_no_job_and_try_none_again() -> None:
    samples.fail_for_good.enqueue()
    run_due()
    (failed,) = queue.listed(queue.FAILED, 10)
    assert Client().get(PAGE).status_code == 302
    ada = account("ada")
    ada.is_staff = True
    ada.save()
    assert signed_in(ada).get(PAGE).status_code == 403
    assert signed_in(ada).post(f"{PAGE}{failed.key}/again/").status_code == 403
    with pytest.raises(NotAllowed):
        jobs.try_again(key=failed.key, by=ada)
    assert queue.figures().failed == 1
    assert not Event.objects.filter(kind=EventKind.JOB_RETRIED).exists()
    assert "Administration" not in signed_in(ada).get("/account/").content.decode()
