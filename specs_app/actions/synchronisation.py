"""Taking in what the source of a specification has published elsewhere; never overwriting what is here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from specs_app.actions.reports import problem_dict
from specs_app.actions.revisions import record_from
from specs_app.document import governance
from specs_app.document.problems import Problem
from specs_app.models import Revision, Specification
from specs_app.projection.provenance import TAKEN
from specs_app.repository.store import NO_COMMIT, QUARANTINED, GitError, GitStore, repository_path
from specs_app.versions.loading import load_from
from specs_app.versions.version import Version
from specs_app.yaml_files.layout import SETTINGS_FILE

State = Specification.SourceState


@dataclass(slots=True)
class SyncReport:
    """The state of the source, the revisions taken from it, and what stands in the way of more."""

    state: str = State.NONE
    taken: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {"state": str(self.state), "taken": self.taken, "problems": [problem_dict(one) for one in self.problems]}


def sync(*, specification: Specification) -> SyncReport:
    """Fetch the source and take in what follows the published revision, one revision a commit, with its author.

    A commit that makes a readable file unreadable, or alters how changes are decided, is not taken; one behind it that mends
    that is taken for both, else the source is ``quarantined``. A source that went another way is ``diverged``; one that does not
    answer is ``unreachable``. Each is stored and shown. Raises ``GitError`` only where the repository here fails.
    """
    report = SyncReport()
    with GitStore(repository_path(specification.slug)) as store:
        upstream = _fetched(store, specification, report)
        with transaction.atomic():
            locked = Specification.objects.select_for_update().get(pk=specification.pk)
            if upstream:
                _take(store, locked, upstream, report)
            _note(locked, report)
        _move_branch(store, locked.published_revision)
    specification.refresh_from_db()
    return report


def _fetched(store: GitStore, specification: Specification, report: SyncReport) -> str:
    if not specification.source_url:
        return ""
    try:
        return store.fetch(specification.source_url, specification.source_branch)
    except GitError as error:
        report.state = State.UNREACHABLE
        report.problems.append(Problem("source-unreachable", "error", error.what, error.remedy))
        return ""


def _take(store: GitStore, specification: Specification, upstream: str, report: SyncReport) -> None:
    published = specification.published_revision
    report.state = State.CURRENT
    if store.is_ancestor(upstream, published):
        return
    if not store.is_ancestor(published, upstream):
        report.state = State.DIVERGED
        report.problems.append(_diverged(published, upstream))
        return
    _forget_untaken(store)
    before = load_from(store, published)
    for sha in _following(store, published, upstream):
        after = load_from(store, sha, before)
        if _taken(store, specification, before, after, report):
            before = after
        else:
            report.state = State.QUARANTINED


def _taken(store: GitStore, specification: Specification, before: Version, after: Version, report: SyncReport) -> bool:
    """Take one commit in, with those before it that could not be taken by themselves, unless it cannot be taken either."""
    sha = after.sha
    report.problems = [*_broken(before, after), *_governs_otherwise(before, after)]
    _mark(store, QUARANTINED, sha, wanted=bool(report.problems))
    _mark(store, TAKEN, sha, wanted=not report.problems)
    if report.problems:
        return False
    record_from(store, after, before, specification=specification, kind=Revision.Kind.UPSTREAM)
    report.taken.append(sha)
    report.state = State.CURRENT
    return True


def _mark(store: GitStore, folder: str, sha: str, *, wanted: bool) -> None:
    """Put a commit into a folder of references, or take it out."""
    name = f"{folder}/{sha}"
    found = store.ref(name)
    if wanted:
        store.set_ref(name, sha, found or NO_COMMIT)
    elif found:
        store.drop_ref(name, found)


def _forget_untaken(store: GitStore) -> None:
    """Drop the marks of commits that a synchronisation cut short had begun to take and that were never published."""
    head = store.head()
    for name, sha in store.refs(TAKEN).items():
        if not store.is_ancestor(sha, head):
            store.drop_ref(name, sha)


def _following(store: GitStore, published: str, upstream: str) -> list[str]:
    """The commits of the source's own line that contain the published one, oldest first."""
    line = [commit.sha for commit in reversed(store.log(upstream, published, first_parent=True))]
    return [sha for sha in line if store.is_ancestor(published, sha)]


def _diverged(published: str, upstream: str) -> Problem:
    message = f"The source is at {upstream[:12]}, which does not contain the published revision {published[:12]}."
    return Problem("source-diverged", "error", message, "Merge the published branch into the source, then sync again.")


def _broken(before: Version, after: Version) -> list[Problem]:
    """The problems of the files that ``after`` can no longer read."""
    readable = before.reading.plan.kinds.keys() - before.reading.unreadable
    newly = after.reading.unreadable & readable
    intro = f"Commit {after.sha[:12]} of the source makes this file unreadable: "
    return [
        Problem(found.rule, "error", intro + found.message, found.remedy, found.file, found.line)
        for found in after.problems
        if found.file in newly and found.severity == "error"
    ]


def _governs_otherwise(before: Version, after: Version) -> list[Problem]:
    """The problem of a commit that alters what only a change request, judged by the rules before it, may alter."""
    words = governance.altered(before.document.settings, after.document.settings)
    if not words:
        return []
    message = f"Commit {after.sha[:12]} of the source alters {' and '.join(words)}, which only a change request may do."
    remedy = "Publish a change request that sets the same, or take it back in the source; then sync again."
    return [Problem("outside-governance", "error", message, remedy, SETTINGS_FILE)]


def _note(specification: Specification, report: SyncReport) -> None:
    if not specification.source_url:
        return
    detail = [problem_dict(problem) for problem in report.problems]
    Specification.objects.filter(pk=specification.pk).update(source_state=report.state, source_detail=detail)


def _move_branch(store: GitStore, published: str) -> None:
    """Bring the branch to the published revision, also where an earlier publication was cut short."""
    head = store.head()
    if head != published and store.is_ancestor(head, published):
        store.advance(published, head)
