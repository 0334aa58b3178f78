"""A specification with people in it, for everything that changes it."""

import pytest

from tests.drivers import World, import_example, people


@pytest.fixture
def world(db: None) -> World:
    """The example specification and one person of each role."""
    specification = import_example()
    return World(specification, people(specification))
