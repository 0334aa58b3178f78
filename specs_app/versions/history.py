"""The published versions of a specification in their order, and what changed from one to another."""

from __future__ import annotations

from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.utils import timezone

from specs_app.document import paths
from specs_app.document.diff import Change, diff
from specs_app.models import Release, Revision, Specification
from specs_app.tables.logged_changes import LoggedChange, LoggedItem, with_others
from specs_app.versions.cache import VERSIONS
from specs_app.versions.released import Released
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


def revision_number(sha: OuterRef | Value) -> Subquery:
    """The number of the revision of a SHA, for each row that is of a specification; NULL where the commit lies before them all."""
    known = Revision.objects.filter(specification=OuterRef("specification"), sha=sha)
    return Subquery(known.order_by().values("number"))


def released(found: Specification, until: int) -> tuple[Released, ...]:
    """The releases up to the revision of a number, in the order of their revisions; of several of one revision the first made.

    One query. A tag on a commit that is no revision of its own is in none.
    """
    rows = Release.objects.filter(specification=found).annotate(number=revision_number(OuterRef("sha")))
    told = rows.filter(number__lte=until).order_by("number", "released_at", "version")
    first: dict[int, Released] = {}
    for row in told.values_list("number", "version", "sha", "released_at"):
        first.setdefault(row[0], Released(*row))
    return tuple(first.values())


def change_log(found: Specification, version: Version) -> tuple[LoggedChange, ...]:
    """Every change up to a version, the highest number first: as its change log tells of it, and those published here that the
    log says nothing of, in two more queries where there are some."""
    told = version.logged_changes
    known = {change.number for change in told}
    here = revisions_until(found, version.sha).filter(kind=Revision.Kind.CHANGE)
    missing = [pk for pk, number in here.values_list("pk", "change_number") if number not in known]
    if not missing:
        return told
    rows = Revision.objects.filter(pk__in=missing)
    return with_others(told, map(_logged, rows.prefetch_related("changes")), version.document.settings.prefix)


def _logged(revision: Revision) -> LoggedChange:
    """A revision as its row in the log would have been."""
    changes = [(paths.split(row.address), row.object_name) for row in revision.changes.all()]
    items = {names[0]: home for (kind, *names), home in changes if kind == "items" and names}
    return LoggedChange(
        revision.change_number,
        title=revision.title,
        when=timezone.localdate(revision.committed_at).isoformat(),
        kind=revision.change_class,
        status="published",
        source="portal",
        notes=revision.why,
        items=tuple(LoggedItem(reference, "", name) for reference, name in items.items()),
    )


def changes_between(older: Version, newer: Version) -> tuple[Change, ...]:
    """The changes of meaning from one version to another of a specification."""
    key = ("changes", older.slug, older.sha, newer.sha)
    return VERSIONS.get(
        key, lambda: diff(older.document, newer.document), lambda found: {id(found): CHANGE_BYTES * (1 + len(found))}
    )
