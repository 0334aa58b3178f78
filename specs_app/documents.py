"""What commits of a specification say, read from Git once and kept: a commit never changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from specs_app.codec.change_numbers import strays
from specs_app.codec.logged_changes import LoggedChange, logged_changes
from specs_app.codec.yaml_reader import Reading, read
from specs_app.document.problems import Problem
from specs_app.document.types import Document
from specs_app.git_objects import Commit
from specs_app.git_store import GitStore, repository_path
from specs_app.kept import Kept
from specs_app.lint.runner import check

KEPT_COMMITS = 16


@dataclass(frozen=True, slots=True)
class Loaded:
    """One commit as read from Git: its readable files, what they say, and every problem found.

    ``unread`` are the problems of files that were left unread, such as links; ``problems`` has them too.
    """

    commit: Commit
    files: Mapping[str, bytes]
    reading: Reading
    problems: tuple[Problem, ...]
    unread: tuple[Problem, ...] = ()

    @property
    def document(self) -> Document:
        return self.reading.document


_loaded: Kept[str, Loaded] = Kept(KEPT_COMMITS)
_logged: Kept[str, tuple[LoggedChange, ...]] = Kept(KEPT_COMMITS)


def load(slug: str, sha: str) -> Loaded:
    """A commit of a specification's repository, published or not. Raises ``GitError`` where there is none."""

    def opened() -> Loaded:
        with GitStore(repository_path(slug)) as store:
            return _read(store, sha)

    return _loaded.get(sha, opened)


def load_from(store: GitStore, sha: str) -> Loaded:
    """The same from a repository that is open."""
    return _loaded.get(sha, lambda: _read(store, sha))


def load_made(store: GitStore, sha: str, before: Loaded, changes: Mapping[str, bytes | None]) -> Loaded:
    """A commit that was just made on ``before`` with ``changes`` (None deletes): its files are known and not read back."""

    def known() -> Loaded:
        together = {**before.files, **changes}
        files = {path: data for path in sorted(together) if (data := together[path]) is not None}
        reading = read(files)
        return Loaded(store.commit(sha), files, reading, (*before.unread, *_judged(files, reading)), before.unread)

    return _loaded.get(sha, known)


def logged(commit: Loaded) -> tuple[LoggedChange, ...]:
    """What the change log of a commit tells of changes, the highest number first."""
    return _logged.get(commit.commit.sha, lambda: logged_changes(commit.files, commit.document))


def problems_of_files(files: Mapping[str, bytes]) -> tuple[Problem, ...]:
    """Everything that is wrong in some files."""
    return _judged(files, read(files))


def _read(store: GitStore, sha: str) -> Loaded:
    snapshot, commit = store.snapshot(sha), store.commit(sha)
    reading = read(snapshot.files)
    return Loaded(
        commit, snapshot.files, reading, (*snapshot.problems, *_judged(snapshot.files, reading)), snapshot.problems
    )


def _judged(files: Mapping[str, bytes], reading: Reading) -> tuple[Problem, ...]:
    """What reading found, what the quality rules say of the document, and numbers of changes that cannot be meant."""
    document, places = reading.document, reading.places
    return (*reading.problems, *check(document, places), *strays(files, document, places))
