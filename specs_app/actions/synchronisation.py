"""Taking in what the source of a specification has published elsewhere, never overwriting what is here; and passing on what is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from specs_app.actions import source_lines
from specs_app.actions.releases import mend_releases
from specs_app.actions.reports import problem_dict
from specs_app.actions.revisions import record_from
from specs_app.document import governance
from specs_app.document.problems import Problem
from specs_app.jobs.definition import job
from specs_app.models import Revision, Specification
from specs_app.projection.authorship import Authorship
from specs_app.repository import mirror, pushing, remotes
from specs_app.repository.commits import Commit
from specs_app.repository.copying import copy, copy_tags
from specs_app.repository.folder import Folder
from specs_app.repository.objects import GitError, NotReadable
from specs_app.repository.packs import keep_pack
from specs_app.repository.references import QUARANTINED, TAKEN, UPSTREAM, UPSTREAM_TAGS
from specs_app.repository.repository import Repository
from specs_app.repository.rows import Rows
from specs_app.versions.loading import load, load_from
from specs_app.versions.version import Version
from specs_app.yaml_files.layout import SETTINGS_FILE

State = Specification.SourceState


@dataclass(slots=True)
class SyncReport:
    """The state of the source, the revisions taken from it, and what stands in the way of more; how the remote stands, if there
    is one."""

    state: str = State.NONE
    taken: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    push: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        problems = [problem_dict(one) for one in self.problems]
        return {"state": str(self.state), "taken": self.taken, "problems": problems, "push": self.push or None}


def sync(*, specification: Specification, accepted: str = "", branch: str = "") -> SyncReport:
    """Fetch the source and take in what follows the published revision, one revision a commit, with its author; then push.

    A commit that makes a readable file unreadable, or alters how changes are decided, is not taken; one behind it that mends
    that is taken for both, else the source is ``quarantined``. A source that went another way is ``diverged``; one that does not
    answer is ``unreachable``. Each is stored and shown, as is what the remote says. Raises ``GitError``
    only where the repository here fails.
    """
    report = SyncReport()
    mirror.bring_up(specification)
    if branch:
        follow_branch(specification, branch)
    with mirror.held(specification) as path, Folder(path) as folder:
        upstream = _fetched(folder, specification, report)
        with transaction.atomic():
            locked = Specification.objects.select_for_update().get(pk=specification.pk)
            if upstream and _goes_on(folder, locked, upstream, accepted, report):
                _take(folder, locked, upstream, report)
            _note(locked, report)
    mirror.bring_up(specification)
    specification.refresh_from_db()
    _push(specification, report)
    return report


@job("Take in what a source has")
def follow_source(slug: str) -> None:
    """The same as a job; done twice it takes nothing twice."""
    sync(specification=Specification.objects.get(slug=slug))


@job("Follow the new line of a source")
def follow_new_line(slug: str, commit: str) -> None:
    """The same where somebody has accepted the line that the source had then; one that it has since is asked about anew."""
    sync(specification=Specification.objects.get(slug=slug), accepted=commit)


def _push(specification: Specification, report: SyncReport) -> None:
    if found := pushing.push(specification):
        report.push = found.state
        if found.fails:
            report.problems.append(Problem(f"push-{found.state}", "error", found.problem, found.advice))


def follow_branch(specification: Specification, branch: str) -> None:
    """Follow another branch of the source from now on. Raises ``GitError`` where it has none of that name."""
    with mirror.held(specification) as path, Folder(path) as folder:
        if not remotes.head_of(folder, specification.source_url, branch):
            raise GitError(f"The source has no branch {branch!r}", specification.source_url, "See its branches there.")
    specification.source_branch = branch
    Specification.objects.filter(pk=specification.pk).update(source_branch=branch)


def _goes_on(folder: Folder, specification: Specification, upstream: str, accepted: str, report: SyncReport) -> bool:
    """Whether the source's line as a whole can be followed; one that was rewritten can where it was ``accepted``."""
    mirror.write_missing(folder, Rows(specification))  # what was published while it fetched
    if (found := source_lines.obstacle(folder, specification, upstream)) is None:
        return True
    if found.state == State.REWRITTEN and accepted in (source_lines.ANY, upstream):
        source_lines.accept(specification, found)
        return True
    report.state, report.problems = found.state, [found.problem]
    return False


def _fetched(folder: Folder, specification: Specification, report: SyncReport) -> str:
    if not specification.source_url:
        return ""
    try:
        return remotes.fetch(folder, specification.source_url, specification.source_branch)
    except GitError as error:
        report.state, problem = source_lines.unanswered(folder, specification, error)
        report.problems.append(problem)
        return ""


def _take(folder: Folder, specification: Specification, upstream: str, report: SyncReport) -> None:
    rows = Rows(specification)
    mirror.write_missing(folder, rows)  # what was published while it fetched
    source, published = Repository(folder), specification.published_revision
    report.state = State.CURRENT
    _keep_fetched(folder, specification, rows)
    if source.is_ancestor(published, upstream):
        _take_commits(source, specification, upstream, report)
    elif not source.is_ancestor(upstream, published):
        report.state = State.DIVERGED
        report.problems.append(_diverged(published, upstream))
    copy_tags(source, rows)
    mend_releases(specification, Authorship(specification.revisions.latest("number")))


def _keep_fetched(folder: Folder, specification: Specification, rows: Rows) -> None:
    """Keep what the fetch brought and no pack has yet."""
    known = {name: sha for name, sha in rows.refs().items() if folder.has(sha)}
    fetched = folder.refs(UPSTREAM, UPSTREAM_TAGS)
    if new := set(fetched.values()) - set(known.values()):
        keep_pack(specification, folder, new, {*known.values(), specification.published_revision})


def _take_commits(source: Repository, specification: Specification, upstream: str, report: SyncReport) -> None:
    before = load(specification, specification.published_revision)
    for sha in _following(source, before.sha, upstream):
        report.problems = _problems(source, before, sha)
        if report.problems:
            _set_aside(specification, sha)
            report.state = State.QUARANTINED
        else:
            before = _taken(source, specification, before, sha)
            report.taken.append(sha)
            report.state = State.CURRENT


def _problems(source: Repository, before: Version, sha: str) -> list[Problem]:
    """Why a commit cannot be taken after a version; empty where it can."""
    try:
        after = load_from(source, before.slug, sha, before)
    except NotReadable as error:
        message = f"Commit {sha[:12]} of the source cannot be read: {error.what}."
        return [Problem("unreadable-commit", "error", message, error.remedy or "Mend it by another commit.")]
    return [*_broken(before, after), *_governs_otherwise(before, after)]


def _set_aside(specification: Specification, *shas: str) -> None:
    Rows(specification).set_refs({f"{QUARANTINED}/{sha}": sha for sha in shas})


def _taken(source: Repository, specification: Specification, before: Version, sha: str) -> Version:
    """Take one commit in, with those before it that could be taken by themselves."""
    rows = Rows(specification)
    _judge_beside(source, specification, before, sha)
    copy(source, rows, sha)
    rows.drop_refs([f"{QUARANTINED}/{sha}"])
    rows.set_refs({f"{TAKEN}/{sha}": sha})
    after = load_from(source, specification.slug, sha, before)
    record_from(source, after, before, specification=specification, kind=Revision.Kind.UPSTREAM)
    return after


def _judge_beside(source: Repository, specification: Specification, before: Version, merge: str) -> None:
    """Set aside what a merge brings from beside the line, but for what could be taken by itself between commits that could."""
    rows = Rows(specification)
    kept, aside = set(rows.commits.values_list("name", flat=True)), {merge, *rows.refs(QUARANTINED).values()}
    beside = [commit for commit in reversed(source.log(merge, before.sha)) if commit.sha not in aside]
    able = set[str]()
    for commit in beside:
        if (kept | able).issuperset(commit.parents) and _follows(source, before, commit):
            able.add(commit.sha)
    reached = _reached(source, merge, able)
    _set_aside(specification, *(commit.sha for commit in beside if commit.sha not in reached))


def _reached(source: Repository, newest: str, among: set[str]) -> set[str]:
    """Those of some commits that lie before another with none but them between."""
    found, stack = set[str](), [newest]
    while stack:
        parents = among.intersection(source.commit(stack.pop()).parents) - found
        found |= parents
        stack += parents
    return found


def _follows(source: Repository, before: Version, commit: Commit) -> bool:
    """Whether a commit could be taken after one of its parents, or after a version where it has none."""
    bases = (load_from(source, before.slug, parent) for parent in commit.parents or [before.sha])
    return any(not _problems(source, base, commit.sha) for base in bases)


def _following(source: Repository, published: str, upstream: str) -> list[str]:
    """The commits of the source's own line that contain the published one, oldest first."""
    line = [commit.sha for commit in reversed(source.log(upstream, published, first_parent=True))]
    return [sha for sha in line if source.is_ancestor(published, sha)]


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
    detail = [{**problem_dict(one), **({"address": one.address} if one.address else {})} for one in report.problems]
    Specification.objects.filter(pk=specification.pk).update(source_state=report.state, source_detail=detail)
