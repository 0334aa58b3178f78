"""What commits of a specification say, read from Git once and kept: a commit never changes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

from specs_app.codec.yaml_reader import Reading, read
from specs_app.document.problems import Problem
from specs_app.document.types import Document
from specs_app.git_objects import Commit
from specs_app.git_store import GitStore, repository_path
from specs_app.lint.runner import check

KEPT_COMMITS = 16

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Kept(Generic[Key, Value]):
    """The values used last, at most ``size`` of them, shared by all threads."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        """The value under ``key``, made where it is not there. Two threads may both make it; one of the two is kept.

        An exception of ``make`` passes through, and nothing is kept.
        """
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        made = make()
        with self._lock:
            made = self._values.setdefault(key, made)
            while len(self._values) > self._size:
                self._values.popitem(last=False)
        return made


@dataclass(frozen=True, slots=True)
class Loaded:
    """One commit as read from Git: its readable files, what they say, and every problem found in them."""

    commit: Commit
    files: Mapping[str, bytes]
    reading: Reading
    problems: tuple[Problem, ...]

    @property
    def document(self) -> Document:
        return self.reading.document


_loaded: Kept[str, Loaded] = Kept(KEPT_COMMITS)


def load(slug: str, sha: str) -> Loaded:
    """A commit of a specification's repository, published or not. Raises ``GitError`` where there is none."""

    def opened() -> Loaded:
        with GitStore(repository_path(slug)) as store:
            return _read(store, sha)

    return _loaded.get(sha, opened)


def load_from(store: GitStore, sha: str) -> Loaded:
    """The same from a repository that is open."""
    return _loaded.get(sha, lambda: _read(store, sha))


def problems_of_files(files: Mapping[str, bytes]) -> tuple[Problem, ...]:
    """Everything that is wrong in some files."""
    return _judged(read(files))


def _read(store: GitStore, sha: str) -> Loaded:
    snapshot, commit = store.snapshot(sha), store.commit(sha)
    reading = read(snapshot.files)
    return Loaded(commit, snapshot.files, reading, (*snapshot.problems, *_judged(reading)))


def _judged(reading: Reading) -> tuple[Problem, ...]:
    """What reading found, and what the quality rules say of the document."""
    return (*reading.problems, *check(reading.document, reading.places))
