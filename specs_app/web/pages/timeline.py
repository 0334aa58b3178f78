"""The history of a part of the standard, as steps of a timeline."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import QuerySet

from specs_app import queries
from specs_app.document import paths
from specs_app.document.titles import Titles, titles_of
from specs_app.models import RevisionChange
from specs_app.publishing.links import Links
from specs_app.publishing.pages.changes import Difference, difference
from specs_app.publishing.since import Sinces
from specs_app.web.pages.context import Context

MOST = 100


@dataclass(frozen=True, slots=True)
class TimelineStep:
    """What one revision did to the part: who, when, why and the differences."""

    title: str
    href: str
    author: str
    when: datetime
    differences: tuple[Difference, ...]


def timeline(context: Context, rows: QuerySet[RevisionChange]) -> list[TimelineStep]:
    """The newest changes of a part, of which ``rows`` are the history; one step a revision, in one query."""
    titles = titles_of(context.document.settings)
    groups = groupby(rows[:MOST], key=lambda row: row.revision_id)
    return [_step(list(group), context.links, titles) for _, group in groups]


def past(context: Context, address: str, sinces: Sinces) -> dict[str, Any]:
    """What the page of a part says of its past: since when it is there, the strip of time, the newest changes, and where all of it
    is told."""
    names = paths.split(address)
    whose = {"object_name": names[1]} if names[0] == "objects" else {"address": address}
    rows = queries.history(context.specification, context.version, **whose)
    return {
        "since": sinces.of(address),
        "life": queries.life(context.specification, rows, address, sinces),
        "history": timeline(context, rows),
        "full_history": context.links.page(*paths.page_of(address), "history"),
    }


def _step(rows: list[RevisionChange], links: Links, titles: Titles) -> TimelineStep:
    revision = rows[0].revision
    number = revision.change_number
    href = links.change(number) if number else links.revision(revision.sha)
    return TimelineStep(
        revision.subject, href, revision.author_name, revision.committed_at, differences(rows, links, titles)
    )


def differences(rows: Iterable[RevisionChange], links: Links, titles: Titles) -> tuple[Difference, ...]:
    """Stored changes as a page tells them."""
    return tuple(difference(row.as_change(), links, titles) for row in rows)
