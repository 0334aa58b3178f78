"""The pages that people look at first, made after a publication before anybody waits for them.

A job asks the portal for them at its own address, as visitors do. Each process keeps answers of its own, and nobody can say which
process will answer: so each page is asked for several times (`WARM_UP`).
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from http.client import HTTPException
from time import monotonic
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from django.conf import settings
from django.utils import timezone

from specs_app.document import paths
from specs_app.jobs.definition import job
from specs_app.models import RevisionChange, Specification
from specs_app.publishing.links import Links

log = logging.getLogger(__name__)

#: By then every process has seen that something was published.
PAUSE = timedelta(seconds=2)
#: Seconds that a page may keep silent, and after which no further one is asked for.
PATIENCE, ENOUGH = 10, 60
#: Of the parts that a revision changed only the first so many.
MOST_PARTS = 50
#: What has a page and a record of its own.
KINDS = frozenset({"objects", "items", "categories", "cms", "returns"})


def soon(specification: Specification) -> None:
    """Queue the job for what the caller's transaction publishes."""
    if settings.WARM_UP:
        warm.using(run_after=timezone.now() + PAUSE).enqueue(specification.slug)


@job("Have the first pages made", attempts=1, limit=2 * ENOUGH, priority=-5)
def warm(slug: str) -> int:
    """Ask for the first pages of a specification; how many were answered. Where the portal cannot be reached, nothing is lost."""
    specification = Specification.objects.filter(slug=slug, access="public").first()
    addresses = list(first_addresses(specification)) if specification else []
    answered, until = 0, monotonic() + ENOUGH
    try:
        for address in addresses * settings.WARM_UP:
            if monotonic() < until:
                answered += _is_answered(address)
    except (OSError, HTTPException) as error:
        log.info("The first pages of %s were not made: %s cannot be reached: %s", slug, settings.SITE_URL, error)
    return answered


def first_addresses(specification: Specification) -> Iterator[str]:
    """The lists, the overview, and what the published revision changed, with its records in REST."""
    links = Links(specification.slug)
    yield from ("/", links.home(), links.objects(), links.items())
    yield from (links.rest("objects"), links.rest("items"))
    for part in _changed_parts(specification):
        yield from (links.page(*part), links.rest(*part))


def _changed_parts(specification: Specification) -> list[tuple[str, ...]]:
    """Kind and name of each, once."""
    changes = RevisionChange.objects.filter(
        revision__specification=specification, revision__sha=specification.published_revision
    )
    found: dict[tuple[str, ...], None] = {}
    for address, object_name in changes.values_list("address", "object_name")[: MOST_PARTS * 10]:
        named = [paths.page_of(address)[:2], *([("objects", object_name)] if object_name else [])]
        found.update(dict.fromkeys(part for part in named if part[0] in KINDS))
    return list(found)[:MOST_PARTS]


def _is_answered(address: str) -> bool:
    """Whether the portal has such a page. Raises ``OSError`` or ``HTTPException`` where it cannot be reached.

    Browsers take Brotli over TLS alone, most scripts never.
    """
    packed = "br" if settings.SITE_IS_HTTPS and not address.startswith("/api/") else "gzip"
    request = Request(settings.SITE_URL + address, headers={"Accept-Encoding": packed})  # noqa: S310 (no other scheme is a site's)
    try:
        with urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
            answer.read()
    except HTTPError:
        return False
    return True
