"""What ``?at=`` names: the published version of a specification that a release, a tag or a SHA means.

Only what was published can be read: a name that leads to any other commit is ``NotPublished``, as is one that leads nowhere.
"""

from __future__ import annotations

from django.db.models import Q
from django.http import Http404

from specs_app.document.names import day_in_words
from specs_app.document.storable import clean
from specs_app.models import Release, Specification
from specs_app.repository.objects import SHORT_SHA, GitError
from specs_app.repository.rows import Rows
from specs_app.versions.loading import load
from specs_app.versions.releases import told_of
from specs_app.versions.version import Version


class NotPublished(Http404):
    """There is no such standard, or no such version of it: what was asked for, and what to do."""

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(f"{what}. {remedy}".strip())
        self.what, self.remedy = what, remedy


def current(found: Specification) -> Version:
    """The version that is published now."""
    return load(found, found.published_revision)


def pinned(found: Specification, name: str) -> Version:
    """The version that a release, tag or SHA (at least seven digits) names, if it was ever published."""
    sha = _published_as(found, clean(name))
    if not sha and SHORT_SHA.fullmatch(name) and found.revisions.filter(sha__startswith=name).exists():
        remedy = "Run `manage.py reconcile`; what it cannot have back comes from a backup."
        raise GitError(f"The published revision {name} is lost", found.slug, remedy)
    if not sha:
        raise _unknown(found, name)
    return load(found, sha)


def _unknown(found: Specification, name: str) -> NotPublished:
    """What to say of a name that leads nowhere; of a release that is known without its text that."""
    told = told_of(current(found))
    release = told.get(name) or told.get(name.removeprefix("v"))
    if release:
        day = f" of {day_in_words(release.date)}" if release.date else ""
        return NotPublished(
            f"Release {release.version[:60]}{day} is known, but its text is not: no tag says which revision it was",
            "Give another release, a tag or the SHA of a published revision, or leave the version out.",
        )
    return NotPublished(
        f"{found} has no published version {name[:60]!r}",
        "Give a release, a tag or the SHA of a published revision, or leave the version out.",
    )


def _published_as(found: Specification, name: str) -> str:
    """The one published commit that a name means; empty where there is none, or more than one.

    A whole SHA means its commit, whatever tags are called.
    """
    commits = Rows(found).commits_beginning(name) if SHORT_SHA.fullmatch(name) else []
    if name in commits:
        return name
    releases = Release.objects.filter(Q(version=name) | Q(tag=name), specification=found).values_list("sha", flat=True)
    if sha := releases.first():
        return sha
    return commits[0] if len(commits) == 1 else ""
