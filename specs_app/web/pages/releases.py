"""The releases of a standard: their list above that of all revisions, a page of each, and their feed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from http import HTTPStatus

from django.contrib.syndication.views import Feed
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import linebreaks

from specs_app import access, queries
from specs_app.models import Specification
from specs_app.publishing.atom import WritableFeed
from specs_app.publishing.links import Links
from specs_app.publishing.pages.components import Link
from specs_app.publishing.pages.releases import comparable, release_page, release_row, version_fields
from specs_app.versions.history import revisions
from specs_app.versions.loading import load
from specs_app.versions.releases import KnownRelease, releases_of
from specs_app.web.keeping import Keeping, kept
from specs_app.web.pages.context import Context, open_version, show
from specs_app.web.pages.versions import revision_entry

REVISIONS_A_PAGE = 50
NEWEST = 50


@kept("at", "page")
def releases(request: HttpRequest, slug: str) -> HttpResponse:
    """Every release known, the highest number first, and every revision, newest first."""
    return versions_page(request, open_version(request, slug))


def versions_page(
    request: HttpRequest,
    context: Context,
    *,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The page with its form that compares two versions; ``typed`` and ``errors`` are of its fields ``from`` and ``to``."""
    found, errors = context.specification, errors or {}
    batch = Paginator(revisions(found), REVISIONS_A_PAGE).get_page(request.GET.get("page"))
    entries = [revision_entry(revision, context.links) for revision in batch]
    known = releases_of(found, context.version)
    before = next((one.version for one in known if one.has_text and one.sha != found.published_revision), "")
    ends = {"from": before or (entries[-1].name if entries else ""), "to": entries[0].name if entries else ""}
    return show(
        request,
        context,
        "specs/releases.html",
        "releases",
        status=HTTPStatus.BAD_REQUEST if errors else HTTPStatus.OK,
        batch=batch,
        revisions=entries,
        releases=[release_row(release, context.links) for release in known],
        fields=version_fields(typed or ends, errors),
        errors=[{"text": text, "href": f"#compare-{name}"} for name, text in errors.items()],
        comparable=comparable(known, batch.paginator.count),
        can_compare=batch.paginator.count > 1 or bool(errors),
        compare=context.links.current("compare"),
    )


@kept("at")
def release(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """One release: what was said of it, and the ways to its text where it has one."""
    context = open_version(request, slug)
    known = releases_of(context.specification, context.version)
    found = next((one for one in known if one.version == version), None)
    if found is None:
        raise Http404(f"There is no release {version[:60]!r}.")
    document = load(context.specification, found.sha).document if found.has_text else None
    return show(
        request,
        context,
        "specs/release.html",
        "releases",
        (Link("Versions", context.links.releases()),),
        page=release_page(found, known, document, context.links.slug),
    )


@dataclass(frozen=True, slots=True)
class FollowedReleases:
    """Whose releases a feed tells of, and the highest of them that have a date."""

    specification: Specification
    entries: tuple[KnownRelease, ...]


class ReleasesFeed(Feed):  # type: ignore[type-arg] # takes parameters in the stubs alone
    """The releases of a standard, the highest number first; one of which no day is known is in the list alone."""

    feed_type = WritableFeed
    keeping = Keeping()

    def get_object(self, request: HttpRequest, slug: str) -> FollowedReleases:
        found, version = queries.at(slug, viewer=request.user)
        access.note(request.META, found)
        dated = tuple(release for release in releases_of(found, version) if release.date)
        return FollowedReleases(found, dated[:NEWEST])

    def title(self, followed: FollowedReleases) -> str:
        return f"Releases of {followed.specification}"

    def link(self, followed: FollowedReleases) -> str:
        return Links(followed.specification.slug).releases()

    def feed_url(self, followed: FollowedReleases) -> str:
        return Links(followed.specification.slug).release_feed()

    feed_guid = feed_url

    def items(self, followed: FollowedReleases) -> list[tuple[Specification, KnownRelease]]:
        return [(followed.specification, release) for release in followed.entries]

    def item_title(self, entry: tuple[Specification, KnownRelease]) -> str:
        specification, release = entry
        return f"{specification} {release.version}"

    def item_description(self, entry: tuple[Specification, KnownRelease]) -> str:
        """As HTML, which readers take it for: what is typed stands as it was typed, in its lines."""
        return linebreaks(entry[1].words, autoescape=True)

    def item_link(self, entry: tuple[Specification, KnownRelease]) -> str:
        specification, release = entry
        return Links(specification.slug).release(release.version)

    def item_updateddate(self, entry: tuple[Specification, KnownRelease]) -> datetime | None:
        """When it was made, where that was here: the day from which it holds may be far ahead, and readers hide what is to come."""
        _, release = entry
        if release.made_here:
            return release.made_at
        return timezone.make_aware(datetime.combine(release.date, time())) if release.date else None
