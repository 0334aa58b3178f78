"""Versions from a repository: each commit read once, and of its files only those that differ from a version at hand."""

from __future__ import annotations

from collections.abc import Callable

from specs_app.models import Specification
from specs_app.repository.repository import Repository
from specs_app.repository.rows import stored
from specs_app.versions.cache import VERSIONS, weigh_version
from specs_app.versions.version import Version
from specs_app.yaml_files.reader import Reading, read


def load(specification: Specification, sha: str) -> Version:
    """A published commit of a specification. Raises ``GitError`` where there is none."""
    return load_from(stored(specification), specification.slug, sha)


def load_from(repository: Repository, slug: str, sha: str, before: Version | None = None) -> Version:
    """A commit of a repository, published or not; ``before`` is a version that it is likely to share files with."""
    return _cached(slug, sha, lambda: _read(repository, slug, sha, before))


def load_passing(repository: Repository, slug: str, sha: str, before: Version | None = None) -> Version:
    """The same, not kept: for who goes through many commits and needs each but once."""
    return _read(repository, slug, sha, before)


def load_made(repository: Repository, slug: str, sha: str, before: Version, reading: Reading) -> Version:
    """A commit that was just made on ``before`` of the files that were read: they are known and not read back."""
    return _cached(slug, sha, lambda: Version(slug, repository.commit(sha), reading, before.unread))


def _cached(slug: str, sha: str, make: Callable[[], Version]) -> Version:
    return VERSIONS.get((slug, sha), make, weigh_version)


def _read(repository: Repository, slug: str, sha: str, before: Version | None) -> Version:
    before = before or VERSIONS.latest(slug)
    snapshot = repository.snapshot(sha, known=before.files if before else {})
    reading = read(snapshot.files, before.reading if before else None)
    return Version(slug, repository.commit(sha), reading, snapshot.problems)
