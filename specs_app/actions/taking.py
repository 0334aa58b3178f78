"""Commits of the source, taken in one by one: as they are where they contain what is published, else by a merge.

A commit that cannot be taken is stepped over, and a later one that mends it is taken for both. Where the two sides do not agree,
the first such commit waits for a person; later ones wait behind it, unless one of them takes back what is in the way.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from specs_app.actions.mergers import Merger, Waiting
from specs_app.actions.quarantine import problems_of_commit
from specs_app.actions.revisions import record_from
from specs_app.document.problems import Problem
from specs_app.models import Revision, Specification
from specs_app.repository.commits import Commit
from specs_app.repository.copying import copy
from specs_app.repository.folder import Folder
from specs_app.repository.objects import NotReadable
from specs_app.repository.references import MERGED, QUARANTINED, TAKEN
from specs_app.repository.repository import Repository
from specs_app.repository.rows import Rows
from specs_app.versions.loading import load, load_from
from specs_app.versions.version import Version

State = Specification.SourceState


@dataclass(slots=True)
class Line:
    """What became of the commits of the source's line: the revisions that were taken, and what stands in the way of the last."""

    taken: list[str] = field(default_factory=list)
    state: str = State.CURRENT
    problems: list[Problem] = field(default_factory=list)
    waiting: Waiting | None = None


def take(folder: Folder, specification: Specification, upstream: str) -> Line:
    """Take in what follows; ``specification`` is locked, and its commits and the source's are all in the folder."""
    source, line = Repository(folder), Line()
    before = load(specification, specification.published_revision)
    merger = Merger(folder, source, specification)
    for sha in _following(source, before.sha, upstream):
        before = _next(merger, before, sha, line)
    if line.waiting:
        line.state = State.DIVERGED
    merger.note(line.waiting)
    return line


def _next(merger: Merger, before: Version, sha: str, line: Line) -> Version:
    """What is published after one more commit of the line was looked at."""
    source, specification = merger.source, merger.specification
    if source.is_ancestor(before.sha, sha):
        line.problems = problems_of_commit(source, before, sha)
        if line.problems:
            return _set_aside_one(specification, before, sha, line)
        after = _taken(source, specification, before, sha)
    else:
        found = merger.merge(before, sha)
        if found.waiting and line.waiting:  # it holds what the first one waits for
            return before
        line.problems = [*(line.problems if line.waiting else ()), *found.problems]
        if found.waiting:
            line.waiting, line.state = found.waiting, State.DIVERGED
            return before
        if not found.sha:
            line.state = State.DIVERGED if found.by_hand else State.QUARANTINED
            return before if found.by_hand else _set_aside_one(specification, before, sha, line)
        after = _taken(source, specification, before, found.sha, merged=sha)
    line.taken.append(after.sha)
    line.state, line.waiting, line.problems = State.CURRENT, None, []
    return after


def _set_aside_one(specification: Specification, before: Version, sha: str, line: Line) -> Version:
    set_aside(specification, sha)
    line.state = State.QUARANTINED
    return before


def _following(source: Repository, published: str, upstream: str) -> list[str]:
    """The commits of the source's own line that are not here, oldest first; where some contain the published one, those alone, as
    they tell what the source made of it."""
    line = [commit.sha for commit in reversed(source.log(upstream, published, first_parent=True))]
    return [sha for sha in line if source.is_ancestor(published, sha)] or line


def set_aside(specification: Specification, *shas: str) -> None:
    """Have commits of the source counted as not taken."""
    Rows(specification).set_refs({f"{QUARANTINED}/{sha}": sha for sha in shas})


def _taken(source: Repository, specification: Specification, before: Version, sha: str, *, merged: str = "") -> Version:
    """Take one commit in, with those before it that could be taken by themselves; ``merged`` is the source's where it is a merge
    of the portal's own."""
    rows, own = Rows(specification), [sha, *([merged] if merged else [])]
    rows.drop_refs([f"{QUARANTINED}/{one}" for one in own])
    _judge_beside(source, specification, before, sha, own)
    copy(source, rows, sha)
    rows.set_refs({f"{MERGED if merged else TAKEN}/{sha}": sha})
    after = load_from(source, specification.slug, sha, before)
    record_from(source, after, before, specification=specification, kind=Revision.Kind.UPSTREAM)
    return after


def _judge_beside(
    source: Repository, specification: Specification, before: Version, merge: str, own: list[str]
) -> None:
    """Set aside what a merge brings from beside the line, but for what could be taken by itself between commits that could."""
    rows = Rows(specification)
    kept, aside = set(rows.commits.values_list("name", flat=True)), {*own, *rows.refs(QUARANTINED).values()}
    beside = [commit for commit in reversed(source.log(merge, before.sha)) if commit.sha not in aside]
    able = set(own[1:])
    for commit in beside:
        if (kept | able).issuperset(commit.parents) and _follows(source, before, commit):
            able.add(commit.sha)
    reached = _reached(source, merge, able)
    set_aside(specification, *(commit.sha for commit in beside if commit.sha not in reached))


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
    try:
        bases = [load_from(source, before.slug, parent) for parent in commit.parents or [before.sha]]
    except NotReadable:
        return False
    return any(not problems_of_commit(source, base, commit.sha) for base in bases)
