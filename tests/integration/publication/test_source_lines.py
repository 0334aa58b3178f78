"""The office has the new line of a rewritten source followed: by page and by REST, at the commit that was read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from knox.models import AuthToken

from changes_app.errors import Conflicting, NotAllowed, WrongStatus
from changes_app.models import Event
from changes_app.publication import source_lines
from changes_app.record.event_words import describe
from changes_app.workflow import EventKind, Role
from specs_app.actions.synchronisation import sync
from specs_app.models import Specification
from tests.drivers import member
from tests.factories import SLUG, commit_all, example_repository, git, imported
from tests.jobs import run_due

pytestmark = pytest.mark.django_db
PAGE, REST = f"/{SLUG}/source/accept/", f"/api/v1/specifications/{SLUG}/source/accept/"


@pytest.fixture
def rewritten(tmp_path: Path) -> tuple[Specification, str]:
    """A specification whose source lost a commit that was taken, and where the source is now."""
    source = example_repository(tmp_path / "source")
    specification = imported(source)
    file = source / "data/objects/tin_person.yml"
    file.write_text(file.read_text().replace("Sex as recorded.", "Stated sex."))
    commit_all(source, "Reword")
    sync(specification=specification)
    git(source, "reset", "-q", "--hard", "HEAD~1")
    assert sync(specification=specification).state == "rewritten"
    return specification, git(source, "rev-parse", "HEAD")


def state() -> str:
    return str(Specification.objects.get(slug=SLUG).source_state)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_page_asks_and_has_the_new_line_followed(rewritten: tuple[Specification, str]) -> None:
    specification, commit = rewritten
    client = signed_in(member(specification, "sec", Role.SECRETARIAT))
    assert f'href="{PAGE}"' in client.get(f"/{SLUG}/inbox/").content.decode()
    page = client.get(PAGE).content.decode()
    assert f'value="{commit}"' in page
    assert "holds a commit that it held before no more" in page
    answer = client.post(PAGE, {"commit": commit})
    assert (answer.status_code, answer["Location"]) == (302, f"/{SLUG}/inbox/")
    run_due()
    assert state() == "current"
    event = Event.objects.get(kind=EventKind.LINE_ACCEPTED)
    assert describe(event) == f"Sec Tester had the new line of the source followed from {commit[:10]}"
    assert "was not rewritten" in client.get(PAGE).content.decode()


def test_rest_has_the_new_line_followed(rewritten: tuple[Specification, str]) -> None:
    specification, commit = rewritten
    token = AuthToken.objects.create(user=member(specification, "cha", Role.CHAIR, "Midvale"))[1]
    client = Client(headers={"authorization": f"Bearer {token}"})
    refused = post(client, {"commit": "0" * 40})
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/superseded")
    assert post(client, {}).status_code == 400
    answer = post(client, {"commit": commit})
    assert (answer.status_code, answer.json()) == (202, {"state": "rewritten", "commit": commit})
    run_due()
    assert (state(), post(client, {"commit": commit}).status_code) == ("current", 409)


def post(client: Client, data: dict[str, str]) -> Any:
    return client.post(REST, data, content_type="application/json")


def test_another_commit_than_was_read_is_refused(rewritten: tuple[Specification, str]) -> None:
    specification, _ = rewritten
    by = member(specification, "sec", Role.SECRETARIAT)
    with pytest.raises(Conflicting, match="by now"):
        source_lines.accept(specification=specification, by=by, commit="0" * 40)
    answer = signed_in(by).post(PAGE, {"commit": "0" * 40})
    assert (answer.status_code, b"decide again" in answer.content) == (409, True)


def test_nobody_else_accepts_it(rewritten: tuple[Specification, str]) -> None:
    specification, commit = rewritten
    by = member(specification, "ada", Role.STEERING, "Eastmoor")
    with pytest.raises(NotAllowed):
        source_lines.accept(specification=specification, by=by, commit=commit)
    assert signed_in(by).post(PAGE, {"commit": commit}).status_code == 403
    assert Client().post(PAGE, {"commit": commit}).status_code == 302
    assert Client().post(REST, {"commit": commit}).status_code == 401


def test_source_that_was_not_rewritten_has_nothing_to_accept(tmp_path: Path) -> None:
    specification = imported(example_repository(tmp_path / "source"))
    by = member(specification, "sec", Role.SECRETARIAT)
    with pytest.raises(WrongStatus, match="was not rewritten"):
        source_lines.accept(specification=specification, by=by, commit="0" * 40)
