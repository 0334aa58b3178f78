"""The differences between two versions: the page, and the PDF of it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from specs_app.publishing.compared import Compared
from specs_app.publishing.differences import FILTERS
from specs_app.publishing.links import Links
from specs_app.publishing.pages.comparison import comparison_form, comparison_page
from specs_app.publishing.pages.components import Link
from specs_app.publishing.pages.filter_form import asked_for
from specs_app.publishing.pages.versions import VersionEntry, short
from specs_app.publishing.pdf import comparisons
from specs_app.versions.releases import edition_of
from specs_app.versions.resolve import NotPublished, pinned
from specs_app.web.keeping import kept
from specs_app.web.pages.context import Context, open_version, show
from specs_app.web.pages.pdfs import pdf_answer
from specs_app.web.pages.releases import versions_page


def choose(request: HttpRequest, slug: str) -> HttpResponse:
    """From the form that asks for two versions to the page that compares them, or back to it with what is wrong in it."""
    context = open_version(request, slug)
    given = {name: request.GET.get(name, "").strip() for name in ("from", "to")}
    if not any(given.values()):
        return HttpResponseRedirect(Links(context.links.slug).releases())
    errors = {name: words for name, text in given.items() if (words := _wrong(context, text))}
    if errors:
        return versions_page(request, context, typed=given, errors=errors)
    return HttpResponseRedirect(Links(context.links.slug).compare(given["from"], given["to"]))


def _wrong(context: Context, text: str) -> str:
    """Why a version cannot be compared; empty where it can."""
    if not text:
        return "Enter a release or a revision"
    try:
        pinned(context.specification, text)
    except NotPublished as missing:
        return missing.what
    return ""


@kept("at", *FILTERS)
def compare(request: HttpRequest, slug: str, older: str, newer: str) -> HttpResponse:
    """What changed in meaning from one version to another, filtered."""
    context = open_version(request, slug)
    compared = _compared(request, context, older, newer)
    if compared.unknown:
        return _page(request, context, older, newer, compared, status=HTTPStatus.BAD_REQUEST)
    page = comparison_page(compared, older, newer, context.links)
    return _page(request, context, older, newer, compared, page=page)


def compare_pdf(request: HttpRequest, slug: str, older: str, newer: str) -> HttpResponse:
    """The same as a PDF."""
    context = open_version(request, slug)
    compared = _compared(request, context, older, newer)
    if compared.unknown:
        return _page(request, context, older, newer, compared, status=HTTPStatus.BAD_REQUEST)
    return pdf_answer(
        request,
        context,
        lambda: comparisons.ask(compared),
        comparisons.name_of(compared),
        f"{slug}-{short(older)}-{short(newer)}.pdf",
    )


def _compared(request: HttpRequest, context: Context, older: str, newer: str) -> Compared:
    found = context.specification
    before, after = (edition_of(found, pinned(found, version)) for version in (older, newer))
    return Compared(before, after, asked_for(request.GET, FILTERS))


def _page(
    request: HttpRequest, context: Context, older: str, newer: str, compared: Compared, **page: Any
) -> HttpResponse:
    """The page; without a ``page`` the form that says what is wrong in it."""
    links, slug = context.links, context.links.slug
    return show(
        request,
        context,
        "specs/compare.html",
        "releases",
        (Link("Versions", links.releases()),),
        older=VersionEntry(short(older), "", Links(slug, older).home(), compared.older.date),
        newer=VersionEntry(short(newer), "", Links(slug, newer).home(), compared.newer.date),
        turned=links.compare(newer, older, **compared.given),
        for_me=Links(slug, newer).for_me(since=older),
        errors=[{"text": fault.message, "href": f"#filter-{fault.name}"} for fault in compared.unknown],
        controls=comparison_form(compared),
        clear=links.compare(older, newer),
        **page,
    )
