"""A standard that was public, had its visitors and members, and was then restricted by a change request."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.core.cache import cache

from changes_app.models import ChangeRequest, Membership
from changes_app.people.actions import membership
from changes_app.workflow import Role, Status
from specs_app.models import Specification
from specs_app.publishing.pdf import files
from tests.drivers import COMPATIBLE, EDITORIAL, World, account, everybody, member, people
from tests.factories import example_folder, imported
from tests.integration.pages.conftest import revisions
from tests.published import publish
from tests.recorded import as_before

SLUG = "ysd"
RESTRICT = ({"action": "change_settings", "target": "", "values": {"access": "restricted"}},)
REOPEN = ({"action": "change_settings", "target": "", "values": {"access": "public"}},)
#: Statuses that no change request keeps while others are published.
LATE = {Status.APPROVED, Status.PUBLISHED}
CHANGE_TITLE = "Tell surnames apart"


@dataclass(frozen=True)
class Closed:
    """The restricted standard; a public one beside it; who may read and who may not; the proposals by their status."""

    world: World
    other: Specification
    readers: dict[str, User]
    strangers: dict[str, User | AnonymousUser]
    changes: dict[str, ChangeRequest]
    shas: tuple[str, ...]
    request: Membership


@pytest.fixture(autouse=True)
def no_long_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has asked anything yet, and a PDF costs no time."""
    cache.clear()
    monkeypatch.setattr(files, "make_book", lambda *_: b"%PDF-1.7")


def close(folder: Path) -> None:
    """Publish both standards, drive a change request to each status, then restrict the first."""
    folder.mkdir()
    specification = publish(folder / "restricted", SLUG, revisions(), tags=["v1.0.0"])
    world = World(specification, people(specification))
    left = member(specification, "lef", Role.STEERING, "Westbay")
    membership.request(specification=specification, by=account("ask"), organisation="Northshire")
    declined = membership.request(specification=specification, by=account("ref"), organisation="Northshire")
    membership.decline(membership=declined, by=world.people.secretariat)
    for status in Status.values:
        if status not in LATE:
            world.drive(status, title=CHANGE_TITLE)
    world.published(COMPATIBLE, title=CHANGE_TITLE)
    world.submitted(EDITORIAL, by=left, title=CHANGE_TITLE)
    Membership.objects.filter(user=left).delete()
    world.published(RESTRICT, title="Restrict it")
    member(imported(example_folder(folder / "other")), "oth", Role.SECRETARIAT)


@pytest.fixture
def closed(db: None) -> Closed:
    as_before("closed", close)
    specification = Specification.objects.get(slug=SLUG)
    users = {user.username: user for user in User.objects.all()}
    named = ChangeRequest.objects.filter(specification=specification, title=CHANGE_TITLE)
    world = World(specification, everybody())
    found = world.people
    return Closed(
        world,
        Specification.objects.exclude(slug=SLUG).get(),
        readers={
            "member": found.proposer,
            "steering": found.voters[0],
            "secretariat": found.secretariat,
            "chair": found.chair,
            "administrator": found.admin,
        },
        strangers={
            "visitor": AnonymousUser(),
            "outsider": found.outsider,
            "asked to join": users["ask"],
            "turned down": users["ref"],
            "left": users["lef"],
            "member of another": users["oth"],
        },
        changes={change.status: change for change in named.exclude(proposer=users["lef"])}
        | {"of one who left": named.get(proposer=users["lef"])},
        shas=tuple(specification.revisions.order_by("number").values_list("sha", flat=True)),
        request=Membership.objects.requested().get(specification=specification, user=users["ask"]),
    )
