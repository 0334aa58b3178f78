"""``python -m tests.performance.at_size SOURCE TABLE``: what one size of a specification costs a process of its own.

Takes the specification in, puts changes through and reads pages, as a portal does; prints a JSON object of CPU seconds by name, the
best of some rounds, and the largest memory in megabytes under ``MEMORY``. The settings are those of the environment.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command

MEMORY = "memory"
ROUNDS = 3
SLUG = "large"


def main(source: str, table: str) -> None:
    django.setup()
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    call_command("migrate", verbosity=0)
    found = dict(measured(source, table))
    found[MEMORY] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(found))


def measured(source: str, table: str) -> Iterator[tuple[str, float]]:
    # Only a process that has been set up can load these.
    from changes_app.proposals.actions import submissions  # noqa: PLC0415
    from specs_app.access import PORTAL  # noqa: PLC0415
    from specs_app.actions.imports import import_specification  # noqa: PLC0415
    from specs_app.document.types import item_key  # noqa: PLC0415
    from specs_app.management.commands.import_spec import seldom_collected  # noqa: PLC0415
    from specs_app.models import Specification  # noqa: PLC0415
    from specs_app.queries import at  # noqa: PLC0415
    from tests.drivers import World, people  # noqa: PLC0415

    with seldom_collected():
        yield "import", cpu(lambda: import_specification(slug=SLUG, source=source, enrich=table))
    specification = Specification.objects.get(slug=SLUG)
    world = World(specification, people(specification))
    document = at(SLUG, viewer=PORTAL)[1].document
    keys = [item_key(entry, item) for entry, item in document.items()]
    submits, votes = [], []
    for number in range(ROUNDS):
        words = {"action": "change_item", "target": keys[number], "values": {"guidance": f"Wording {number}."}}
        change = world.draft([words])
        submits.append(cpu(lambda change=change: submissions.take("submit", change=change, by=change.proposer)))  # type: ignore[misc]
        change = submissions.take("triage", change=change, by=world.people.secretariat)
        votes.append(cpu(lambda change=change: world.vote_through(change)))  # type: ignore[misc]
    yield "submit", min(submits)
    yield "votes and publication", min(votes)
    entry = max(document.objects, key=lambda found: len(found.items))
    cms = document.settings.cms[0]
    yield "extract script", cpu(lambda: read(f"/{SLUG}/downloads/sql/{cms.key}-{cms.dialect or 'tsql'}.sql"))
    yield from pages(entry.name, keys[0], cms.key)


def pages(name: str, key: str, cms: str) -> Iterator[tuple[str, float]]:
    """The pages and answers that readers ask for, once made already."""
    rest = f"/api/v1/specifications/{SLUG}"
    addresses = {
        "item": f"/{SLUG}/items/{key}/",
        "object": f"/{SLUG}/objects/{name}/",
        "item by REST": f"{rest}/items/{key}/",
        "overview": f"/{SLUG}/",
        "list of objects": f"/{SLUG}/objects/",
        "list of items": f"/{SLUG}/items/",
        "list of code lists": f"/{SLUG}/categories/",
        "system": f"/{SLUG}/cms/{cms}/",
        "model": f"/{SLUG}/model/",
        "items by returns": f"/{SLUG}/matrices/items-returns/",
        "items by systems": f"/{SLUG}/matrices/items-systems/",
        "objects by systems": f"/{SLUG}/matrices/objects-systems/",
        "quality": f"/{SLUG}/quality/",
        "downloads": f"/{SLUG}/downloads/",
        "export as JSON": f"/{SLUG}/downloads/{SLUG}.json",
        "export as CSV": f"/{SLUG}/downloads/{SLUG}.csv",
        "items by systems as CSV": f"/{SLUG}/matrices/items-systems.csv",
    }
    for title, address in addresses.items():
        read(address)
        yield title, min(cpu(lambda address=address: read(address)) for _ in range(ROUNDS))  # type: ignore[misc]


def read(address: str) -> None:
    """Read an answer to its end, and keep none of it."""
    from django.test import Client  # noqa: PLC0415

    answer: Any = Client().get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answers {answer.status_code}, so nothing can be measured")
    for _ in answer:
        pass


def cpu(action: Callable[[], object]) -> float:
    """The CPU seconds of an action, those of processes that it starts and waits for included."""
    before = _spent()
    action()
    return _spent() - before


def _spent() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


if __name__ == "__main__":
    main(*sys.argv[1:])
