"""The published versions of a specification in their order, and what changed from one to another."""

from __future__ import annotations

from django.db.models import QuerySet, Subquery

from specs_app.document.diff import Change, diff
from specs_app.models import Revision, Specification
from specs_app.versions.cache import VERSIONS
from specs_app.versions.version import Version

#: Bytes of one difference.
CHANGE_BYTES = 1000


def revisions(found: Specification) -> QuerySet[Revision]:
    """The published revisions that the portal knows, newest first: none that was published since ``found`` was read."""
    return revisions_until(found, found.published_revision)


def revisions_until(found: Specification, sha: str) -> QuerySet[Revision]:
    """A revision and those before it, newest first; none where the portal has taken in only later ones.

    In one query, so that a publication meanwhile cannot come between.
    """
    known = Revision.objects.filter(specification=found)
    return known.filter(number__lte=Subquery(known.filter(sha=sha).values("number")))


def changes_between(older: Version, newer: Version) -> tuple[Change, ...]:
    """The changes of meaning from one version to another of a specification."""
    key = ("changes", older.slug, older.sha, newer.sha)
    return VERSIONS.get(
        key, lambda: diff(older.document, newer.document), lambda found: {id(found): CHANGE_BYTES * (1 + len(found))}
    )
