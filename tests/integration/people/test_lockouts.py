"""Guessing passwords: what pauses, for whom, for how long, and what does not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db.models import F
from django.test import Client

from tests.integration.people.conftest import PASSWORD, Visitor, account

pytestmark = pytest.mark.django_db(transaction=True)

TRIES = 10
OFFICE, HOME = "192.0.2.1", "198.51.100.7"


@pytest.fixture(autouse=True)
def behind_a_proxy(settings: LazySettings) -> None:
    settings.PROXIES = 1


@pytest.fixture
def ada() -> User:
    return account("ada")


def sign_in(login: str, password: str, address: str = OFFICE, path: str = "/accounts/login/") -> str:
    """What the page says after one try; ``address`` is what the proxy saw. Each try is another process as far as memory goes."""
    cache.clear()
    client = Client(headers={"X-Forwarded-For": address})
    page = client.post(path, {"login": login, "username": login, "password": password}, follow=True)
    text = page.content.decode()
    if "Sign-in is paused" in text:
        assert page.status_code == 429
        return "paused"
    return "in" if page.wsgi_request.user.is_authenticated else "wrong"


def guess(login: str, times: int = TRIES, address: str = OFFICE) -> list[str]:
    return [sign_in(login, f"guess {number}", address) for number in range(times)]


def test_ten_wrong_passwords_pause_the_account_at_that_address(ada: User) -> None:
    assert guess("ada") == ["wrong"] * (TRIES - 1) + ["paused"]
    assert sign_in("ada", PASSWORD) == "paused"


def test_ten_wrong_passwords_in_one_process_pause_too(ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "clear", lambda: None)
    assert guess("ada") == ["wrong"] * (TRIES - 1) + ["paused"]


def test_nine_wrong_passwords_and_the_right_one_begin_anew(ada: User) -> None:
    guess("ada", TRIES - 1)
    assert sign_in("ada@example.org", PASSWORD) == "in"
    assert guess("ada", TRIES - 1) == ["wrong"] * (TRIES - 1)


def test_colleagues_behind_the_same_proxy_and_address_are_not_paused(ada: User) -> None:
    account("ben")
    guess("ada")
    assert sign_in("ben", PASSWORD) == "in"
    assert sign_in("ben@example.org", PASSWORD) == "in"
    assert sign_in("ada", PASSWORD, HOME) == "in"


def test_invented_addresses_before_the_proxys_own_do_not_help(ada: User) -> None:
    for number in range(TRIES):
        sign_in("ada", "guess", f"203.0.113.{number}, {OFFICE}")
    assert sign_in("ada", PASSWORD, OFFICE) == "paused"


def test_addresses_of_one_network_count_together(ada: User) -> None:
    for number in range(TRIES):
        sign_in("ada", "guess", f"[2001:db8::{number + 1}]:4711")
    assert sign_in("ada", PASSWORD, "2001:db8::ffff") == "paused"
    assert sign_in("ada", PASSWORD, "2001:db8:0:1::1") == "in"


def test_every_name_of_an_account_counts_for_the_account(ada: User) -> None:
    names = ["ada", "ADA", "ada@example.org", "Ada@Example.ORG", " ada "]
    for name in names * 2:
        sign_in(name, "guess")
    assert {sign_in(name, PASSWORD) for name in names} == {"paused"}
    assert AccessAttempt.objects.values("username").distinct().count() == 1


def test_name_that_no_account_has_is_paused_alike(db: None) -> None:
    assert guess("nobody@example.org") == ["wrong"] * (TRIES - 1) + ["paused"]
    assert sign_in("NOBODY@example.org", PASSWORD) == "paused"
    assert sign_in("somebody@example.org", PASSWORD) == "wrong"


@pytest.mark.parametrize("name", ["x" * 5000, "ﬀ@example.org", "\u202eada", "'; --"])
def test_strange_name_is_counted(name: str) -> None:
    assert guess(name)[-1] == "paused"


def test_pause_is_fifteen_minutes_however_often_it_is_tried_meanwhile(ada: User) -> None:
    guess("ada")
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=14))
    assert sign_in("ada", "again") == "paused"
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=1))
    assert sign_in("ada", PASSWORD) == "in"


def test_administration_counts_in_the_same_way(ada: User) -> None:
    for number in range(TRIES):
        sign_in("ada", f"guess {number}", path="/admin/login/")
    assert sign_in("ada@example.org", PASSWORD) == "paused"


def test_new_password_ends_the_pause(visitor: Visitor) -> None:
    visitor.sign_up()
    visitor.client.post(visitor.link())
    guess(visitor.email)
    visitor.client.post("/accounts/password/reset/", {"email": visitor.email})
    page = visitor.client.get(visitor.link(), follow=True)
    new = "four wet umbrellas sing"
    visitor.client.post(page.request["PATH_INFO"], {"password1": new, "password2": new})
    assert sign_in(visitor.email, new) == "in"
