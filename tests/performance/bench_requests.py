"""The lists, the inbox and the head of a page with five thousand change requests, beside the same with fifty."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy

from django.contrib.auth.models import User
from django.test import Client

from changes_app.models import ChangeRequest
from specs_app.actions.imports import import_specification
from specs_app.models import Specification
from tests.drivers import BREAKING, COMPATIBLE, EXAMPLE, World, people
from tests.performance.at_size import cpu
from tests.performance.measure import Result
from tests.performance.subject import Subject

FEW, MANY = 50, 5000
ROUNDS = 5
SLUG = "bench-requests"
#: A hundred times as many, of which a sixteenth is open: nothing may take more than five times as long.
LIMIT = 5
#: Of a hundred requests: how many are in which status.
SHARES = {"published": 60, "rejected": 34, "in_review": 3, "submitted": 2, "on_hold": 1}


def bench(subject: Subject) -> Iterator[Result]:
    import_specification(slug=SLUG, source=str(EXAMPLE))
    specification = Specification.objects.get(slug=SLUG)
    world = World(specification, people(specification))
    made = [world.drive(status, BREAKING if status == "published" else COMPATIBLE) for status in SHARES]
    patterns = [ChangeRequest.objects.get(pk=change.pk) for change in made]
    fill(patterns, FEW)
    few = measured(world)
    fill(patterns, MANY - FEW)
    for name, seconds in measured(world).items():
        yield Result(f"{MANY:,} change requests: {name}", seconds, f"{FEW} of them", few[name], LIMIT)


def fill(patterns: list[ChangeRequest], count: int) -> None:
    """So many more, alike but for their numbers."""
    last = ChangeRequest.objects.order_by("-sequence").values_list("sequence", flat=True)[0]
    kinds = [pattern for pattern, share in zip(patterns, SHARES.values(), strict=True) for _ in range(share)]
    rows = [copy(kinds[number % len(kinds)]) for number in range(count)]
    for number, row in enumerate(rows, last + 1):
        row.pk, row.sequence, row.number = None, number, f"YSD-{number:04d}"
    ChangeRequest.objects.bulk_create(rows, batch_size=500)


def measured(world: World) -> dict[str, float]:
    rest = f"/api/v1/specifications/{SLUG}/changes/"
    asked: dict[str, tuple[User | None, str]] = {
        "list, for a visitor": (None, f"/{SLUG}/changes/"),
        "list by REST": (None, rest),
        "list, for the secretariat": (world.people.secretariat, f"/{SLUG}/changes/"),
        "inbox of the secretariat": (world.people.secretariat, "/account/inbox/"),
        "inbox of a voter": (world.people.voters[0], "/account/inbox/"),
        "any page, for a voter": (world.people.voters[0], f"/{SLUG}/"),
    }
    return {name: best(user, address) for name, (user, address) in asked.items()}


def best(user: User | None, address: str) -> float:
    client = Client()
    if user is not None:
        client.force_login(user)
    if (answer := client.get(address)).status_code != 200:
        raise RuntimeError(f"{address} answers {answer.status_code}, so nothing can be measured")
    return min(cpu(lambda: client.get(address)) for _ in range(ROUNDS))
