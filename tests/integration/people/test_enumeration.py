"""Whether somebody has an account is told to the mailbox alone: the page is the same, and so is the work behind it."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from changes_app.models import OutboxMessage
from tests.integration.people.conftest import PASSWORD, account

pytestmark = pytest.mark.django_db(transaction=True)

KNOWN, UNKNOWN = "ada@example.org", "eve@example.org"
#: What is sent to a page, by the page; the address is the only difference.
FORMS = {
    "/accounts/signup/": {"full_name": "Ada Moss", "password1": PASSWORD, "password2": PASSWORD},
    "/accounts/password/reset/": {},
    "/accounts/login/": {"password": "a wrong guess"},
}


def work(monkeypatch: pytest.MonkeyPatch, path: str, email: str) -> dict[str, object]:
    """What one request answers and does: status and target, hashings, kinds of queries, letters."""
    hashings: Counter[str] = Counter()
    encode = MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashings["all"] += 1
        return encode(self, password, salt)

    OutboxMessage.objects.all().delete()
    DBTaskResult.objects.all().delete()
    with monkeypatch.context() as patched, CaptureQueriesContext(connection) as queries:
        patched.setattr(MD5PasswordHasher, "encode", counted)
        answer = Client().post(path, {**FORMS[path], "email": email, "login": email})
    page = re.sub(r'value="[^"]*"', "", answer.content.decode())
    return {
        "answer": (answer.status_code, answer.headers.get("Location"), page),
        "hashings": hashings["all"],
        "queries": {kind for query in queries if (kind := _kind(query["sql"]))},
        "letters": OutboxMessage.objects.count(),
    }


def _kind(sql: str) -> str:
    """Verb and table of a statement; empty for those that only begin or end something."""
    found = re.match(r'(SELECT|INSERT|UPDATE|DELETE)\b(?:.*?\b(?:FROM|INTO))? "(\w+)"', sql)
    return f"{found[1]} {found[2]}" if found else ""


@pytest.mark.parametrize("path", FORMS)
def test_known_and_unknown_address_cost_the_same(monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    account("ada")
    known, unknown = (work(monkeypatch, path, email) for email in (KNOWN, UNKNOWN))
    assert known == unknown
    assert known["hashings"] == (0 if "reset" in path else 1)
    assert known["letters"] == (0 if "login" in path else 1)


def test_second_sign_up_leaves_no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    before = account("ada")
    work(monkeypatch, "/accounts/signup/", KNOWN)
    (user,) = User.objects.all()
    assert (user.pk, user.password, user.first_name) == (before.pk, before.password, before.first_name)
    assert user.emailaddress_set.count() == 1  # type: ignore[attr-defined]
