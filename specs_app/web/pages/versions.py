"""Revisions, and the differences between two versions."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from specs_app.document.reading.paragraphs import paragraphs
from specs_app.document.titles import titles_of
from specs_app.models import Revision
from specs_app.publishing.links import Links
from specs_app.publishing.pages.changes import COLOURS, comparison
from specs_app.publishing.pages.components import Link
from specs_app.publishing.pages.versions import VersionEntry, short
from specs_app.versions.history import revisions
from specs_app.web.keeping import kept
from specs_app.web.pages.context import Context, open_version, show

SHORTEST_SHA = 7


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
