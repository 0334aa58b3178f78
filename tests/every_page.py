"""A standard with proposals in every status, and every page of the site for each kind of reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth.models import User

from changes_app.people.actions import membership
from changes_app.workflow import Status
from tests.addresses import addresses
from tests.drivers import COMPATIBLE, World, account, people
from tests.integration.pages.conftest import revisions
from tests.published import publish

SLUG = "ysd"
#: Pages of sign-in, in our frame, and one that is not there.
BESIDE = (
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/password/change/",
    "/accounts/email/",
    "/accounts/logout/",
    "/accounts/inactive/",
    "/api/docs/?operation=list_items",
    "/api/docs/?operation=list_items&try=1",
    "/there-is/nothing/",
    f"/{SLUG}/items/GONE001A/",
    f"/{SLUG}/items/?q=no+such+words",
    f"/{SLUG}/search?q=zebra",
    f"/{SLUG}/compare/1.0.0...1.0.0/",
    f"/{SLUG}/compare/1.0.0...1.0.0/?class=odd",
    f"/{SLUG}/for-me/?since=1.0.0&at=1.0.0",
    f"/{SLUG}/for-me/?cms=odd&since=9.9.9",
)
#: Statuses that no change request keeps while others are published.
LATE = {Status.APPROVED, Status.PUBLISHED}


@dataclass(frozen=True)
class Stock:
    """What the addresses name, and a person of each role; None stands for the public."""

    known: Mapping[str, object]
    readers: Mapping[str, User | None]

    def pages(self) -> list[str]:
        """Every address that may answer with a page: of REST only what a browser is shown."""
        shown = [path for path in addresses(self.known) if not path.startswith("/api/v1/")]
        pages = [path for path in (*shown, *BESIDE) if not path.endswith(".pdf")]
        return [path for path in pages if "/downloads/" not in path or path.endswith("/downloads/")]


def stocked(folder: Path) -> Stock:
    """The standard, made by the real actions."""
    specification = publish(folder, SLUG, revisions(), tags=["v1.0.0"])
    world = World(specification, people(specification))
    waiting = membership.request(specification=specification, by=account("ask"), organisation="Northshire")
    changes = {status: world.drive(status) for status in Status.values if status not in LATE}
    changes[Status.PUBLISHED] = world.published(COMPATIBLE)
    found = world.people
    return Stock(
        known={
            "slug": SLUG,
            "sha": specification.revisions.order_by("number").values_list("sha", flat=True)[1],
            "release": "1.0.0",
            "request": waiting.pk,
            **{status: change.number for status, change in changes.items()},
        },
        readers={
            "public": None,
            "member": found.proposer,
            "steering": found.voters[0],
            "secretariat": found.secretariat,
            "chair": found.chair,
            "administrator": found.admin,
        },
    )
