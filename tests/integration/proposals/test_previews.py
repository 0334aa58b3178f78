"""What the page of a proposal works out of it is worked out once for each version of the standard and content of the proposal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.test import Client

from changes_app.models import ChangeRequest
from changes_app.proposals import assessment, previews
from specs_app.versions.cache import VERSIONS
from specs_app.yaml_files import writer
from tests.drivers import COMPATIBLE, EDITORIAL, World


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """Other tests have proposals of the same words on the same version."""
    VERSIONS.clear()


WORKED_OUT = ((assessment, "assess"), (assessment, "find_conflicts"), (writer, "write"), (previews, "columns_of"))


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The names of what was worked out inside."""
    made: list[str] = []

    def noting(name: str, original: Any) -> Any:
        def noted(*args: Any, **kwargs: Any) -> Any:
            made.append(name)
            return original(*args, **kwargs)

        return noted

    with monkeypatch.context() as patch:
        for module, name in WORKED_OUT:
            patch.setattr(module, name, noting(name, getattr(module, name)))
        yield made


def page(change: ChangeRequest, client: Client | None = None, part: str = "") -> str:
    answer = (client or Client()).get(f"{change.get_absolute_url()}{part}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_proposal_is_worked_out_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    change = world.in_review(COMPATIBLE)
    with counted(monkeypatch) as made:
        first = page(change)
        assert {"assess", "write", "columns_of"} <= set(made)
        made.clear()
        assert page(change) == first
    assert made == []
    assert "youn_shoe_size" in first


def test_draft_is_worked_out_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    change = world.draft(COMPATIBLE)
    world.published(EDITORIAL)
    client = Client()
    client.force_login(world.people.proposer)
    with counted(monkeypatch) as made:
        page(change, client, "draft/")
        assert {"assess", "find_conflicts", "write"} <= set(made)
        made.clear()
        page(change, client, "draft/")
    assert made == []


def test_proposal_is_worked_out_again_on_the_next_version(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    change = world.in_review(COMPATIBLE)
    page(change)
    world.published(EDITORIAL)
    with counted(monkeypatch) as made:
        page(change)
    assert {"assess", "write"} <= set(made)


def test_published_proposal_shows_what_was_committed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    change = world.in_review(COMPATIBLE)
    page(change)
    change = world.vote_through(change)
    world.published(EDITORIAL)
    with counted(monkeypatch) as made:
        text = page(change)
        assert page(change) == text
    assert "youn_shoe_size" in text
    assert set(made) == {"columns_of"}
