"""Releases and revisions."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from specs_app import queries
from specs_app.document.titles import titles_of
from specs_app.models import Release, Revision
from specs_app.publishing.links import Links
from specs_app.publishing.pages.changes import COLOURS, comparison
from specs_app.publishing.pages.components import Link
from specs_app.publishing.pages.prose import paragraphs
from specs_app.publishing.pages.versions import VersionEntry, short
from specs_app.versions.history import revisions
from specs_app.web.keeping import kept
from specs_app.web.pages.context import Context, open_version, show

REVISIONS_A_PAGE = 50
SHORTEST_SHA = 7


@kept("at", "page")
def releases(request: HttpRequest, slug: str) -> HttpResponse:
    """Every release and every revision, newest first."""
    context = open_version(request, slug)
    found = context.specification
    batch = Paginator(revisions(found), REVISIONS_A_PAGE).get_page(request.GET.get("page"))
    entries = [revision_entry(revision, context.links) for revision in batch]
    return show(
        request,
        context,
        "specs/releases.html",
        "releases",
        batch=batch,
        revisions=entries,
        releases=[release_entry(tagged, context.links) for tagged in queries.releases(found)],
        newest=entries[0].name if entries else "",
        oldest=entries[-1].name if entries else "",
        compare=context.links.current("compare"),
        for_me=context.links.for_me(),
    )


def revision_entry(revision: Revision, links: Links) -> VersionEntry:
    """A revision in a list."""
    return VersionEntry(
        name=short(revision.sha),
        text=revision.subject,
        href=links.revision(revision.sha),
        when=revision.committed_at,
        author=revision.author_name,
        change_class=revision.change_class,
        colour=COLOURS.get(revision.change_class, ""),
    )


def release_entry(tagged: Release, links: Links) -> VersionEntry:
    """A release in a list."""
    return VersionEntry(tagged.version, tagged.version, links.release(tagged.version), tagged.released_at)


def release(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """A release is the standard as it was then."""
    return HttpResponseRedirect(open_version(request, slug, version).links.home())


@kept("at")
def revision(request: HttpRequest, slug: str, sha: str) -> HttpResponse:
    """One revision: who, when, why, and what it changed."""
    context = open_version(request, slug)
    found = _revision(context, sha)
    links = context.links
    is_current = found.sha == context.specification.published_revision
    return show(
        request,
        context,
        "specs/revision.html",
        "releases",
        (Link("Versions", links.releases()),),
        revision=revision_entry(found, links),
        page=comparison((row.as_change() for row in found.changes.all()), links, titles_of(context.document.settings)),
        reason=paragraphs(found.why),
        change=_change(found, links),
        as_it_was=Links(slug, found.sha).home(),
        since="" if is_current else links.compare(found.sha, context.specification.published_revision),
    )


def _revision(context: Context, sha: str) -> Revision:
    known = revisions(context.specification).filter(sha__startswith=sha.lower())
    found = list(known[:2]) if len(sha) >= SHORTEST_SHA else []
    if len(found) != 1:
        raise Http404
    return found[0]


def _change(revision: Revision, links: Links) -> Link | None:
    number = revision.change_number
    return Link(f"change request {number}", links.change(number)) if number else None
