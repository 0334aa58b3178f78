"""Findings over revisions: counted by a job, once a revision, and kept for all who ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from specs_app import freshness
from specs_app.jobs import queue
from specs_app.jobs.definition import job
from specs_app.lint.runner import edition
from specs_app.models import Revision, RevisionQuality, Specification
from specs_app.repository.rows import stored
from specs_app.versions.history import revisions, revisions_until
from specs_app.versions.loading import load_passing
from specs_app.versions.version import Version

#: So many revisions are told of.
MOST: Final = 30
#: From the gravest to the mildest, as problems and columns call them.
SEVERITIES: Final = ("error", "warning", "info")
#: Seconds for the revisions of a standard; what is counted by then stays.
LIMIT: Final = 600


@dataclass(frozen=True, slots=True)
class CountedRevision:
    """A revision and its findings, in the order of `SEVERITIES`."""

    number: int
    sha: str
    title: str
    committed_at: datetime
    counts: tuple[int, ...]


def counted(found: Specification, version: Version) -> list[CountedRevision]:
    """The newest revisions up to the one read of which the findings have been counted, newest first; in one query.

    Those of the version itself are known whether the job has been there or not.
    """
    known = revisions_until(found, version.sha).select_related("quality")[:MOST]
    told = ((revision, _counts(revision, version)) for revision in known)
    return [
        CountedRevision(revision.number, revision.sha, revision.title, revision.committed_at, counts)
        for revision, counts in told
        if counts
    ]


def _counts(revision: Revision, version: Version) -> tuple[int, ...]:
    if revision.sha == version.sha:
        return counts_of(version)
    row = getattr(revision, "quality", None)
    return (row.errors, row.warnings, row.infos) if row is not None else ()


def counts_of(version: Version) -> tuple[int, ...]:
    """The findings of a version by severity."""
    found = Counter(problem.severity for problem in version.problems)
    return tuple(found[severity] for severity in SEVERITIES)


def mark(found: Specification) -> str:
    """What alters whenever more has been counted: part of the ETag of whatever tells of it."""
    rows = RevisionQuality.objects.filter(revision__specification=found).order_by("-pk")
    return f"q{rows.values_list('pk', flat=True).first() or 0}"


@job("Look for revisions whose findings are not counted", every=timedelta(minutes=5), at_start=True)
def look_for_uncounted() -> None:
    """Have a worker count those of each standard that lacks some."""
    for found in Specification.objects.exclude(published_revision="").order_by("pk"):
        if _missing(found):
            count_findings.enqueue(found.slug)


@job("Count the findings of revisions", attempts=2, limit=LIMIT, priority=-20)
def count_findings(slug: str) -> None:
    """Count the findings of the newest revisions that have not been counted under the rules of today; each is kept at once."""
    found = Specification.objects.get(slug=slug)
    missing = _missing(found)
    for place, (revision, version) in enumerate(_versions(found, missing), start=1):
        _keep(found, revision, version)
        queue.report(f"{place} of {len(missing)} revisions")


def _missing(found: Specification) -> list[Revision]:
    return [revision for revision in revisions(found).select_related("quality")[:MOST] if not _stands(revision)]


def _stands(revision: Revision) -> bool:
    row = getattr(revision, "quality", None)
    return row is not None and row.rules == edition()


def _versions(found: Specification, missing: list[Revision]) -> Iterator[tuple[Revision, Version]]:
    """Each with its version, which reads from files that the one before did not have alone."""
    repository, before = stored(found), None
    for revision in missing:
        before = load_passing(repository, found.slug, revision.sha, before)
        yield revision, before


def _keep(found: Specification, revision: Revision, version: Version) -> None:
    errors, warnings, infos = counts_of(version)
    said = {"rules": edition(), "errors": errors, "warnings": warnings, "infos": infos}
    with transaction.atomic():
        RevisionQuality.objects.filter(revision=revision).delete()
        RevisionQuality.objects.create(revision=revision, **said)
        freshness.written(found.slug)
