"""After a crash, a restore or a day without its disk: bring database and repository together again.

The database is the truth, and the repository is mended from it (`specs_app.repository.mirror`). A database *behind* the repository,
restored from an older copy, first takes in the portal's own commits, known by ``refs/changes/<number>`` and the references of
releases alone, never by words in them. Doing it again changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from changes_app.models import ChangeRequest, Event
from changes_app.record import locks
from changes_app.workflow import EventKind, Status
from specs_app.actions import revisions
from specs_app.actions.rebuilding import take_folder_in
from specs_app.document.commit_messages import PORTAL
from specs_app.models import Revision, Specification
from specs_app.projection.provenance import origins
from specs_app.repository import mirror
from specs_app.repository.commits import Commit
from specs_app.repository.copying import copy, copy_annotated
from specs_app.repository.folder import Folder, repository_path
from specs_app.repository.objects import GitError
from specs_app.repository.references import CHANGES, RELEASES, TAGS, of_change, of_tag
from specs_app.repository.repository import Repository
from specs_app.repository.rows import Rows, stored


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


def reconcile(*, specification: Specification, thorough: bool = True) -> Report:
    """Bring one specification's database and repository together; ``thorough`` reads all of the repository, as after a crash."""
    report = Report()
    try:
        if repository_path(specification.slug).exists():
            _take_more_in(specification, report)
        done = mirror.bring_up(specification, thorough=thorough)
    except (GitError, OSError) as error:
        report.problems.append(str(error))
        return report
    report.cleared, report.restored, report.moved = done.cleared, done.restored, done.moved
    report.problems += done.problems
    return report


def _take_more_in(specification: Specification, report: Report) -> None:
    """Take in what the repository has more than the database, if it can be read."""
    try:
        with Folder(repository_path(specification.slug)) as folder:
            take_folder_in(specification, folder)
            head = folder.head()
            if head and not stored(specification).has(head):
                _adopt(Repository(folder), specification, report)
    except GitError:
        return  # it is torn: what the database has is put there again, and no more can be had of it


def _adopt(source: Repository, specification: Specification, report: Report) -> None:
    """Take the portal's own commits in, oldest first; stop at the first that is somebody else's."""
    with transaction.atomic(durable=True):
        locked = locks.lock_specification(specification)
        head, published = source.head(), locked.published_revision
        if not source.is_ancestor(published, head):
            report.problems.append(
                f"The branch stands at {head[:10]} and the database at {published[:10]}; neither follows from the other. "
                "Restore one of them from a copy that knows the other."
            )
            return
        known = origins(source)
        taken = stored(locked).refs(CHANGES, RELEASES, TAGS)
        for commit in reversed(source.log(head, published)):
            kind, number = known.get(commit.sha, ("", ""))
            references = _references(source, commit.sha, kind, number)
            if not references or not taken.keys().isdisjoint(references):
                report.problems.append(
                    f"The branch holds {commit.sha[:10]}, “{commit.subject}”, which the portal did not make. "
                    "Run `manage.py sync_spec` if it comes from the source."
                )
                return
            _adopt_commit(source, locked, references, commit)
            if kind == Revision.Kind.CHANGE:
                _adopt_change(locked, number, commit)
            else:
                revisions.record(specification=locked, sha=commit.sha, kind=kind)
            report.adopted.append(commit.sha)


def _references(source: Repository, sha: str, kind: str, number: str) -> dict[str, str]:
    """What the portal's own references of a change or a release say, with the release's tag; none for any other commit."""
    if kind == Revision.Kind.CHANGE:
        return {of_change(number): sha}
    if kind != Revision.Kind.RELEASE:
        return {}
    own = {name: sha for name, commit in source.refs(RELEASES).items() if commit == sha}
    versions = {name.removeprefix(f"{RELEASES}/") for name in own}
    tags = {of_tag(tag) for tag, commit in source.tags().items() if commit == sha and tag.removeprefix("v") in versions}
    return own | {name: target for name, target in source.refs(TAGS).items() if name in tags}


def _adopt_commit(source: Repository, specification: Specification, references: dict[str, str], commit: Commit) -> None:
    rows = Rows(specification)
    copy(source, rows, commit.sha)
    copy_annotated(source, rows, set(references.values()))
    rows.set_refs(references)


def _adopt_change(specification: Specification, number: str, commit: Commit) -> None:
    change = _known_change(specification, number)
    proposer = change.proposer if change else None
    revisions.record(
        specification=specification,
        sha=commit.sha,
        change_number=number,
        kind=Revision.Kind.CHANGE,
        proposer=proposer,
    )
    _mark_published(specification, number, change, commit)


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
