"""A specification with people in it, for everything that changes it; the two doors, and a client for each person."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client

from tests.doors import Door, Pages, Rest
from tests.drivers import World, example_world

As = Callable[[User], Client]


@pytest.fixture
def world(db: None) -> World:
    """The example specification and one person of each role."""
    return example_world()


@pytest.fixture(params=[Pages, pytest.param(Rest, marks=pytest.mark.one_database)], ids=["page", "rest"])
def door(request: pytest.FixtureRequest) -> Door:
    """By page, then by REST; on PostgreSQL by page alone.

    Both doors lead to the same actions, which so meet either database; what REST asks of PostgreSQL itself, `api/` tries there.
    """
    cache.clear()
    made: Door = request.param()
    return made


@pytest.fixture
def client_of() -> As:
    """A client in which somebody has signed in."""

    def made(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return made
