"""The past of a source: each commit of its own line, oldest first, as a revision with its author, words and differences.

Commits from beside the line are read where a merge brings them in. A commit that changes nothing the portal reads is a revision
all the same, so that a release on it has a past. One that says nothing, cannot be read, or breaks a file that a later one mends is
none: what it changed comes in with the next revision, and the report names it. At most three versions are in memory at a time.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from specs_app.actions.quarantine import newly_unreadable
from specs_app.actions.revisions import add_revision, next_number
from specs_app.document.problems import Problem
from specs_app.models import Revision, Specification
from specs_app.projection.authorship import Authorship
from specs_app.projection.project import copy_to_history, project_parts
from specs_app.projection.provenance import facts
from specs_app.repository.objects import NotReadable
from specs_app.repository.references import PAST
from specs_app.repository.repository import Repository
from specs_app.repository.rows import Rows, stored
from specs_app.versions.loading import load_passing
from specs_app.versions.version import Version

#: Takes a line that says how far something is.
Tell: TypeAlias = Callable[[str], None]
#: A broken file is waited for so many commits; one that is mended later is taken as it was.
PATIENCE = 20
#: Seconds between two lines of progress.
PAUSE = 2.0
#: So many commits that were left out are named one by one.
NAMED = 20
REMEDY = "Nothing needs to be done: what it changed came in with the next revision."


def silent(_: str) -> None:
    """Tells nobody."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """The newest revision, and the commits that became none."""

    authorship: Authorship
    left_out: tuple[Problem, ...]


@dataclass(slots=True)
class PastLine:
    """The commits of a source's own line, oldest first, and what of them cannot be a revision."""

    repository: Repository
    newest: Version
    shas: Sequence[str]
    left_out: list[Problem] = field(default_factory=list)

    def versions(self) -> Iterator[Version]:
        """The versions that become revisions, oldest first, the newest as it is."""
        before: Version | None = None
        for at in range(len(self.shas) - 1):
            version = self._read(at, before)
            reason = self._unfit(at, version, before)
            if version is None or reason:
                self.left_out.append(_left_out(self.shas[at], reason))
            else:
                yield version
                before = version
        yield self.newest

    def _read(self, at: int, before: Version | None) -> Version | None:
        if at == len(self.shas) - 1:
            return self.newest
        try:
            return load_passing(self.repository, self.newest.slug, self.shas[at], before)
        except NotReadable:
            return None

    def _unfit(self, at: int, version: Version | None, before: Version | None) -> str:
        """Why a version is no revision of its own; empty where it is one."""
        if version is None:
            return "its files cannot be read"
        if not (version.document.objects or version.document.categories):
            return "it holds no data object and no code list"
        broken = newly_unreadable(before.reading, version.reading) if before else frozenset()
        return f"it broke {', '.join(sorted(broken))}" if broken and self._mended(at, version, broken) else ""

    def _mended(self, at: int, version: Version, broken: frozenset[str]) -> bool:
        """Whether all files that a commit broke are readable again, or gone, soon behind it."""
        last: Version | None = version
        for later in range(at + 1, min(at + PATIENCE, len(self.shas) - 1) + 1):
            last = self._read(later, last or version)
            if last is not None and not broken & last.reading.unreadable:
                return True
        return False


def _left_out(sha: str, reason: str) -> Problem:
    return Problem("left-out-commit", "info", f"Commit {sha[:12]} is no revision of its own: {reason}.", REMEDY)


def record(specification: Specification, imported: Version, tell: Tell = silent) -> Recorded:
    """The revisions of what was imported and of its past, with their rows. The specification has none yet."""
    repository = stored(specification)
    line = PastLine(
        repository, imported, [commit.sha for commit in reversed(repository.log(imported.sha, first_parent=True))]
    )
    progress = _Progress(tell, len(line.shas))
    before, authorship, taken = None, None, dict[str, str]()
    for number, version in enumerate(line.versions(), start=1):
        authorship = record_next(specification, version, before, (Revision.Kind.IMPORT, ""), number)
        taken[f"{PAST}/{version.sha}"] = version.sha
        before = version
        progress.reached(number + len(line.left_out))
    if authorship is None:
        raise ValueError("A commit always has itself on its line.")
    del taken[f"{PAST}/{imported.sha}"]
    Rows(specification).set_refs(taken)
    return Recorded(authorship, _told(line.left_out))


def record_next(
    specification: Specification, version: Version, before: Version | None, origin: tuple[str, str], number: int = 0
) -> Authorship:
    """One revision, and the rows from those of the version ``before`` it to its own; ``number`` 0 is the next one."""
    number = number or next_number(specification)
    authorship = Authorship(add_revision(specification, facts(version.commit, origin, before, version), number))
    if before is None:
        copy_to_history(Specification, [specification.pk], "+", authorship)
    project_parts(specification, version, authorship, before)
    return authorship


def _told(left_out: Sequence[Problem]) -> tuple[Problem, ...]:
    """The first of many by name, the others by their number."""
    if len(left_out) <= NAMED:
        return tuple(left_out)
    message = f"{len(left_out) - NAMED} more commits are no revisions of their own."
    return (*left_out[:NAMED], Problem("left-out-commit", "info", message, REMEDY))


@dataclass(slots=True)
class _Progress:
    """Tells now and then how many commits have been taken in."""

    tell: Tell
    total: int
    told: float = field(default_factory=time.monotonic)

    def reached(self, count: int) -> None:
        now = time.monotonic()
        if self.total > 1 and (count == self.total or now - self.told >= PAUSE):
            self.told = now
            self.tell(f"{count} of {self.total} commits taken in.")
