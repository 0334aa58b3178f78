"""Personal tokens: shown once, good for REST, gone when revoked."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from knox.models import AuthToken

from changes_app.errors import Invalid
from changes_app.models import Event
from changes_app.people.actions import tokens
from changes_app.workflow import EventKind
from specs_app.models import Specification
from tests.integration.people.conftest import account, signed_in

REST = "/api/v1/specifications/"


def new_token(client: Client) -> str:
    """The text of a new token, as its page shows it."""
    page = client.post("/account/tokens/")
    assert "no-store" in page.headers["Cache-Control"]
    found = re.search(r'aria-label="The token">([0-9a-f]{64})<', page.content.decode())
    assert found
    return found[1]


def status(token: str) -> int:
    return Client().get(REST, headers={"Authorization": f"Bearer {token}"}).status_code


def test_token_works_until_it_is_revoked(specification: Specification) -> None:
    client = signed_in(account("ada"))
    token = new_token(client)
    assert status(token) == 200
    page = client.get("/account/").content.decode()
    assert token not in page
    assert token[:8] in page
    revoke = f"/account/tokens/{token[:15]}/revoke/"
    assert f'href="{revoke}"' in page
    assert "This cannot be undone" in client.get(revoke).content.decode()
    assert status(token) == 200
    assert "The token is revoked" in client.post(revoke, follow=True).content.decode()
    assert status(token) == 401
    assert [(event.kind, event.data["token"]) for event in Event.objects.all()] == [
        (EventKind.TOKEN_CREATED, token[:8]),
        (EventKind.TOKEN_REVOKED, token[:8]),
    ]


def test_token_of_somebody_else_cannot_be_revoked(db: None) -> None:
    token = new_token(signed_in(account("ada")))
    thief = signed_in(account("ben"))
    path = f"/account/tokens/{token[:15]}/revoke/"
    assert [thief.get(path).status_code, thief.post(path).status_code] == [404, 404]
    assert AuthToken.objects.count() == 1


def test_token_is_made_by_a_form_only(db: None, client: Client) -> None:
    assert signed_in(account("ada")).get("/account/tokens/").status_code == 405
    assert client.post("/account/tokens/").headers["Location"].startswith("/accounts/login/")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(account("ben"))
    assert strict.post("/account/tokens/").status_code == 403
    assert not AuthToken.objects.exists()


def test_one_person_has_so_many_tokens_at_most(db: None) -> None:
    person = account("ada")
    for _ in range(tokens.MOST_TOKENS):
        tokens.create(by=person, user=person)
    with pytest.raises(Invalid, match="as many as one person may have"):
        tokens.create(by=person, user=person)
    answer = signed_in(person).post("/account/tokens/")
    assert answer.status_code == 400
    assert "Revoke one" in answer.content.decode()
