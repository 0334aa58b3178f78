"""After a crash, a restore or a day on which Git was away: bring database and repository together again.

Stale locks are cleared, lost objects and references made again (`repair`). The branch behind the database is moved forward. A
database behind the branch (restored from an older copy) takes in the portal's own commits, known by ``refs/changes/<number>``
alone, never by words in them. Doing it again changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from changes_app.models import ChangeRequest, Event
from changes_app.publication import publisher
from changes_app.publication.repair import repair
from changes_app.record import locks
from changes_app.record.names import PORTAL
from changes_app.workflow import EventKind, Status
from specs_app.actions import revisions
from specs_app.models import Revision, Specification
from specs_app.projection.provenance import origins
from specs_app.repository.store import Commit, GitError, GitStore


@dataclass
class Report:
    """What was done: leftovers cleared, objects and references had back, revisions the branch was moved to or the database took
    in, numbers of changes, problems left."""

    cleared: list[str] = field(default_factory=list)
    restored: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    adopted: list[str] = field(default_factory=list)
    published: list[str] = field(default_factory=list)
    returned: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def reconcile(*, specification: Specification) -> Report:
    """Bring one specification's database and repository together."""
    report = Report()
    try:
        _mend(specification, report)
        _join(specification, report)
    except (GitError, OSError) as error:
        report.problems.append(str(error))
    return report


def _mend(specification: Specification, report: Report) -> None:
    mended = repair(specification=specification)
    report.cleared, report.restored = mended.cleared, mended.restored
    report.problems += mended.problems


def _join(specification: Specification, report: Report) -> None:
    """Move the branch, or take in what it has more than the database."""
    with transaction.atomic(durable=True), publisher.open_store(specification) as store:
        locked = locks.lock_specification(specification)
        head, known = store.head(), locked.published_revision
        if store.is_ancestor(head, known):
            if publisher.finish(store, locked):
                report.moved.append(known)
        elif store.is_ancestor(known, head):
            _adopt(store, locked, report)
        else:
            report.problems.append(
                f"The branch stands at {head[:10]} and the database at {known[:10]}; neither follows from the other. "
                "Restore one of them from a copy that knows the other."
            )


def _adopt(store: GitStore, specification: Specification, report: Report) -> None:
    """Take the portal's own commits in, oldest first; stop at the first that is somebody else's."""
    known = origins(store)
    for commit in reversed(store.log(store.head(), specification.published_revision)):
        kind, number = known.get(commit.sha, ("", ""))
        if kind != Revision.Kind.CHANGE:
            report.problems.append(
                f"The branch holds {commit.sha[:10]}, “{commit.subject}”, which the portal did not make. "
                "Run `manage.py sync_spec` if it comes from the source."
            )
            return
        change = _known_change(specification, number)
        revisions.record(
            specification=specification,
            sha=commit.sha,
            change_number=number,
            kind=Revision.Kind.CHANGE,
            proposer=change.proposer if change else None,
        )
        _mark_published(specification, number, change, commit)
        report.adopted.append(commit.sha)


def _known_change(specification: Specification, number: str) -> ChangeRequest | None:
    """The request of that number, if this database knows it."""
    found = ChangeRequest.objects.filter(specification=specification, number=number)
    return found.select_related("proposer").first()


def _mark_published(specification: Specification, number: str, change: ChangeRequest | None, commit: Commit) -> None:
    """The request, if this database knows it, is published, whatever it was in the older copy."""
    now = timezone.now()
    if change is not None and change.status != Status.PUBLISHED:
        change.status, change.published_revision, change.publication_problem = Status.PUBLISHED, commit.sha, ""
        change.submitted_at = change.submitted_at or commit.when
        change.decided_at, change.published_at = commit.when, now
        change.save()
    Event.objects.create(
        kind=EventKind.RECONCILED,
        specification=specification.slug,
        change_number=number,
        change_sequence=change.sequence if change else None,
        actor_name=PORTAL,
        at=now,
        data={"revision": commit.sha, "subject": commit.subject},
    )
