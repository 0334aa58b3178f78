"""The one place where the published revision moves in the database."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from simple_history.utils import bulk_update_with_history

from specs_app import freshness
from specs_app.actions.releases import mend_releases
from specs_app.document.commit_messages import PORTAL
from specs_app.errors import NotGoverned
from specs_app.models import Revision, RevisionChange, Specification
from specs_app.projection.authorship import Authorship
from specs_app.projection.project import copy_to_history, project
from specs_app.projection.provenance import Facts, facts, origins
from specs_app.publishing import warming
from specs_app.publishing.diagrams import kept
from specs_app.repository.commits import Author, Commit
from specs_app.repository.repository import Repository
from specs_app.repository.rows import stored
from specs_app.versions.loading import load_from
from specs_app.versions.version import Version

BATCH = 500


def record(
    *, specification: Specification, sha: str, kind: str, change_number: str = "", proposer: User | None = None
) -> Revision:
    """Publish a stored commit: revision, differences, rows, published revision.

    The commit must follow the published one, and be what ``kind`` says: a change request's is kept at
    ``refs/changes/<change_number>`` beforehand, otherwise ``NotGoverned`` is raised. Recording the same commit again changes
    nothing. Runs in the caller's transaction or one of its own; ``specification`` is updated in place. The rows of history name
    ``proposer``. Raises ``GitError``.
    """
    repository = stored(specification)
    with transaction.atomic():
        published = specification.published_revision
        before = load_from(repository, specification.slug, published) if published else None
        version = load_from(repository, specification.slug, sha, before)
        claim = {"kind": kind, "change_number": change_number}
        return record_from(repository, version, before, specification=specification, proposer=proposer, **claim)


def record_from(
    repository: Repository,
    version: Version,
    before: Version | None,
    *,
    specification: Specification,
    kind: str,
    change_number: str = "",
    proposer: User | None = None,
) -> Revision:
    """``record`` of a version at hand and the one published ``before`` it, if there is one; ``repository`` knows what lies
    between them."""
    found = Revision.objects.filter(specification=specification, sha=version.sha).first()
    if found is not None:
        return found
    _check_governed(repository, specification, version.commit, (kind, change_number))
    known = facts(version.commit, (kind, change_number), before, version)
    authorship = Authorship(add_revision(specification, known, next_number(specification), proposer), proposer)
    project(specification, version, authorship, before)
    publish(specification, authorship)
    if known.columns["kind"] != Revision.Kind.CHANGE:
        mend_releases(specification, authorship)
    return authorship.revision


def _check_governed(
    repository: Repository, specification: Specification, commit: Commit, claimed: tuple[str, str]
) -> None:
    """Raises `NotGoverned` unless what is claimed to have brought the commit did, and it follows the published one."""
    sha, published = commit.sha, specification.published_revision
    origin = origins(stored(specification)).get(sha, ("nothing that the portal knows", ""))
    if origin != claimed:
        raise NotGoverned(
            f"Commit {sha[:12]} was to be recorded as {_words(claimed)}, but what brought it is {_words(origin)}.",
            "A commit is published only by a change request, an import, or from the source.",
        )
    if published not in ("", *commit.parents) and not repository.is_ancestor(published, sha):
        raise NotGoverned(
            f"Commit {sha[:12]} does not follow the published {published[:12]}.", "Make it on the published one."
        )


def _words(origin: tuple[str, str]) -> str:
    return " ".join(origin).strip()


def next_number(specification: Specification) -> int:
    """Of the revision that comes next."""
    return (specification.revisions.values_list("number", flat=True).first() or 0) + 1


def add_revision(specification: Specification, known: Facts, number: int, proposer: User | None = None) -> Revision:
    """The row of a revision, those of its differences, and its place in history."""
    revision = Revision(specification=specification, number=number, **known.columns)
    Revision.objects.bulk_create([revision])  # save() would leave a row of history of its own
    copy_to_history(Revision, [revision.pk], "+", Authorship(revision, proposer))
    add_changes(revision, known.changes)
    return revision


def committer(name: str = PORTAL) -> Author:
    """The portal in a commit, under its own name or that of who had it act."""
    return Author(name, f"portal@{settings.SITE_HOST}")


def add_changes(revision: Revision, changes: tuple[dict[str, Any], ...]) -> None:
    """The rows of a revision's differences."""
    rows = [RevisionChange(revision=revision, position=position, **columns) for position, columns in enumerate(changes)]
    RevisionChange.objects.bulk_create(rows, BATCH)


def publish(specification: Specification, authorship: Authorship) -> None:
    """Make the revision of ``authorship`` the published one."""
    revision = authorship.revision
    specification.published_revision, specification.tree = revision.sha, revision.tree
    bulk_update_with_history([specification], Specification, ["published_revision", "tree"], **authorship.of_rows)
    freshness.written(specification.slug)
    kept.soon(specification)
    warming.soon(specification)
