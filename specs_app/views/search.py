"""Search in a standard."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect

from specs_app import queries
from specs_app.document.types import Document, item_key
from specs_app.models import SearchEntry
from specs_app.outputs.links import Links
from specs_app.outputs.pages.hits import Hit, Match, hit
from specs_app.outputs.pages.parts import Link
from specs_app.search import LONGEST_QUERY, Found, fold, search, search_in
from specs_app.views.reading import Reading, read, show

MOST_HITS = 50


def find(request: HttpRequest, slug: str) -> HttpResponse:
    """What holds the words: objects, items and code lists."""
    reading = read(request, slug)
    text = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    if exact := named(reading.document, text):
        return HttpResponseRedirect(reading.links.item(exact))
    found = _found(reading, text)
    words = fold(text).split()
    return show(
        request,
        reading,
        "specs/search.html",
        query_text=text,
        hits=[_hit(entry, words, reading.links) for entry in found.hits],
        more=found.more,
        suggestions=[Link(name, reading.links.search(q=name)) for name in found.suggestions],
    )


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
    read(request, slug)
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(Links(slug).search() + (f"?{query}" if query else ""))


def _found(reading: Reading, text: str) -> Found:
    """The current version is searched through its index; an earlier one, or one that is followed meanwhile, word by word."""
    published = reading.published
    if published.is_current:
        found = search(published.specification, text, MOST_HITS)
        if queries.is_still_current(published):
            return found
    return search_in(reading.document, text, MOST_HITS)


def _hit(entry: SearchEntry, words: list[str], links: Links) -> Hit:
    match = Match(entry.kind, entry.key, entry.title, entry.context, entry.extract, entry.address)
    return hit(match, words, links)
