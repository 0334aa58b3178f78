"""A world as it was recorded is the world that the real actions make, and nothing that stands is written over."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from changes_app.publication.proof import verify
from specs_app.repository.folder import repository_path
from tests import recorded
from tests.drivers import account, example_world, import_example, people
from tests.power import files_of

pytestmark = pytest.mark.django_db


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside leaves neither row nor folder."""
    point = transaction.savepoint()
    yield
    transaction.savepoint_rollback(point)
    shutil.rmtree(settings.SPEC_REPO_ROOT)
    Path(settings.SPEC_REPO_ROOT).mkdir()


def everything() -> tuple[list[str], dict[str, bytes]]:
    """Every value of every row, and every file."""
    rows = [repr(row) for model in recorded.models() for row in model._base_manager.order_by("pk").values_list()]
    return rows, files_of(repository_path("ysd"))


def sizes() -> tuple[dict[str, int], int]:
    """What is the same each time, though keys and times differ: how many rows a table has, and files the repository."""
    counted = {model._meta.label: model._base_manager.count() for model in recorded.models()}
    return counted, len(files_of(repository_path("ysd")))


def test_recorded_world_is_what_the_actions_make(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorded, "_recordings", {})
    with undone():
        people(import_example())
        by_actions = sizes()
    with undone():
        made, stood = example_world(), everything()
        assert sizes() == by_actions
    world = example_world()
    assert (world, everything()) == (made, stood)
    assert verify(specification=world.specification) == []
    assert world.published().status == "published"


def test_recording_is_left_aside_where_something_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    with undone():
        example_world()
    monkeypatch.delattr(recorded.Recording, "play")
    somebody = account("somebody")
    world = example_world()
    assert world.people.proposer.pk > somebody.pk
    assert verify(specification=world.specification) == []
