"""Versions from Git: each commit read once, and of its files only those that differ from a version at hand."""

from __future__ import annotations

from collections.abc import Callable

from specs_app.repository.store import GitStore, repository_path
from specs_app.versions.cache import VERSIONS, weigh_version
from specs_app.versions.version import Version
from specs_app.yaml_files.reader import Reading, read


def load(slug: str, sha: str) -> Version:
    """A commit of a specification's repository, published or not. Raises ``GitError`` where there is none."""

    def opened() -> Version:
        with GitStore(repository_path(slug)) as store:
            return _read(store, sha, None)

    return _cached(slug, sha, opened)


def load_from(store: GitStore, sha: str, before: Version | None = None) -> Version:
    """The same from a repository that is open; ``before`` is a version that it is likely to share files with."""
    return _cached(store.slug, sha, lambda: _read(store, sha, before))


def load_made(store: GitStore, sha: str, before: Version, reading: Reading) -> Version:
    """A commit that was just made on ``before`` of the files that were read: they are known and not read back."""
    return _cached(store.slug, sha, lambda: Version(store.slug, store.commit(sha), reading, before.unread))


def _cached(slug: str, sha: str, make: Callable[[], Version]) -> Version:
    return VERSIONS.get((slug, sha), make, weigh_version)


def _read(store: GitStore, sha: str, before: Version | None) -> Version:
    before = before or VERSIONS.latest(store.slug)
    snapshot = store.snapshot(sha, known=before.files if before else {})
    reading = read(snapshot.files, before.reading if before else None)
    return Version(store.slug, store.commit(sha), reading, snapshot.problems)
