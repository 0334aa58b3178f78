"""A specification with people in it, for everything that changes it, and the two doors."""

import pytest
from django.core.cache import cache

from tests.doors import Door, Pages, Rest
from tests.drivers import World, example_world


@pytest.fixture
def world(db: None) -> World:
    """The example specification and one person of each role."""
    return example_world()


@pytest.fixture(params=[Pages, Rest], ids=["page", "rest"])
def door(request: pytest.FixtureRequest) -> Door:
    """By page, then by REST."""
    cache.clear()
    made: Door = request.param()
    return made
