"""What changed for whoever runs some systems and makes some returns, since the version that they run."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from specs_app import queries
from specs_app.publishing.for_me import ForMe
from specs_app.publishing.links import Links
from specs_app.publishing.pages.components import Link
from specs_app.publishing.pages.for_me import for_me_form, for_me_page
from specs_app.publishing.pages.versions import VersionEntry, short
from specs_app.versions.resolve import NotPublished, pinned
from specs_app.versions.version import Version
from specs_app.web.keeping import kept
from specs_app.web.pages.context import Context, open_version, show

TICKED = ("cms", "return")
UNSAID = "Choose the release that you run, or give a revision."


@kept("at", "since", "revision", many=TICKED)
def for_me(request: HttpRequest, slug: str) -> HttpResponse:
    """The form and, once a version is named, the list of things to do; all that is asked stands in the address."""
    context = open_version(request, slug)
    ticked = {name: _texts(request.GET.getlist(name)) for name in TICKED}
    if revision := request.GET.get("revision", "").strip():
        return HttpResponseRedirect(context.links.for_me(**ticked, since=revision))
    since = request.GET.get("since", "").strip()
    errors = [] if since or not any(ticked.values()) else [_error("since", UNSAID)]
    version = None
    try:
        version = pinned(context.specification, since) if since else None
    except NotPublished as missing:
        errors = [_error("since", f"{missing.what}. {missing.remedy}")]
    asked = ForMe(version, context.version, ticked["cms"], ticked["return"])
    errors += [_error(f"{fault.name}-1", fault.message) for fault in asked.unknown]
    return _page(request, context, asked, since, errors)


def _texts(given: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(text for one in given if (text := one.strip())))


def _error(name: str, text: str) -> dict[str, str]:
    return {"text": text, "href": f"#{name}"}


def _page(
    request: HttpRequest, context: Context, asked: ForMe, since: str, errors: list[dict[str, str]]
) -> HttpResponse:
    links, releases = context.links, queries.releases(context.specification).values_list("version", flat=True)
    found: dict[str, Any] = _found(asked, asked.since, since, context) if asked.since and not errors else {}
    return show(
        request,
        context,
        "specs/for_me.html",
        "releases",
        (Link("Versions", links.releases()),),
        HTTPStatus.BAD_REQUEST if errors else HTTPStatus.OK,
        form=for_me_form(asked, releases, since),
        errors=errors,
        **found,
    )


def _found(asked: ForMe, since: Version, named: str, context: Context) -> dict[str, Any]:
    links = context.links
    return {
        "page": for_me_page(asked, links),
        "older": VersionEntry(short(named), "", Links(links.slug, named).home(), since.date),
        "newer": VersionEntry(short(links.at or asked.now.sha), "", links.home(), asked.now.date),
        "compare": links.compare(named, links.at or asked.now.sha),
        "is_same": since.sha == asked.now.sha,
    }
