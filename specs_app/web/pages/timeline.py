"""The history of a part of the standard, as steps of a timeline."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from specs_app import queries
from specs_app.document.titles import Titles, titles_of
from specs_app.models import RevisionChange
from specs_app.publishing.links import Links
from specs_app.publishing.pages.changes import Difference, difference
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


def timeline(context: Context, *, address: str = "", object_name: str = "") -> list[TimelineStep]:
    """The newest changes of a part, one step a revision, in one query."""
    titles = titles_of(context.document.settings)
    rows = queries.history(context.specification, context.version, address=address, object_name=object_name)[:MOST]
    return [_step(list(group), context.links, titles) for _, group in groupby(rows, key=lambda row: row.revision_id)]


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
