"""Search in a standard."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect

from specs_app import queries
from specs_app.document.deprecation import in_short
from specs_app.document.types import Document, item_key
from specs_app.models import SearchEntry
from specs_app.projection.search import LONGEST_QUERY, fold
from specs_app.publishing.links import Links
from specs_app.publishing.pages.components import Link
from specs_app.publishing.pages.search_results import Hit, Match, hit
from specs_app.web.keeping import kept
from specs_app.web.pages.context import Context, open_version, show

MOST_HITS = 50


@kept("at", "q")
def find(request: HttpRequest, slug: str) -> HttpResponse:
    """What holds the words: objects, items, code lists and changes that are in the change log."""
    context = open_version(request, slug)
    text = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    if exact := page_named(context, text):
        return HttpResponseRedirect(exact)
    found = queries.found_in(context.specification, context.version, text, MOST_HITS)
    words = fold(text).split()
    return show(
        request,
        context,
        "specs/search.html",
        query_text=text,
        results=[_result(entry, words, context) for entry in found.results],
        more=found.more,
        suggestions=[Link(name, context.links.search(q=name)) for name in found.suggestions],
        in_changes=context.links.current("changes", q=text),
    )


def page_named(context: Context, text: str) -> str:
    """The page of the item or logged change that exactly this names, in any case; empty where none or several."""
    if item := named(context.document, text):
        return context.links.item(item)
    wanted = text.casefold()
    numbers = (change.number for change in context.version.logged_changes)
    number = next((number for number in numbers if number.casefold() == wanted), "")
    return context.links.page("changes", number) if number else ""


def named(document: Document, text: str) -> str:
    """The item that exactly this names, as a reference or ``object.item`` in any case; empty where none or several."""
    wanted = text.casefold()
    found = {
        item_key(entry, item)
        for entry, item in document.items()
        if wanted in {item_key(entry, item).casefold(), f"{entry.name}.{item.name}".casefold()}
    }
    return found.pop() if len(found) == 1 else ""


def find_with_a_slash(request: HttpRequest, slug: str) -> HttpResponse:
    """The search at an address that ends like those of all other pages."""
    open_version(request, slug)
    query = request.GET.urlencode()
    return HttpResponsePermanentRedirect(Links(slug).search() + (f"?{query}" if query else ""))


def _result(entry: SearchEntry, words: list[str], context: Context) -> Hit:
    row = context.document.item_by_ref.get(entry.key) if entry.kind == "item" else None
    deprecated = in_short(row[1].deprecated) if row else ""
    match = Match(entry.kind, entry.key, entry.title, entry.context, entry.extract, entry.address, deprecated)
    return hit(match, words, context.links)
