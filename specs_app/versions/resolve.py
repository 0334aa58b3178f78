"""What ``?at=`` names: the published version of a specification that a release, a tag or a SHA means.

Only what was published can be read: a name that leads to any other commit is ``NotPublished``, as is one that leads nowhere.
"""

from __future__ import annotations

from pathlib import Path

from django.http import Http404

from specs_app.document.storable import clean
from specs_app.models import Release, Specification
from specs_app.repository.objects import QUARANTINED, SHORT_SHA, GitError, NoSuchCommit
from specs_app.repository.store import GitStore, repository_path
from specs_app.versions.cache import VERSIONS
from specs_app.versions.history import revisions
from specs_app.versions.loading import load
from specs_app.versions.version import Version

#: Bytes of a name whose commit is known.
NAME_BYTES = 500


class NotPublished(Http404):
    """There is no such standard, or no such version of it: what was asked for, and what to do."""

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(f"{what}. {remedy}".strip())
        self.what, self.remedy = what, remedy


def current(found: Specification) -> Version:
    """The version that is published now."""
    return load(found.slug, found.published_revision)


def pinned(found: Specification, name: str) -> Version:
    """The version that a release, tag or SHA (at least seven digits) names, if it was ever published."""
    path = str(repository_path(found.slug))
    meant = _release_sha(found, name) or name
    sha = _reachable(path, found.published_revision, meant)
    if not sha:
        if SHORT_SHA.fullmatch(meant) and revisions(found).filter(sha__startswith=meant).exists():
            raise GitError(f"The published revision {meant} is lost", path, "Run `manage.py reconcile`.")
        raise NotPublished(
            f"{found.title or found.slug} has no published version {name[:60]!r}",
            "Give a release, a tag or the SHA of a published revision, or leave the version out.",
        )
    return load(found.slug, sha)


def _release_sha(found: Specification, name: str) -> str:
    return Release.objects.filter(specification=found, version=clean(name)).values_list("sha", flat=True).first() or ""


def _reachable(path: str, published: str, name: str) -> str:
    """The SHA that a name means, or nothing where it leads to no commit in the history of ``published``."""
    try:
        return VERSIONS.get(
            (path, published, name), lambda: _resolved(path, published, name), lambda sha: {id(sha): NAME_BYTES}
        )
    except NoSuchCommit:
        return ""


def _resolved(path: str, published: str, name: str) -> str:
    with GitStore(Path(path)) as store:
        sha = store.resolve(name)
        if not store.is_ancestor(sha, published) or store.ref(f"{QUARANTINED}/{sha}"):
            raise NoSuchCommit(f"{sha[:12]} was never published")
        return sha
