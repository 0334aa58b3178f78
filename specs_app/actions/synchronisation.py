"""Taking in what the source of a specification has published elsewhere, never overwriting what is here; and passing on what is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from specs_app.actions import source_lines, table_edits
from specs_app.actions.releases import mend_releases
from specs_app.actions.reports import problem_dict
from specs_app.actions.taking import take
from specs_app.document.problems import Problem
from specs_app.document.storable import plain
from specs_app.jobs.definition import job
from specs_app.models import Specification
from specs_app.projection.authorship import Authorship
from specs_app.repository import mirror, pushing, remotes
from specs_app.repository.copying import copy_tags
from specs_app.repository.folder import Folder
from specs_app.repository.objects import GitError
from specs_app.repository.packs import keep_pack
from specs_app.repository.references import UPSTREAM, UPSTREAM_TAGS
from specs_app.repository.repository import Repository
from specs_app.repository.rows import Rows

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
    """Fetch the source and take in what is new there, one revision a commit, with its author; then push.

    A commit that does not contain what is published is merged with it, as far as the two agree; where they do not, the source is
    ``diverged`` until somebody says what stands. A commit that makes a readable file unreadable, or alters how changes are
    decided, is not taken; one behind it that mends that is taken for both, else the source is ``quarantined``. One that does not
    answer is ``unreachable``. Each is stored and shown, as is what the remote says. Raises ``GitError`` only where the repository
    here fails.
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
    _keep_fetched(folder, specification, rows)
    published = specification.published_revision
    line = take(folder, specification, upstream)
    report.state, report.taken, report.problems = line.state, line.taken, line.problems
    report.problems += table_edits.follow(specification, published, report.taken)
    copy_tags(Repository(folder), rows)
    mend_releases(specification, Authorship(specification.revisions.latest("number")))


def _keep_fetched(folder: Folder, specification: Specification, rows: Rows) -> None:
    """Keep what the fetch brought and no pack has yet."""
    known = {name: sha for name, sha in rows.refs().items() if folder.has(sha)}
    fetched = folder.refs(UPSTREAM, UPSTREAM_TAGS)
    if new := set(fetched.values()) - set(known.values()):
        keep_pack(specification, folder, new, {*known.values(), specification.published_revision})


def _note(specification: Specification, report: SyncReport) -> None:
    if not specification.source_url:
        return
    told = [{**problem_dict(one), **({"address": one.address} if one.address else {})} for one in report.problems]
    Specification.objects.filter(pk=specification.pk).update(source_state=report.state, source_detail=plain(told))
