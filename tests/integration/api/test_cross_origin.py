"""Pages of other sites read what is public, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.drivers import World
from tests.integration.api.conftest import ROOT, Rest, Versions, as_person

pytestmark = pytest.mark.one_database

ORIGIN = {"Origin": "https://elsewhere.example"}
ALLOW = "Access-Control-Allow-Origin"


def opened(answer: Any) -> bool:
    assert "Access-Control-Allow-Credentials" not in answer
    if ALLOW in answer:
        assert answer[ALLOW] == "*"
        assert "ETag" in answer["Access-Control-Expose-Headers"]
    return ALLOW in answer


def test_public_reads_are_open(versions: Versions) -> None:
    for path in ("", "items/", "items/YOUN001A/", "items/NOPE/", "export/csv", "changes/", "nothing/at/all/"):
        assert opened(versions.rest.get(path, headers=ORIGIN)), path
    etag = versions.rest.get("items/")["ETag"]
    assert opened(versions.rest.get("items/", headers={**ORIGIN, "If-None-Match": etag}))
    for path in ("/api/v1/", "/api/v1/schema/", "/api/v1/specifications/"):
        assert opened(Client().get(path)), path


def test_browser_is_told_what_it_may_ask_with(versions: Versions) -> None:
    asked = {**ORIGIN, "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "if-none-match"}
    answer = Client().options(f"{ROOT}/ysd/items/", headers=asked)
    assert (answer.status_code, opened(answer)) == (200, True)
    assert "If-None-Match" in answer["Access-Control-Allow-Headers"]
    assert "Authorization" not in answer["Access-Control-Allow-Headers"]
    assert "POST" not in answer["Access-Control-Allow-Methods"]


def test_pages_writes_and_answers_to_a_token_stay_closed(world: World) -> None:
    pat = as_person("ysd", world.people.proposer)
    assert not opened(pat.get("items/"))
    assert not opened(pat.post("changes/", {"title": "a"}))
    assert not opened(Rest("ysd").post("changes/"))
    assert not opened(Client().get("/ysd/"))


def test_restricted_specification_stays_closed(world: World) -> None:
    world.specification.access = "restricted"
    world.specification.save(update_fields=["access"])
    member = Client()
    member.force_login(world.people.proposer)
    answer: HttpResponse = member.get(f"{ROOT}/ysd/items/", headers=ORIGIN)  # type: ignore[assignment]
    assert (answer.status_code, opened(answer)) == (200, False)
    assert not opened(member.get("/api/v1/specifications/"))


@pytest.mark.django_db
def test_index_leads_on(client: Client) -> None:
    told = client.get("/api/v1/").json()
    assert {told["name"], told["version"]} == {"Specification portal", "1"}
    for key in ("schema", "docs", "specifications", "help"):
        assert client.get(told[key]).status_code == 200, key
    assert client.get(told["inbox"]).status_code == 401
    assert told["docs"].endswith(reverse("api_docs"))
    assert client.get("/api/v1/", {"at": "1"}).status_code == 400
