"""The site as a server has it, and the example in it."""

from __future__ import annotations

import pytest

from ssd_portal.counts import COUNTS
from ssd_portal.published import asked, places
from tests.drivers import World, example_world
from tests.visitors import Site


@pytest.fixture
def world(transactional_db: None) -> World:
    """Committed, so that what is written is told of."""
    return example_world()


@pytest.fixture
def site(world: World) -> Site:
    """One process of the server, that has answered nothing and counted nothing yet."""
    COUNTS.forget()
    places.place_of.cache_clear()
    asked._asked.cache_clear()
    return Site()
