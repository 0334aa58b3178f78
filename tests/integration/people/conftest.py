"""The small specification with somebody of the secretariat, and visitors who sign up as people do."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from allauth.account.models import EmailAddress
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client

from changes_app.people.actions import credentials
from changes_app.workflow import Role
from specs_app.models import Specification
from tests.drivers import admit, hashed_password
from tests.factories import SLUG, small_example
from tests.mail_sink import MailSink

PASSWORD = "correct horse battery staple"


@pytest.fixture(autouse=True)
def fresh_start(settings: LazySettings) -> None:
    """Nobody has tried anything yet, and passwords cost no time."""
    cache.clear()
    hashed_password()  # is kept for other tests too, which know no fast hashes
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]


@pytest.fixture
def specification(db: None) -> Specification:
    return small_example()


def account(username: str, full_name: str = "") -> User:
    """An account whose address is confirmed."""
    email = f"{username}@example.org"
    user = User.objects.create_user(username, email, PASSWORD, first_name=full_name or username.title())
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    credentials.seal(user)
    return user


def member(specification: Specification, username: str, role: Role, organisation: str = "") -> User:
    """An account with a role."""
    user = account(username)
    admit(specification, user, role, organisation)
    return user


def signed_in(user: User) -> Client:
    """A browser in which the person has signed in."""
    client = Client()
    client.force_login(user)
    return client


def address(path: str) -> str:
    """Below the specification's own address."""
    return f"/{SLUG}/{path}"


@dataclass(frozen=True)
class Visitor:
    """Somebody with a browser and a letter box."""

    client: Client
    sink: MailSink
    email: str = "ada.moss@northshire.example"

    def sign_up(self, full_name: str = "Ada Moss", password: str = PASSWORD, **more: str) -> str:
        """The page after sending the form."""
        data = {"full_name": full_name, "email": self.email, "password1": password, "password2": password, **more}
        return self.client.post("/accounts/signup/", data, follow=True).content.decode()

    def letter(self) -> str:
        """The last letter that went to this person."""
        message = [message for message in self.sink.delivered() if message["To"] == self.email][-1]
        return f"{message['Subject']}\n{message.get_content()}"

    def link(self) -> str:
        """The first link in it that leads to a page of accounts, without the host."""
        found = re.search(r"https?://[^/\s]+(/accounts/\S+)", self.letter())
        assert found, self.letter()
        return found[1]

    def sign_in(self, password: str = PASSWORD) -> str:
        return self.client.post(
            "/accounts/login/", {"login": self.email, "password": password}, follow=True
        ).content.decode()


@pytest.fixture
def visitor(client: Client, mail_sink: MailSink) -> Visitor:
    return Visitor(client, mail_sink)
