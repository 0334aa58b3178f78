"""A specification with people in it, for everything that changes it; the two doors, and a client for each person."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client

from specs_app.models import Specification
from tests.doors import Door, Pages, Rest
from tests.drivers import World, everybody, example_world, import_example, people
from tests.recorded import as_before

As = Callable[[User], Client]


@pytest.fixture
def world(db: None) -> World:
    """The example specification and one person of each role."""
    return example_world()


@pytest.fixture
def ssd(db: None, corpus: Path) -> World:
    """The real specification and one person of each role."""
    as_before("real world", lambda _: people(import_example("ssd", corpus)))
    return World(Specification.objects.get(slug="ssd"), everybody())


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
