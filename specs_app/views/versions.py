"""Releases, revisions, and the differences between two versions."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from specs_app import queries
from specs_app.document.diff import diff
from specs_app.outputs.links import Links
from specs_app.outputs.pages.changes import comparison
from specs_app.outputs.pages.parts import Link
from specs_app.views.reading import read, show

REVISIONS_A_PAGE = 50


def releases(request: HttpRequest, slug: str) -> HttpResponse:
    """Every release and every revision, newest first."""
    reading = read(request, slug)
    found = reading.published.specification
    batch = Paginator(queries.revisions(found), REVISIONS_A_PAGE).get_page(request.GET.get("page"))
    tagged = queries.releases(found)
    return show(request, reading, "specs/releases.html", "releases", batch=batch, releases=tagged)


def release(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """A release is the standard as it was then."""
    return HttpResponseRedirect(read(request, slug, version).links.home())


def revision(request: HttpRequest, slug: str, sha: str) -> HttpResponse:
    """One revision: who, when, why, and what it changed."""
    reading = read(request, slug)
    found = queries.revisions(reading.published.specification).filter(sha__startswith=sha).first()
    if found is None:
        raise Http404
    page = comparison((row.as_change() for row in found.changes.all()), reading.links)
    trail = (Link("Versions", reading.links.current("releases")),)
    return show(request, reading, "specs/revision.html", "releases", trail, revision=found, page=page)


def choose(request: HttpRequest, slug: str) -> HttpResponse:
    """From the form that asks for two versions to the page that compares them."""
    older, newer = (request.GET.get(name, "").strip() for name in ("from", "to"))
    if not (older and newer):
        return HttpResponseRedirect(Links(slug).page("releases"))
    return HttpResponseRedirect(Links(slug).page("compare", f"{older}...{newer}"))


def compare(request: HttpRequest, slug: str, older: str, newer: str) -> HttpResponse:
    """What changed in meaning from one version to another."""
    reading = read(request, slug)
    found = reading.published.specification
    before, after = (queries.pinned(found, version) for version in (older, newer))
    page = comparison(diff(before.document, after.document), reading.links)
    trail = (Link("Versions", reading.links.current("releases")),)
    return show(request, reading, "specs/compare.html", "releases", trail, page=page, older=older, newer=newer)
