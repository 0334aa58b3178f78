"""Reads: a specification at its published or any earlier revision, and its history.

Only what was published can be read: a name that leads to any other commit is ``NotPublished``, as is one that leads nowhere. To
whoever may not read a restricted specification it does not exist, in the same words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db.models import Q, QuerySet, Subquery
from django.http import Http404

from specs_app import access
from specs_app.access import Viewer
from specs_app.document import paths
from specs_app.document.problems import Problem
from specs_app.document.types import Document
from specs_app.documents import Loaded, load, logged
from specs_app.git_objects import SHORT_SHA, GitError, NoSuchCommit
from specs_app.git_store import QUARANTINED, GitStore, repository_path
from specs_app.kept import Kept
from specs_app.models import Release, Revision, RevisionChange, Specification
from specs_app.outputs.edition import Edition
from specs_app.rows import clean
from specs_app.search import Found, search, search_in

KEPT_NAMES = 4096
_names: Kept[tuple[str, str, str], str] = Kept(KEPT_NAMES)


class NotPublished(Http404):
    """There is no such standard, or no such version of it: what was asked for, and what to do."""

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(f"{what}. {remedy}".strip())
        self.what, self.remedy = what, remedy


class NoStandard(NotPublished):
    """There is no standard of that name, or none that the reader may see: nothing tells which."""

    def __init__(self, slug: str) -> None:
        remedy = (
            "See the list of standards; one that is restricted is seen by its members alone, once they have signed in."
        )
        super().__init__(f"No standard called {slug[:60]!r} is published here", remedy)


@dataclass(frozen=True, slots=True)
class Published:
    """A specification at one of its published revisions."""

    specification: Specification
    loaded: Loaded

    @property
    def sha(self) -> str:
        return self.loaded.commit.sha

    @property
    def document(self) -> Document:
        return self.loaded.document

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong in the files of this revision."""
        return self.loaded.problems

    @property
    def date(self) -> datetime:
        """When the revision was committed."""
        return self.loaded.commit.when

    @property
    def release(self) -> str:
        """The version that the revision's settings name; empty where they name none."""
        return self.document.settings.version

    @property
    def edition(self) -> Edition:
        """All that files of this revision are made from."""
        return Edition(self.specification.slug, self.sha, self.date, self.document, self.loaded.files)

    @property
    def is_current(self) -> bool:
        return self.sha == self.specification.published_revision


def specifications(viewer: Viewer) -> QuerySet[Specification]:
    """Every specification that has a published revision and that the viewer may read."""
    return access.readable(viewer).exclude(published_revision="").order_by("title", "slug")


def specification(slug: str, *, viewer: Viewer) -> Specification:
    """The specification of that name; raises `NoStandard`, also where the viewer may not read it."""
    found = specifications(viewer).filter(slug=clean(slug)).first()
    if found is None:
        raise NoStandard(slug)
    return found


def unreadable(found: Sequence[Specification]) -> int:
    """How many of some specifications have a repository that does not hold their published revision. Reads the disk alone."""
    return sum(not _readable(entry) for entry in found)


def _readable(found: Specification) -> bool:
    """Whether the branch can be read, and stands at the published revision or, for a moment, before it."""
    try:
        with GitStore(repository_path(found.slug)) as store:
            head, published = store.head(), found.published_revision
            for sha in {head, published}:
                store.touch(sha)
            return head == published or store.is_ancestor(head, published)
    except GitError:
        return False


def at(slug: str, version: str | None = None, *, viewer: Viewer) -> Published:
    """The current revision, or that of a release, a tag or a SHA (at least seven digits); raises `NotPublished`."""
    found = specification(slug, viewer=viewer)
    return pinned(found, version) if version else Published(found, load(slug, found.published_revision))


def pinned(found: Specification, version: str) -> Published:
    """The revision that a release, tag or SHA names, if it was ever published."""
    path = str(repository_path(found.slug))
    name = _release_sha(found, version) or version
    sha = _reachable(path, found.published_revision, name)
    if not sha:
        if SHORT_SHA.fullmatch(name) and revisions(found).filter(sha__startswith=name).exists():
            raise GitError(f"The published revision {name} is lost", path, "Run `manage.py reconcile`.")
        raise NotPublished(
            f"{found.title or found.slug} has no published version {version[:60]!r}",
            "Give a release, a tag or the SHA of a published revision, or leave the version out.",
        )
    return Published(found, load(found.slug, sha))


def _release_sha(found: Specification, version: str) -> str:
    return (
        Release.objects.filter(specification=found, version=clean(version)).values_list("sha", flat=True).first() or ""
    )


def _reachable(path: str, published: str, name: str) -> str:
    """The SHA that a name means, or nothing where it leads to no commit in the history of ``published``."""
    try:
        return _names.get((path, published, name), lambda: _resolved(path, published, name))
    except NoSuchCommit:
        return ""


def _resolved(path: str, published: str, name: str) -> str:
    with GitStore(Path(path)) as store:
        sha = store.resolve(name)
        if not store.is_ancestor(sha, published) or store.ref(f"{QUARANTINED}/{sha}"):
            raise NoSuchCommit(f"{sha[:12]} was never published")
        return sha


def revisions(found: Specification) -> QuerySet[Revision]:
    """The published revisions that the portal knows, newest first: none that was published since ``found`` was read."""
    return _until(found, found.published_revision)


def revisions_until(published: Published) -> QuerySet[Revision]:
    """The revision read and those before it, newest first; none where the portal has taken in only later ones."""
    return _until(published.specification, published.sha)


def _until(found: Specification, sha: str) -> QuerySet[Revision]:
    """In one query, so that a publication meanwhile cannot come between."""
    known = Revision.objects.filter(specification=found)
    return known.filter(number__lte=Subquery(known.filter(sha=sha).values("number")))


def is_still_current(published: Published) -> bool:
    """Whether nothing has been published since; then rows read meanwhile were those of this revision."""
    current = Specification.objects.filter(pk=published.specification.pk, published_revision=published.sha)
    return current.exists()


def found_in(published: Published, text: str, limit: int) -> Found:
    """What a search finds. The current version is searched through its index; an earlier one, or one that is followed meanwhile,
    word by word."""
    if published.is_current:
        found = search(published.specification, text, limit)
        if is_still_current(published):
            return found
    return search_in(published.document, text, limit, log=logged(published.loaded))


def releases(found: Specification) -> QuerySet[Release]:
    """The tagged releases, newest first."""
    return Release.objects.filter(specification=found)


def history(published: Published, *, address: str = "", object_name: str = "") -> QuerySet[RevisionChange]:
    """What revisions up to the one read changed in one part (and what lies within it) or one object, newest first."""
    if object_name:
        within = Q(object_name=object_name) | Q(address=paths.of_object(object_name))
    else:
        within = Q(address=address) | Q(address__startswith=f"{address}/")
    changes = _changes(published).filter(within).select_related("revision")
    return changes.order_by("-revision__number", "position")


def _changes(published: Published) -> QuerySet[RevisionChange]:
    """What the revisions up to the one read changed."""
    return RevisionChange.objects.filter(revision__in=revisions_until(published))


def number_of(published: Published) -> int:
    """The number of a revision; 0 where the portal has taken in only later ones."""
    known = Revision.objects.filter(specification=published.specification, sha=published.sha)
    return known.values_list("number", flat=True).first() or 0


def changed_since(published: Published, when: datetime) -> frozenset[str]:
    """The references of the items that revisions committed at or after ``when``, up to the one read, changed."""
    changes = _changes(published).filter(revision__committed_at__gte=when, address__startswith="items/")
    return frozenset(paths.split(address)[1] for address in changes.values_list("address", flat=True))


def renamed(found: Specification, kind: str, name: str) -> str:
    """The address that a former name of an item or object belongs to now; empty where there is none."""
    changes = RevisionChange.objects.filter(
        revision__specification=found, kind="renamed", address__startswith=f"{kind}/", field="name", before=name
    )
    newest = changes.order_by("-revision__number").first()
    return newest.address if newest else ""


def removal(found: Specification, address: str) -> RevisionChange | None:
    """The change that removed a part, if one did and it did not come back."""
    whole = RevisionChange.objects.filter(revision__specification=found, address=address, field="")
    newest = whole.select_related("revision").order_by("-revision__number", "-position").first()
    return newest if newest and newest.after is None else None
