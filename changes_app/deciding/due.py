"""What is due: database and repository brought together, then what waits for nobody any more is finished.

Reviews whose consultation is over are decided, approved changes are published. Doing it again changes nothing.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import DatabaseError, transaction
from django.utils import timezone

from changes_app.deciding.actions import decisions
from changes_app.errors import PublicationFailed
from changes_app.models import ChangeRequest
from changes_app.publication.reconciliation import Report, reconcile
from changes_app.record import locks
from changes_app.workflow import Status
from specs_app.jobs.definition import job
from specs_app.models import Specification

log = logging.getLogger(__name__)


@job("Look for what is due", every=timedelta(minutes=1))
def look() -> None:
    """Have each specification finished by a job of its own, so that what fails in one stops no other."""
    for specification in Specification.objects.order_by("slug"):
        finish_one.enqueue(specification.slug)


@job("Finish what is due in a standard", attempts=1)
def finish_one(slug: str) -> None:
    """Finish one specification. What it could not do is logged, and the next round tries again."""
    _tell(slug, finish(specification=Specification.objects.get(slug=slug), thorough=False))


@job("Prove the repositories", every=timedelta(days=1), at_start=True)
def prove() -> None:
    """Have each repository read whole and mended, as nobody knows what happened to its disk."""
    for specification in Specification.objects.order_by("slug"):
        prove_one.enqueue(specification.slug)


@job("Prove a repository", attempts=1)
def prove_one(slug: str) -> None:
    """Read one repository whole, and mend it. What that could not do is logged."""
    _tell(slug, reconcile(specification=Specification.objects.get(slug=slug)))


def compare() -> None:
    """Take in what the repositories have more than the database, before anybody can publish on an older copy of it.

    Where the database cannot be asked yet nobody can publish either, and the jobs do so once it can.
    """
    try:
        for specification in Specification.objects.order_by("slug"):
            _tell(specification.slug, reconcile(specification=specification, thorough=False))
    except DatabaseError as error:
        log.warning("The repositories were not compared with the database: %s", error)


def _tell(slug: str, report: Report) -> None:
    for mended in (*report.cleared, *report.restored):
        log.warning("%s: mended after a crash: %s", slug, mended)
    for problem in report.problems:
        log.warning("%s: %s", slug, problem)


def finish(*, specification: Specification, thorough: bool = True) -> Report:
    """Reconcile one specification (`reconcile` says what ``thorough`` means), and finish what was begun in it."""
    report = reconcile(specification=specification, thorough=thorough)
    _decide_due(specification)
    _publish_approved(specification, report)
    return report


def _decide_due(specification: Specification) -> None:
    """Reviews whose rules hold only now, because a period has ended."""
    for change in ChangeRequest.objects.filter(specification=specification, status=Status.IN_REVIEW):
        with transaction.atomic():
            decisions.settle(locks.lock(change))


def _publish_approved(specification: Specification, report: Report) -> None:
    approved = ChangeRequest.objects.filter(specification=specification, status=Status.APPROVED)
    due = approved.exclude(publish_after__gt=timezone.now())
    for change in due.order_by("decided_at"):
        try:
            done = decisions.publish(change=change)
        except PublicationFailed as failure:
            report.problems.append(str(failure))
        else:
            (report.published if done.status == Status.PUBLISHED else report.returned).append(done.number)
