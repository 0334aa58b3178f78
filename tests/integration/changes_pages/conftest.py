"""The same world as for the actions, and a browser of the test client for each person."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.integration.changes.conftest import world

__all__ = ["As", "client_of", "world"]

As = Callable[[User], Client]


@pytest.fixture
def client_of() -> As:
    """A client in which somebody has signed in."""

    def made(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return made
