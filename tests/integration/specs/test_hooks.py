"""The webhook of a source: a push is taken in by a job, and whatever else is sent moves nothing."""

from __future__ import annotations

import hmac
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django_tasks_db.models import DBTaskResult

from specs_app.actions.schedule import follow_sources
from specs_app.actions.synchronisation import follow_source
from specs_app.models import Specification
from specs_app.web.api.hooks import MOST_BYTES
from tests.factories import SLUG, commit_all, git
from tests.jobs import run_due

pytestmark = pytest.mark.django_db
SECRET = "s3cret-of-the-two-hosts"
ADDRESS = f"/api/v1/specifications/{SLUG}/hooks/git"


@pytest.fixture(autouse=True)
def agreed(settings: LazySettings) -> None:
    """Both sides know the secret, and no delivery."""
    settings.SPEC_HOOK_SECRETS = {SLUG: SECRET, "nobody": SECRET}
    cache.clear()


def pushed(source: Path, **more: Any) -> bytes:
    told = {"ref": "refs/heads/main", "repository": {"clone_url": str(source), "name": "source"}, **more}
    return json.dumps(told).encode()


def signed(body: bytes, secret: str = SECRET, event: str = "push", name: str = "d1") -> dict[str, str]:
    signature = "sha256=" + hmac.new(secret.encode(), body, sha256).hexdigest()
    return {"X-Hub-Signature-256": signature, "X-GitHub-Event": event, "X-GitHub-Delivery": name}


def send(body: bytes, headers: dict[str, str], address: str = ADDRESS, media: str = "application/json") -> HttpResponse:
    answer: Any = Client(enforce_csrf_checks=True).post(address, body, content_type=media, headers=headers)
    return answer


def waiting() -> int:
    return DBTaskResult.objects.filter(task_path=follow_source.module_path, status="READY").count()


def reword(source: Path) -> str:
    file = source / "data/objects/tin_person.yml"
    file.write_text(file.read_text().replace("Sex as recorded.", "Stated sex."))
    commit_all(source, "Reword")
    return git(source, "rev-parse", "HEAD")


def test_push_is_taken_in_by_a_job(tiny: Specification, source: Path) -> None:
    sha, body = reword(source), pushed(source)
    answer = send(body, signed(body))
    assert (answer.status_code, waiting()) == (202, 1)
    tiny.refresh_from_db()
    assert tiny.published_revision != sha
    run_due()
    tiny.refresh_from_db()
    assert (tiny.published_revision, tiny.source_state) == (sha, "current")


def test_gitlab_tells_by_its_token(tiny: Specification, source: Path) -> None:
    body = pushed(source)
    headers = {"X-Gitlab-Token": SECRET, "X-Gitlab-Event": "Push Hook", "X-Gitlab-Event-UUID": "u1"}
    assert (send(body, headers).status_code, waiting()) == (202, 1)
    assert send(body, {**headers, "X-Gitlab-Token": f"{SECRET}x"}).status_code == 403


def test_many_deliveries_make_one_job(tiny: Specification, source: Path) -> None:
    for number in range(3):
        body = pushed(source, after=str(number))
        assert send(body, signed(body, name=f"d{number}")).status_code == 202
    assert waiting() == 1


@pytest.mark.parametrize("name", ["d1", "d2"])
def test_delivery_is_taken_once_by_its_name_and_by_its_content(tiny: Specification, source: Path, name: str) -> None:
    body = pushed(source)
    send(body, signed(body))
    DBTaskResult.objects.all().delete()
    again = body if name == "d2" else pushed(source, after="x")
    answer = send(again, signed(again, name=name))
    assert (answer.status_code, waiting(), b"taken before" in answer.content) == (409, 0, True)


@pytest.mark.parametrize(
    ("event", "told"),
    [
        ("ping", {}),
        ("issues", {}),
        ("push", {"ref": "refs/heads/other"}),
        ("push", {"ref": ["refs/heads/main"]}),
    ],
)
def test_what_is_no_push_to_the_branch_changes_nothing(
    tiny: Specification, source: Path, event: str, told: dict[str, Any]
) -> None:
    body = pushed(source, **told)
    answer = send(body, signed(body, event=event))
    assert (answer.status_code, waiting()) == (200, 0)
    assert answer.json()["detail"].startswith("Received.")  # type: ignore[attr-defined]


def test_tag_is_followed(tiny: Specification, source: Path) -> None:
    body = pushed(source, ref="refs/tags/v1.1.0")
    assert send(body, signed(body)).status_code == 202


@pytest.mark.parametrize(
    ("status", "words", "change"),
    [
        (403, "not signed", lambda body, headers: (body, signed(body, "another secret"))),
        (403, "not signed", lambda body, headers: (body.replace(b"main", b"evil"), headers)),
        (403, "not signed", lambda body, headers: (body, {"X-GitHub-Event": "push"})),
        (400, "not JSON", lambda body, headers: (b"{", signed(b"{"))),
        (413, "bytes", lambda body, headers: (b"x" * (MOST_BYTES + 1), headers)),
    ],
)
def test_what_cannot_be_believed_or_read_is_refused_in_words(
    tiny: Specification, source: Path, status: int, words: str, change: Any
) -> None:
    body = pushed(source)
    answer = send(*change(body, signed(body)))
    assert (answer.status_code, waiting()) == (status, 0)
    assert words in answer.json()["detail"]  # type: ignore[attr-defined]


def test_delivery_of_another_repository_is_refused(tiny: Specification, source: Path) -> None:
    body = pushed(source, repository={"clone_url": f"{source}-other"})
    answer = send(body, signed(body))
    assert (answer.status_code, waiting(), b"another repository" in answer.content) == (422, 0, True)


def test_body_is_not_read_where_its_length_says_that_it_is_too_long(tiny: Specification) -> None:
    answer = Client().generic("POST", ADDRESS, b"{}", "application/json", CONTENT_LENGTH=str(MOST_BYTES + 1))
    assert answer.status_code == 413


def test_nobody_learns_of_a_restricted_standard_or_of_one_without_a_secret(
    tiny: Specification, settings: LazySettings
) -> None:
    unknown = send(b"{}", {}, "/api/v1/specifications/nobody/hooks/git")
    Specification.objects.filter(pk=tiny.pk).update(access="restricted")
    restricted = send(b"{}", signed(b"{}", "another secret"))
    settings.SPEC_HOOK_SECRETS = {}
    without = send(b"{}", signed(b"{}"))
    assert {unknown.status_code, restricted.status_code, without.status_code} == {404}
    assert unknown.content == restricted.content == without.content


def test_restricted_standard_follows_its_source_too(tiny: Specification, source: Path) -> None:
    Specification.objects.filter(pk=tiny.pk).update(access="restricted")
    body = pushed(source)
    assert send(body, signed(body)).status_code == 202


def test_standard_from_a_folder_follows_nothing(tiny: Specification, source: Path) -> None:
    Specification.objects.filter(pk=tiny.pk).update(source_url="", source_branch="")
    body = pushed(source)
    assert (send(body, signed(body)).status_code, waiting()) == (409, 0)


def test_every_source_is_looked_at_now_and_then(tiny: Specification, source: Path) -> None:
    sha = reword(source)
    follow_sources.call()
    run_due()
    tiny.refresh_from_db()
    assert tiny.published_revision == sha
