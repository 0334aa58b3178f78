"""The list of standards and the overview of one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from specs_app import access, queries
from specs_app.diagrams.domains import domain_map
from specs_app.publishing.diagrams.pictures import picture
from specs_app.publishing.pages.components import Link
from specs_app.publishing.pages.door import standard_card
from specs_app.publishing.pages.downloads import whole_files
from specs_app.publishing.pages.items import way_out
from specs_app.publishing.pages.overview import overview
from specs_app.publishing.pages.versions import short
from specs_app.versions.editions import named
from specs_app.versions.history import revisions_until
from specs_app.versions.releases import standing_of, standings_of
from specs_app.web.keeping import kept
from specs_app.web.pages.context import Context, open_version, show
from specs_app.web.pages.versions import revision_entry

RECENT = 5


@kept(of_all=True)
def standards(request: HttpRequest) -> HttpResponse:
    """Every standard kept here that the reader may see."""
    found = list(queries.specifications(request.user))
    access.note(request.META, *found)
    sizes, standings = queries.sizes(found), standings_of(found)
    cards = [standard_card(entry, named(str(standings[entry.pk])), sizes[entry.pk]) for entry in found]
    return render(request, "specs/standards.html", {"standards": cards, "only": cards[0] if len(cards) == 1 else None})


@kept("at")
def standard(request: HttpRequest, slug: str) -> HttpResponse:
    """What one standard is, how large, what changed lately, where to begin."""
    context = open_version(request, slug)
    page = overview(context.edition, context.links, _since_release(context))
    recent = revisions_until(context.specification, context.version.sha)[:RECENT]
    return show(
        request,
        context,
        "specs/overview.html",
        page=page,
        diagram=picture(context.specification, domain_map(context.document), context.links),
        revision=context.links.revision(context.version.sha),
        recent=[revision_entry(revision, context.links) for revision in recent],
        way_out=way_out(context.document, context.links),
        downloads=whole_files(context.links),
        all_downloads=context.links.page("downloads"),
    )


def _since_release(context: Context) -> Link | None:
    """What changed since the newest release that can be read; None where there is none, or where that is read."""
    standing = standing_of(context.specification, context.version)
    latest = standing.release if standing.since else ""
    return (
        Link(f"Everything since {latest}", context.links.compare(latest, short(context.version.sha)))
        if latest
        else None
    )
