"""People with tokens, and a client that speaks JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from knox.models import AuthToken

from specs_app.models import Specification
from ssd_portal.counts import COUNTS
from tests.integration.pages.conftest import revisions
from tests.published import publish
from tests.recorded import as_before

ROOT = "/api/v1/specifications"


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """To draw up the requests takes seconds in each process: not where those for one database are left out again."""
    return True if (collection_path.stem, config.option.markexpr) == ("test_schemathesis", "not one_database") else None


@dataclass(frozen=True)
class Rest:
    """REST below one specification, as one person or as nobody."""

    slug: str
    token: str = ""

    def get(self, path: str = "", headers: dict[str, str] | None = None, **query: Any) -> HttpResponse:
        return self._client().get(f"{ROOT}/{self.slug}/{path}", query, headers=headers)  # type: ignore[return-value]

    def post(self, path: str, body: Any = None) -> HttpResponse:
        return self.send("post", path, json.dumps({} if body is None else body))

    def patch(self, path: str, body: Any) -> HttpResponse:
        return self.send("patch", path, json.dumps(body))

    def send(self, method: str, path: str, body: str | bytes, media: str = "application/json") -> HttpResponse:
        call = getattr(self._client(), method)
        return call(f"{ROOT}/{self.slug}/{path}", body, content_type=media)  # type: ignore[no-any-return]

    def _client(self) -> Client:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return Client(headers=headers, raise_request_exception=False)


def as_person(slug: str, user: User) -> Rest:
    """REST with a personal token."""
    return Rest(slug, AuthToken.objects.create(user)[1])


def problem(answer: HttpResponse, status: int) -> dict[str, Any]:
    """The members of a problem, which every error must be."""
    assert answer.status_code == status, answer.content[:500]
    assert answer["Content-Type"] == "application/problem+json"
    members: dict[str, Any] = json.loads(answer.content)
    assert {"type", "title", "status", "detail"} <= members.keys()
    assert members["status"] == status
    return members


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    """No request of another test counts against the limits."""
    COUNTS.forget()


@dataclass(frozen=True)
class Versions:
    """The example under the slug ``ysd`` in three revisions: as it is, words and a name changed, parts removed."""

    rest: Rest
    shas: tuple[str, ...]


@pytest.fixture
def versions(db: None) -> Versions:
    """Readable versions; nobody may change them."""
    as_before("three versions", lambda folder: publish(folder, "ysd", revisions(), tags=["v1.0.0"]))
    found = Specification.objects.get(slug="ysd")
    return Versions(Rest("ysd"), tuple(found.revisions.order_by("number").values_list("sha", flat=True))[:3])
