"""What the answers to the public depend on, and the one place that says when something of it was written.

What a visitor is told of a public specification is a function of the address and its `PublicState`: the published revision, the
count of events (`specs_app.models.PublicEvents`), and the day, as periods end with days. Whoever writes what a visitor can see
calls `written` in the same transaction.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any, Final, NamedTuple, TypeAlias

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.utils import timezone

from specs_app.jobs.definition import job
from specs_app.models import PublicEvents, Specification

#: The name under which is counted what every specification shows.
SHARED: Final = ""
_numbers = count(1)
_writes = [0]


class PublicState(NamedTuple):
    """What the answers about one public specification depend on. Two states that are equal have equal answers."""

    revision: str
    events: int
    shared: int
    day: str


#: By slug.
States: TypeAlias = dict[str, PublicState]


def states() -> States:
    """Those of all public specifications, as of one moment: one query."""
    found = Specification.objects.filter(access="public").exclude(published_revision="").order_by()
    own, shared = (Subquery(_counted(name)) for name in (OuterRef("slug"), SHARED))
    day = timezone.localdate().isoformat()
    rows = found.annotate(events=own, shared=shared).values_list("slug", "published_revision", "events", "shared")
    return {slug: PublicState(revision, events or 0, of_all or 0, day) for slug, revision, events, of_all in rows}


def written(name: str = SHARED) -> None:
    """Say that something was written which the public sees of the specification of that slug, or of all.

    Counts in the caller's transaction, and lets this process know when that has been committed.
    """
    PublicEvents.objects.create(name=name)
    transaction.on_commit(_remember)


def writes() -> int:
    """A number that is another once this process has committed a write."""
    return _writes[0]


def _counted(name: str | OuterRef) -> QuerySet[PublicEvents, Any]:
    """The sum under a name."""
    rows = PublicEvents.objects.filter(name=name).order_by().values("name")
    return rows.annotate(sum=Sum("count")).values("sum")


@job("Add up what was counted", every=timedelta(hours=1))
def add_up() -> None:
    """Put one row in place of the many under each name; no sum alters by it."""
    for name in set(PublicEvents.objects.values_list("name", flat=True)):
        with transaction.atomic():
            rows = list(PublicEvents.objects.filter(name=name).select_for_update(skip_locked=True))
            if len(rows) < 2:
                continue
            PublicEvents.objects.filter(pk__in=[row.pk for row in rows]).delete()
            PublicEvents.objects.create(name=name, count=sum(row.count for row in rows))


def _remember() -> None:
    _writes[0] = next(_numbers)
