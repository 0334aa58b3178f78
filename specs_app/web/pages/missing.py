"""What to answer where a part is not in the version read: renamed leads on, removed says so, the rest was never there."""

from __future__ import annotations

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from specs_app import queries
from specs_app.document import paths
from specs_app.document.describe import part_name
from specs_app.document.types import Document
from specs_app.publishing.pages.components import Link
from specs_app.queries import Removal
from specs_app.web.pages.context import Context, show


def missing(request: HttpRequest, context: Context, address: str) -> HttpResponse:
    """A redirect to the new name, a page that says what was removed, or 404."""
    found = now_at(context, address)
    if found:
        return HttpResponsePermanentRedirect(context.links.page(*paths.page_of(found)))
    removal = queries.removal(context.specification, context.version, address)
    if removal is None:
        raise Http404
    return _removed(request, context, removal)


def now_at(context: Context, address: str) -> str:
    """The address at which a former name is found; the present name of an item leads to its reference."""
    kind, *names = paths.page_of(address)
    name = "/".join(names)
    if kind == "items":
        found = _item_called(context.document, name)
        if found and found != address:
            return found
    found = queries.elsewhere(context.specification, context.version, address)
    return found or queries.renamed(context.specification, kind, name)


def _item_called(document: Document, name: str) -> str:
    """The address of the item of that name, or whose reference is written in other letters; empty where there is none."""
    letters = name.casefold()
    found = (
        paths.of_item(entry, item)
        for entry, item in document.items()
        if name == item.name or letters == item.item_ref.casefold()
    )
    return next(found, "")


def _removed(request: HttpRequest, context: Context, removal: Removal) -> HttpResponse:
    replacement, address = removal.replaced_by, removal.change.address
    release = removal.release
    return show(
        request,
        context,
        "specs/missing.html",
        status=HTTPStatus.GONE,
        title=f"{part_name(address)} is not in this version",
        removal=removal,
        replaced_by=Link(replacement, context.links.item(replacement)) if replacement else None,
        release=Link(release.version, context.links.release(release.version)) if release else None,
        history=context.links.page(*paths.page_of(address), "history"),
        last=Link("See the revision that removed it", context.links.revision(removal.revision.sha)),
    )
