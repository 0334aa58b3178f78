"""Reads: a specification at its published or any earlier revision, and its history.

Only what was published can be read: a name that leads to any other commit is ``NotPublished``, as is one that leads nowhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db.models import Max, Q, QuerySet
from django.http import Http404

from specs_app.document import paths
from specs_app.document.problems import Problem
from specs_app.document.types import Document
from specs_app.documents import Loaded, load
from specs_app.git_objects import NoSuchCommit
from specs_app.git_store import GitStore, repository_path
from specs_app.kept import Kept
from specs_app.models import Release, Revision, RevisionChange, Specification
from specs_app.outputs.edition import Edition
from specs_app.rows import clean

KEPT_NAMES = 4096
_names: Kept[tuple[str, str, str], str] = Kept(KEPT_NAMES)


class NotPublished(Http404):
    """There is no such standard, or no such version of it: what was asked for, and what to do."""

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(f"{what}. {remedy}".strip())
        self.what, self.remedy = what, remedy


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


def specifications() -> QuerySet[Specification]:
    """Every specification that has a published revision."""
    return Specification.objects.exclude(published_revision="").order_by("title", "slug")


def specification(slug: str) -> Specification:
    """The specification of that name; raises `NotPublished`."""
    found = specifications().filter(slug=clean(slug)).first()
    if found is None:
        raise NotPublished(f"No standard called {slug[:60]!r} is published here", "See the list of standards.")
    return found


def at(slug: str, version: str | None = None) -> Published:
    """The current revision, or that of a release, a tag or a SHA (at least seven digits); raises `NotPublished`."""
    found = specification(slug)
    return pinned(found, version) if version else Published(found, load(slug, found.published_revision))


def pinned(found: Specification, version: str) -> Published:
    """The revision that a release, tag or SHA names, if it was ever published."""
    path = str(repository_path(found.slug))
    sha = _reachable(path, found.published_revision, _release_sha(found, version) or version)
    if not sha:
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
        if not store.is_ancestor(sha, published):
            raise NoSuchCommit(f"{sha[:12]} was never published")
        return sha


def revisions(found: Specification) -> QuerySet[Revision]:
    """The published revisions that the portal knows, newest first."""
    return Revision.objects.filter(specification=found)


def revisions_until(published: Published) -> QuerySet[Revision]:
    """The revision read and those before it, newest first."""
    known = revisions(published.specification)
    return known if published.is_current else known.filter(number__lte=_number(published))


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
    changes = RevisionChange.objects.filter(revision__specification=published.specification)
    return changes if published.is_current else changes.filter(revision__number__lte=_number(published))


def _number(published: Published) -> int:
    """The number of a revision; 0 where the portal has taken in only later ones."""
    known = revisions(published.specification).filter(sha=published.sha)
    return known.aggregate(number=Max("number"))["number"] or 0


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
    return newest if newest and newest.kind == "removed" else None
