"""A version is loaded once and handed on: counted for the actions that go through all of it."""

from collections import Counter
from collections.abc import Hashable
from typing import Any

import pytest

from changes_app.deciding.actions import decisions
from changes_app.models import ChangeRequest
from changes_app.proposals.actions import drafts, submissions
from changes_app.workflow import Status
from specs_app.versions.cache import VERSIONS, VersionCache
from tests.drivers import EDITORIAL, World


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Counter[Hashable]:
    """How often each version has been asked for from here on, by specification and commit."""
    found, real = Counter[Hashable](), VersionCache.get

    def counted(self: VersionCache, key: Hashable, *how: Any) -> Any:
        found[key] += 1
        return real(self, key, *how)

    monkeypatch.setattr(VersionCache, "get", counted)
    return found


@pytest.mark.parametrize("known", [True, False], ids=["in memory", "from Git"])
def test_publication_loads_the_head_once(world: World, asked: Counter[Hashable], known: bool) -> None:
    change, head = world.approved(EDITORIAL), world.specification.published_revision
    asked.clear()
    if not known:
        VERSIONS.clear()
    decisions.publish(change=change)
    made = ChangeRequest.objects.get(pk=change.pk)
    assert made.status == Status.PUBLISHED
    assert asked == {("ysd", head): 1, ("ysd", made.published_revision): 1}


def test_draft_and_submission_load_the_head_once_each(world: World, asked: Counter[Hashable]) -> None:
    head, by = world.specification.published_revision, world.people.proposer
    words = {"title": "Say which surname", "reason": "Analysts ask."}
    change = drafts.create(specification=world.specification, by=by, edits=EDITORIAL, **words)
    assert asked == {("ysd", head): 1}
    submissions.take("submit", change=change, by=by)
    assert asked == {("ysd", head): 2}
